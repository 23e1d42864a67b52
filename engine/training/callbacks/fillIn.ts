/** Paths of files that an epoch is written to. */
import { say } from "../../payload/say.ts";

export function mapValues(logs: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [name, String(value)]));
}

/** Puts values in place of `{name}`; numbers get 4 decimals. @throws {Error} for a name that is not measured */
export function fillIn(owner: string, path: string, values: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (!(name in values)) {
      throw new Error(
        say`${owner}: there is no "${name}" for the path; there are ${Object.keys(values).join(", ")}.`,
      );
    }
    return name === "epoch" ? values[name].padStart(3, "0") : Number(values[name]).toFixed(4);
  });
}
