/** Whether TypeScript can read what was written. */
import ts from "typescript";

/** Without looking at types; a cell is a module, so it may wait at its top. */
export function isValidTypeScript(text: string): boolean {
  const { diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  return diagnostics.length === 0;
}
