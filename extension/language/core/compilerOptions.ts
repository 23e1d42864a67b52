import ts from "typescript";
import libraries from "./libraries.json" with { type: "json" };

/** How cells are checked: as strict TypeScript modules, whose imports are resolved as a bundler does. */
export function compilerOptions(types: readonly string[]): ts.CompilerOptions {
  return {
    target: ts.ScriptTarget.ES2024,
    // What the Node.js of the oldest supported VS Code (22) brings: newer parts would be accepted here and fail
    // when the cell runs.
    lib: libraries.map((name) => `lib.${name}.d.ts`),
    types: [...types],
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    customConditions: ["node"],
    strict: true,
    allowJs: true,
    maxNodeModuleJsDepth: 0,
    resolveJsonModule: true,
    allowImportingTsExtensions: true,
    esModuleInterop: true,
    skipLibCheck: true,
    noEmit: true,
  };
}
