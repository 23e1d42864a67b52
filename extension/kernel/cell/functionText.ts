/** What a program sees of its own functions: the text that was written, and not what the kernel runs. */
import type { FunctionTexts } from "../transform/functionTexts.ts";

/* eslint-disable @typescript-eslint/unbound-method -- called with Reflect.apply: cells may replace what they are methods of */
const { apply } = Reflect;
const native = Function.prototype.toString;
const { includes, slice, startsWith } = String.prototype;

/** By code, so that a cell which runs again takes no more room. */
const known = new Map<string, FunctionTexts>();

let catchUp = (): void => undefined;

/** @param before called before a function's text is looked up, to add what is not known yet */
export function beforeFunctionTexts(before: () => void): void {
  catchUp = before;
}

/** Lets functions of `code` show themselves as they were written. */
export function addFunctionTexts(code: string, texts: FunctionTexts | null): void {
  if (texts) known.set(code, texts);
}

/** Replaces `Function.prototype.toString` by one that looks and answers as V8's own does. */
export function showFunctionsAsWritten(): void {
  const { toString } = {
    toString(this: unknown): string {
      const shown = apply(native, this === toString ? native : this, []);
      // Every name that the kernel adds has one.
      return apply(includes, shown, ["$"]) ? asWritten(shown) : shown;
    },
  };
  Object.defineProperty(Function.prototype, "toString", {
    value: toString,
    writable: true,
    enumerable: false,
    configurable: true,
  });
}

/** An arrow function may end in what was put around its value. */
function isWrapping(code: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (code[i] !== ")" && code[i] !== ":" && code[i] !== "0") return false;
  return true;
}

function asWritten(shown: string): string {
  catchUp();
  for (const [code, { text: own, places }] of known) {
    for (let i = 0; i < places.length; i += 4) {
      const [start = 0, end = 0, ownStart, ownEnd] = [places[i], places[i + 1], places[i + 2], places[i + 3]];
      const rest = start + shown.length - end;
      if (rest < 0 || !apply(startsWith, code, [shown, start])) continue;
      if (isWrapping(code, end, end + rest)) return apply(slice, own, [ownStart, ownEnd]);
    }
  }
  return shown;
}
