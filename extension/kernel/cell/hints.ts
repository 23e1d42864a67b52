import buffer from "node:buffer";
import { say } from "../protocol/messages.ts";
import type { Scope } from "./scope.ts";
import { suggestion } from "../protocol/suggestion.ts";

/** What a person may have meant by a name that is not there. */
export interface HintSources {
  scope: Scope;
  /** Ids of the cells above. */
  above: readonly string[];
  /** Names of the cell itself. */
  own: readonly string[];
  /** Names that `gradbook` exports. */
  importable: readonly string[];
}

/**
 * Adds to a ReferenceError's message what may have been meant, and to a RangeError of V8's what it means; leaves
 * anything else alone.
 */
export function addHint(thrown: unknown, sources: HintSources): void {
  if (thrown instanceof RangeError) {
    const meaning = meanings[thrown.message];
    if (meaning) thrown.message += `. ${meaning()}`;
    return;
  }
  if (!(thrown instanceof ReferenceError)) return;
  const name = /^([\p{ID_Continue}$]+) is not defined$/u.exec(thrown.message)?.[1];
  if (name === undefined) return;
  const hint = hintFor(name, sources);
  if (hint !== null) thrown.message += `. ${hint}`;
}

/** What V8 says when something is too much for it. */
const meanings: Readonly<Record<string, () => string>> = {
  "Maximum call stack size exceeded": () => say("The functions call each other too deeply, or without end."),
  "Invalid string length": () =>
    say("A string can hold at most {0} characters.", buffer.constants.MAX_STRING_LENGTH),
  "Invalid array length": () => say("An array has a whole number of elements, at most {0}.", 2 ** 32 - 1),
  "Array buffer allocation failed": () =>
    say("There is not enough memory for it. Let go of what is no longer needed."),
};

function hintFor(name: string, { scope, above, own, importable }: HintSources): string | null {
  const why = scope.whyMissing(name, above);
  if (why !== null) return why;
  if (importable.includes(name)) return say('Import it first: import { {0} } from "gradbook"', name);
  if (scope.isUnreached(name)) {
    return say("A cell declares {0}, but it ended before that. Run that cell again.", name);
  }
  const visible = [...own, ...above.flatMap((cell) => scope.names(cell))].filter((other) => other !== name);
  const near = suggestion(name, visible);
  return near === null ? null : say("Did you mean {0}?", near);
}
