/** What passes between VS Code and a debug adapter, as far as it is looked at here. Pure. */

/** A source as the Debug Adapter Protocol names it. */
export interface DebugSource {
  name?: string;
  path?: string;
  sourceReference?: number;
}

interface DebugVariable {
  name: string;
}

/** A message of the Debug Adapter Protocol. */
export interface DebugMessage {
  type?: string;
  seq?: number;
  request_seq?: number;
  command?: string;
  success?: boolean;
  body?: { variables?: DebugVariable[] };
}

/** Calls `visit` for every source that a message names. */
export function visitSources(message: unknown, visit: (source: DebugSource) => void): void {
  if (Array.isArray(message)) {
    for (const item of message) visitSources(item, visit);
    return;
  }
  if (typeof message !== "object" || message === null) return;
  for (const [key, value] of Object.entries(message)) {
    if (typeof value !== "object" || value === null) continue;
    if (key === "source" && !Array.isArray(value)) visit(value as DebugSource);
    else if (key === "sources" && Array.isArray(value))
      for (const source of value) visit(source as DebugSource);
    else visitSources(value, visit);
  }
}

/**
 * Takes the variables that the kernel adds to a cell out of a list of variables, and gives those of other cells,
 * which it adds too, a name for people.
 */
export function tidyVariables({ type, command, body }: DebugMessage, otherCell: string): void {
  if (type !== "response" || command !== "variables" || !body?.variables) return;
  body.variables = body.variables.filter(({ name }) => !ownName.test(name));
  for (const variable of body.variables) if (cellName.test(variable.name)) variable.name = otherCell;
}

/** See `transformCell`. */
const ownName = /^\$+(?:flag|check|awaited|waits|import|meta|own|m\d+|n|v)$/;
const cellName = /^\$+c\d+$/;

/** Requests that a debug adapter has not answered. */
export class OpenRequests {
  readonly #open = new Set<string>();
  #answered: (() => void)[] = [];

  /** A message to the adapter of the session `id`. */
  asked(id: string, { type, seq }: DebugMessage): void {
    if (type === "request") this.#open.add(`${id} ${String(seq)}`);
  }

  /** A message from it. */
  heard(id: string, { type, request_seq: seq }: DebugMessage): void {
    if (type !== "response") return;
    this.#open.delete(`${id} ${String(seq)}`);
    if (this.#open.size === 0) this.settle();
  }

  /** Resolves when all are answered. */
  answers(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#answered.push(resolve));
  }

  /** There will be no more answers. */
  settle(): void {
    this.#open.clear();
    for (const resolve of this.#answered.splice(0)) resolve();
  }
}
