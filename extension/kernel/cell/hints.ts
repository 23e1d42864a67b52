import { maxStringLength } from "../display/inspect/valueInspection.ts";
import { say } from "../protocol/messages.ts";
import { readableMessage } from "./errors.ts";
import type { Scope } from "./scope.ts";
import { suggestion } from "../protocol/suggestion.ts";
import { inTypeScript } from "../transform/python/pythonNames.ts";

/** What a person may have meant by a name that is not there. */
export interface HintSources {
  scope: Scope;
  /** Ids of the cells above. */
  above: readonly string[];
  /** Names of the cell itself. */
  own: readonly string[];
  /** What `gradbook` exports. */
  importable: Readonly<Record<string, unknown>>;
}

/**
 * Adds to a ReferenceError's message what may have been meant, to a TypeError's which member of the engine, and to a
 * RangeError of V8's what it means; leaves anything else alone.
 */
export function addHint(thrown: unknown, sources: HintSources): void {
  if (thrown instanceof RangeError) {
    const meaning = meanings[thrown.message];
    if (meaning) thrown.message += `. ${meaning()}`;
    return;
  }
  if (thrown instanceof TypeError) {
    const near = memberNear(readableMessage(thrown.message), sources);
    if (near !== null) thrown.message += `. ${say("Did you mean {0}?", near)}`;
    return;
  }
  if (!(thrown instanceof ReferenceError)) return;
  const name = /^([\p{ID_Continue}$]+) is not defined$/u.exec(thrown.message)?.[1];
  if (name === undefined) return;
  const hint = hintFor(name, sources);
  if (hint !== null) thrown.message += `. ${hint}`;
}

/** Of `input.sldier is not a function` the member that is near, where the engine's things have it. */
function memberNear(message: string, { scope, above, importable }: HintSources): string | null {
  const said = /^([\p{ID_Continue}$.]+)\.([\p{ID_Continue}$]+) is not a (?:function|constructor)$/u.exec(
    message,
  );
  const [root = "", ...path] = said?.[1]?.split(".") ?? [];
  const wrong = said?.[2];
  if (wrong === undefined) return null;
  const own = scope.visible(above).find(({ name }) => name === root);
  let owner = own ? own.value : importable[root];
  if (own && owner !== importable[root] && !isOfEngine(owner, importable)) return null;
  for (const part of path) {
    // What a person has made may do anything when it is read.
    owner = owner === importable[root] || isOfEngine(owner, importable) ? read(owner, part) : undefined;
  }
  return suggestion(wrong, membersOf(owner));
}

function isOfEngine(value: unknown, { Tensor, nn }: HintSources["importable"]): boolean {
  const classes = [Tensor, read(nn, "Module")];
  return classes.some((made) => typeof made === "function" && value instanceof made);
}

function read(owner: unknown, name: string): unknown {
  return (Object(owner) as Record<string, unknown>)[name];
}

function membersOf(owner: unknown): string[] {
  const names: string[] = [];
  for (
    let at = Object(owner) as object | null;
    at && at !== Object.prototype;
    at = Object.getPrototypeOf(at) as object | null
  )
    names.push(...Object.getOwnPropertyNames(at));
  return names.filter((name) => name !== "constructor" && !name.startsWith("_"));
}

/** What V8 says when something is too much for it. */
const meanings: Readonly<Record<string, () => string>> = {
  "Maximum call stack size exceeded": () => say("The functions call each other too deeply, or without end."),
  "Invalid string length": () => say("A string can hold at most {0} characters.", maxStringLength),
  "Invalid array length": () => say("An array has a whole number of elements, at most {0}.", 2 ** 32 - 1),
  "Array buffer allocation failed": () =>
    say("There is not enough memory for it. Let go of what is no longer needed."),
};

function hintFor(name: string, { scope, above, own, importable }: HintSources): string | null {
  const why = scope.whyMissing(name, above);
  if (why !== null) return why;
  if (Object.hasOwn(importable, name)) return say('Import it first: import { {0} } from "gradbook"', name);
  if (scope.isUnreached(name)) {
    return say("A cell declares {0}, but it ended before that. Run that cell again.", name);
  }
  const write = inTypeScript(name);
  if (write !== null) return say("In TypeScript, write: {0}", write);
  const member = memberOf(importable, name);
  if (member !== null) return say("Did you mean {0}?", member);
  const visible = [...own, ...above.flatMap((cell) => scope.names(cell)), ...Object.keys(importable)];
  const near = suggestion(
    name,
    visible.filter((other) => other !== name),
  );
  return near === null ? null : say("Did you mean {0}?", near);
}

/** How a name is reached that a part of the engine exports: `Linear` as `nn.Linear`. */
export function memberOf(importable: Readonly<Record<string, unknown>>, name: string): string | null {
  const owner = Object.keys(importable).find((part) => {
    const value = importable[part];
    return typeof value === "object" && value !== null && Object.hasOwn(value, name);
  });
  return owner === undefined ? null : `${owner}.${name}`;
}
