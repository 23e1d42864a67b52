/** A module's exports; those that are namespaces (`nn`, `optim`) hold exports of their own. */
type Exports = Readonly<Record<string, unknown>>;

/**
 * What a cell shows of a function is its name (`[Function: relu]`): functions made from the rows of the operation
 * table have none of their own, and a bundler gives another name (`sum2`, `_Tensor`) to what stands under one name
 * in two files.
 *
 * @param exports the engine's exports; the functions among them, and in their namespaces, are named as exported
 */
export function nameExports(exports: Exports): void {
  for (const [name, value] of Object.entries(exports)) {
    if (typeof value === "function") rename(name, value);
    else if (isNamespace(value)) {
      for (const [inner, member] of Object.entries(value)) {
        if (typeof member === "function" && isMadeUp(member.name, inner)) rename(inner, member);
      }
    }
  }
}

function rename(name: string, value: object): void {
  Object.defineProperty(value, "name", { value: name, configurable: true });
}

function isMadeUp(name: string, exported: string): boolean {
  return name === "" || name === `_${exported}` || name.replace(/\d+$/, "") === exported;
}

/** Bundled, a namespace is a plain object. */
function isNamespace(value: unknown): value is Exports {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
