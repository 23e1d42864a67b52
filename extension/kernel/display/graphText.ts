import type { GraphPicture, ShownValue } from "../../../engine/payload/graphPicture.ts";
import type { Sample } from "../../../engine/payload/sample.ts";

/** The steps of a computation graph in words, a line for each thing that is computed. */
export function graphText({ title, nodes, steps, operations, gradients }: GraphPicture): string {
  const name = nodes.at(-1)?.name ?? "";
  const head = `Computation graph of ${name}: ${operations} operations`;
  const lines = steps.flatMap(({ phase, terms, reads, held }) =>
    terms.map(({ formula, result }, i) => {
      const value = result ? ` = ${valueText(result)}` : "";
      const stored = reads.filter(({ bytes }) => bytes > 0).map(({ name: read }) => read);
      const notes = [
        ...(stored.length > 0 ? [`reads ${stored.join(", ")}`] : []),
        ...(phase === "seed" ? [] : [`holds ${held} bytes`]),
      ];
      return `${formula}${value}${i === terms.length - 1 && notes.length > 0 ? `  (${notes.join("; ")})` : ""}`;
    }),
  );
  const freed =
    gradients === "left" ? ["backward() has freed what was stored; draw the graph before it."] : [];
  return [...(title === "" ? [] : [title]), head, ...lines, ...freed].join("\n");
}

function valueText({ shape, values, low, high }: ShownValue): string {
  if (!values || values.length > 8) return `(${shape.join(", ")}) from ${short(low)} to ${short(high)}`;
  return values.length === 1 ? short(values[0] ?? null) : `[${values.map(short).join(", ")}]`;
}

/** With four digits; NaN where there is no finite number. */
export function short(value: Sample): string {
  return value === null ? "NaN" : String(Number(value.toPrecision(4)));
}
