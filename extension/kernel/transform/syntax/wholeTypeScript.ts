/**
 * TypeScript with its checker and its emitter. In Node.js's bundle the parser is compiled in, and this module is replaced
 * by one that reads the whole when it is first asked for: see scripts/build/parserOnly.mjs.
 */
import ts from "typescript";

export function wholeTypeScript(): typeof ts {
  return ts;
}
