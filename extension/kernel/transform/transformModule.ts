/** A relative module, in TypeScript or JavaScript → JavaScript with guards in its loops. Pure. */
import ts from "typescript";
import { emitJavaScript } from "./emit.ts";
import { addGuards } from "./guards.ts";
import { parseText } from "./parse.ts";
import { recursiveFunctions } from "./recursion.ts";
import { valueReferences } from "./references.ts";
import type { SourceMapV3 } from "./sourceMap.ts";
import { TextEdits } from "./textEdits.ts";

/** Key of the global symbol under which modules find the guards' flag and check. */
export const guardKey = "gradbook.guards";

export interface TransformedModule {
  code: string;
  map: SourceMapV3 | null;
}

/** @throws {CellSyntaxError} for TypeScript that does not parse; JavaScript that does not is left to V8 */
export function transformModule(text: string, url: string): TransformedModule {
  const dialect = /\.[mc]?ts([?#]|$)/.test(url) ? "ts" : "js";
  try {
    const parsed = parseText(text, dialect);
    const edits = new TextEdits(text);
    const prefix = text.includes("$gradbook") ? "$$gradbook" : "$gradbook";
    const guards = { flag: `${prefix}Flag`, check: `${prefix}Check`, count: `${prefix}Count` };
    addGuards(parsed.file, recursiveFunctions(parsed.file, valueReferences(parsed)), guards, edits);
    const head = `const {flag:${guards.flag},check:${guards.check}}=globalThis[Symbol.for("${guardKey}")];`;
    if (dialect === "js") {
      const start = ts.getShebang(text)?.length ?? 0;
      edits.after(start, head);
      return { code: edits.apply().text, map: null };
    }
    const { code, map } = emitJavaScript(edits.apply(), {
      source: { text, url },
      parsed,
      complete: false,
      head: `${head}\n`,
      tail: "\n",
      kind: "module",
    });
    return { code, map };
  } catch (error) {
    if (dialect === "ts") throw error;
    return { code: text, map: null };
  }
}
