/** A relative module, in TypeScript or JavaScript → JavaScript with guards in its loops. Pure. */
import { emitJavaScript } from "./emit.ts";
import { eraseTypes } from "./eraseTypes.ts";
import { functionTexts, type FunctionTexts } from "./functionTexts.ts";
import { addGuards, type GuardNames } from "./guards/guards.ts";
import { moduleGuards } from "./guards/moduleGuards.ts";
import { eraseTypeImports } from "./moduleImports.ts";
import { parseText } from "./syntax/parse.ts";
import { recursiveFunctions } from "./guards/recursion.ts";
import { valueReferences } from "./references.ts";
import type { ModuleReference } from "../protocol/threadProtocol.ts";
import type { SourceMapV3 } from "./syntax/sourceMap.ts";
import { TextEdits } from "./syntax/textEdits.ts";

export interface TransformedModule {
  code: string;
  map: SourceMapV3 | null;
  functions: FunctionTexts | null;
  references?: readonly ModuleReference[];
}

/** @throws {CellSyntaxError} for TypeScript that does not parse; JavaScript that does not is left to V8 */
export function transformModule(text: string, url: string): TransformedModule {
  return /\.[mc]?ts([?#]|$)/.test(url) ? typeScript(text, url) : javaScript(text);
}

function typeScript(text: string, url: string): TransformedModule {
  const parsed = parseText(text, "ts");
  const edits = new TextEdits(text);
  const references = valueReferences(parsed);
  const types = eraseTypes(parsed.file, edits);
  // TypeScript does that itself.
  if (types.complete) edits.asTypes(() => eraseTypeImports(parsed, references, edits));
  addGuards(parsed.file, recursiveFunctions(parsed.file, references), guardsFor(text), edits);
  types.parenthesize();
  const edited = edits.apply();
  const { code, map } = emitJavaScript(edited, {
    source: { text, url },
    parsed,
    complete: types.complete,
    head: "",
    tail: "\n",
    kind: "module",
  });
  return { code, map, functions: types.complete ? functionTexts(parsed.file, edits, edited, 0) : null };
}

function javaScript(text: string): TransformedModule {
  try {
    const parsed = parseText(text, "js");
    const edits = new TextEdits(text);
    addGuards(parsed.file, recursiveFunctions(parsed.file, valueReferences(parsed)), guardsFor(text), edits);
    const edited = edits.apply();
    return { code: edited.text, map: null, functions: functionTexts(parsed.file, edits, edited, 0) };
  } catch {
    return { code: text, map: null, functions: null };
  }
}

function guardsFor(text: string): GuardNames {
  const free = moduleGuards.find(
    ({ flag, check, count }) => ![flag, check, count].some((name) => text.includes(name)),
  );
  if (!free) throw new Error("A module uses all names that guards could have.");
  return free;
}
