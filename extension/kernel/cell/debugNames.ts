import type { Scope, Variables } from "./scope.ts";

/**
 * The names of the notebook for expressions in a debugger. A cell's code reaches the variables of other cells, and
 * what it imports, through objects that the person does not know of; while a run is debugged, they are there as
 * globals too. What has been global before stays that.
 */
export class DebugNames {
  readonly #scope: Scope;
  readonly #shown = new Set<string>();

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** @param above the cells above the one that is debugged, in the notebook's order */
  showAbove(above: readonly string[]): void {
    for (const cell of above) {
      const variables = this.#scope.of(cell);
      for (const name of this.#scope.names(cell)) this.#show(name, variables);
    }
  }

  /** @param own accessors to what the running cell declares and imports */
  showOwn(own: Variables): void {
    for (const name of Object.keys(own)) this.#show(name, own);
  }

  hide(): void {
    for (const name of this.#shown) Reflect.deleteProperty(globalThis, name);
    this.#shown.clear();
  }

  #show(name: string, variables: Variables): void {
    if (name in globalThis && !this.#shown.has(name)) return;
    Object.defineProperty(globalThis, name, {
      get: () => variables[name],
      set: (value: unknown) => (variables[name] = value),
      configurable: true,
    });
    this.#shown.add(name);
  }
}
