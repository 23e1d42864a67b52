/** As much of a module as printing needs. */
interface Printable {
  typeName(): string;
  extraRepr(): string;
  namedChildren(): Iterable<[string, Printable]>;
}

/** `Linear(in_features=4, out_features=3, bias=True)`; parts of a module stand indented, a line each. */
export function printModule(module: Printable): string {
  const children = Array.from(module.namedChildren(), ([name, child]) => {
    return `  (${name}): ${printModule(child).replaceAll("\n", "\n  ")}\n`;
  });
  const extra = module.extraRepr();
  if (children.length === 0) return `${module.typeName()}(${extra})`;
  return `${module.typeName()}(\n${extra ? `  ${extra}\n` : ""}${children.join("")})`;
}

/** An option as Python prints it. */
export function python(value: number | boolean | string | null | readonly number[]): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return `'${value}'`;
  if (typeof value === "number") return pythonNumber(value);
  return value.length === 1 ? `(${value[0]},)` : `(${value.join(", ")})`;
}

/** Python writes exponents with two digits, and from 1e-5 down where JavaScript starts at 1e-7. */
function pythonNumber(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-4 && size < 1e16)) return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}
