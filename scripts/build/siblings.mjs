import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * Packages that bundles find as a file beside them in `dist/`, so that they are loaded once and only when
 * needed.
 */
const packages = new Map([
  ["typescript", "./typescript.cjs"],
  ["plotly.js-dist", "./plotly.js"],
  ["plotly-more", "./plotlyMore.js"],
]);

/** An esbuild plugin that leaves {@link packages} out of a bundle. */
export const packagesAreSiblings = {
  name: "packages-are-siblings",
  setup(build) {
    build.onResolve({ filter: /^(typescript|plotly\.js-dist|plotly-more)$/ }, (found) => ({
      path: packages.get(found.path),
      external: true,
    }));
  },
};

/**
 * An esbuild plugin that takes VS Code's module as it is. As a module of ours, esbuild would copy the few hundred names of
 * its API for each file that imports it: half of what activation took.
 */
export const vscodeAsItIs = {
  name: "vscode-as-it-is",
  setup(build) {
    build.onLoad({ filter: /[\\/]extension[\\/].*\.ts$/ }, ({ path: file }) => {
      const text = readFileSync(file, "utf8");
      const wanted = 'import * as vscode from "vscode";';
      if (!text.includes(wanted)) return undefined;
      return { contents: text.replace(wanted, 'import vscode = require("vscode");'), loader: "ts" };
    });
  },
};

/** An esbuild plugin for scripts that are run where TypeScript is `gradbookTypeScript`: see kernel/browser/threads.ts. */
export const typescriptIsAround = {
  name: "typescript-is-around",
  setup(build) {
    build.onResolve({ filter: /^typescript$/ }, ({ path }) => ({ path, namespace: "around" }));
    build.onLoad({ filter: /.*/, namespace: "around" }, () => ({
      contents: "module.exports = gradbookTypeScript;",
    }));
  },
};

/**
 * An esbuild plugin that makes every import of the engine an import of `dist/engine.js`: what a cell imports
 * and what the kernel talks to must be one instance.
 *
 * @param {string} root the repository
 */
export const engineIsSibling = (root) => ({
  name: "engine-is-sibling",
  setup(build) {
    const engine = path.join(root, "engine") + path.sep;
    build.onResolve({ filter: /^\.\.?\// }, (found) => {
      const target = path.join(found.resolveDir, found.path);
      if (!target.startsWith(engine)) return undefined;
      const door = path.relative(engine, target);
      // Types and pure functions, without anything that must be one: the renderer bundles them, too.
      if (/^(?:curves|payload)[\\/]/.test(door)) return undefined;
      if (door === "zhCn/index.ts") return { path: "./engineZhCn.js", external: true };
      if (door === "index.ts" || door === "node.ts") return { path: "./engine.js", external: true };
      return { errors: [{ text: `engine/${door} is behind the engine's door: import engine/index.ts` }] };
    });
  },
});

/**
 * What activation must not read, since it is needed with the first notebook at the earliest, and most of it never:
 * each in a file of its own, `dist/NAME.cjs`.
 */
const later = [
  "extension/markdown/markdown.entry.ts",
  "extension/ipynb/ipynb.entry.ts",
  "extension/translate/translate.ts",
  "extension/report/report.entry.ts",
  "extension/grade/grade.entry.ts",
  "extension/mcp/mcp.entry.ts",
  "extension/agents/agents.entry.ts",
  "extension/reactive/controls.entry.ts",
  "extension/kernel/host/kernelProcess.ts",
  "extension/runs/comparisonPanel.ts",
  "extension/ui/activationFunctions.ts",
  "extension/ui/templates/pickTemplate.ts",
  "extension/ui/exercises/makeStudentCopy.ts",
  "extension/ui/translationTexts.ts",
  "extension/language/snippets.ts",
];
const laterName = (source) => `${path.basename(source, ".ts").replace(/\.entry$/, "")}.cjs`;

/** Sources and names in `dist/` of the bundles that {@link laterIsSibling} leaves out of others. */
export const laterBundles = later.map((source) => ({ source, name: laterName(source) }));

/**
 * An esbuild plugin that makes the dynamic imports of {@link laterBundles} imports of files in `dist/`.
 *
 * @param {string} root the repository
 */
export const laterIsSibling = (root) => ({
  name: "later-is-sibling",
  setup(build) {
    build.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, (found) => {
      if (found.kind !== "dynamic-import") return undefined;
      const source = path.relative(root, path.join(found.resolveDir, found.path)).replaceAll(path.sep, "/");
      return later.includes(source) ? { path: `./${laterName(source)}`, external: true } : undefined;
    });
  },
});
