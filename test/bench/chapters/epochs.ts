/** Trainings cut short, so that a chapter can be measured in minutes. */

/** The cell with at most `most` epochs wherever it gives a number to `num_epochs`. */
export function withFewerEpochs(python: string, most: number): string {
  return python.replace(
    /^([ \t]*)([\w, ]*\bnum_epochs\b[\w, ]*)=(?!=)([^#\n]*)/gm,
    (line, indent: string, names: string, values: string) => {
      const at = names.split(",").findIndex((name) => name.trim() === "num_epochs");
      const parts = values.split(",");
      const epochs = Number(parts[at]);
      if (at < 0 || parts.length !== names.split(",").length || !(epochs > most)) return line;
      parts[at] = ` ${most}`;
      return `${indent}${names}=${parts.join(",")}`;
    },
  );
}
