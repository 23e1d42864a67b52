/** What a module imports, for platforms that have to be told where each of it is. */
import type { ModuleReference } from "../protocol/threadProtocol.ts";
import { wholeTypeScript } from "./syntax/wholeTypeScript.ts";

/** Specifiers that stand in the code as literals: in imports, exports, calls of `import` and of `require`. */
export function moduleReferences(code: string): ModuleReference[] {
  return wholeTypeScript()
    .preProcessFile(code, true, true)
    .importedFiles.map(({ fileName, pos, end }) => ({ specifier: fileName, start: pos, end: end + 2 }))
    .filter(
      ({ specifier, start, end }) =>
        /^(["'`]).*\1$/s.test(code.slice(start, end)) && code.slice(start + 1, end - 1) === specifier,
    );
}
