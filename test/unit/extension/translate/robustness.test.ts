/** Whatever the text: it is refused as no Python, or becomes TypeScript that can be read. */
import assert from "node:assert/strict";
import ts from "typescript";
import { translate } from "../../../../extension/translate/translate.ts";
import { PythonSyntaxError } from "../../../../extension/translate/python/syntaxError.ts";
import { tokenize } from "../../../../extension/translate/python/tokenize.ts";
import { notebooks, plainWording } from "./cells.ts";

/** Numbers that are the same every time (Park and Miller). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

/** The text with one word left out, doubled, or put in the place of another. */
function changed(source: string, random: (below: number) => number): string {
  const words = tokenize(source).tokens.filter(({ start, end }) => end > start);
  if (words.length < 2) return source;
  const [word, other] = [words[random(words.length)], words[random(words.length)]];
  const text = source.slice(word.start, word.end);
  const put = ["", `${text} ${text}`, source.slice(other.start, other.end)][random(3)];
  return source.slice(0, word.start) + put + source.slice(word.end);
}

function assertReadable(python: string): boolean {
  let text: string;
  try {
    ({ text } = translate(python, plainWording));
  } catch (error) {
    assert.ok(error instanceof PythonSyntaxError, `${String((error as Error).stack)}\n${python}`);
    return false;
  }
  // Top-level await and imports make it a module; return outside of a function is Python's mistake, too.
  const { diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  const errors = diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  assert.deepEqual(errors, [], `${python}\n-----\n${text}`);
  return true;
}

describe("any text", function () {
  this.timeout(60_000);

  it("becomes TypeScript, or is refused", () => {
    const random = generator(42);
    let read = 0;
    for (const { cells } of notebooks) {
      for (const cell of cells)
        for (let i = 0; i < 12; i++) if (assertReadable(changed(cell, random))) read++;
    }
    assert.ok(read > 100, `only ${read} were Python`);
  });

  it("even an empty one", () => {
    for (const text of ["", "\n", "# only a comment", "\t", "\r\n", "\uFEFFx = 1", "pass", "..."])
      assertReadable(text);
  });
});
