import path from "node:path";
import { parserIsIn } from "./parserOnly.mjs";
import {
  engineIsSibling,
  laterBundles,
  laterIsSibling,
  packagesAreSiblings,
  typescriptIsAround,
  vscodeAsItIs,
} from "./siblings.mjs";

/**
 * What esbuild writes into `dist/`, as esbuild's own options.
 *
 * @param {string} root the repository
 * @param {boolean} production minified and without source maps
 * @returns {import("esbuild").BuildOptions[]}
 */
export function bundles(root, production) {
  /** @type {import("esbuild").BuildOptions} */
  const common = {
    absWorkingDir: root,
    bundle: true,
    minify: production,
    // Error messages and payloads name classes.
    keepNames: production,
    sourcemap: !production,
    legalComments: "none",
    logLevel: "warning",
    target: "es2023",
  };
  /** @type {import("esbuild").BuildOptions} */
  const node = { ...common, platform: "node", format: "esm", target: "node20" };
  /** @type {import("esbuild").BuildOptions} */
  const commonJs = { ...node, format: "cjs" };
  /** @type {import("esbuild").BuildOptions} */
  const kernel = {
    ...node,
    plugins: [packagesAreSiblings, engineIsSibling(root)],
    // What a cell imports, and with which attributes, is known when it runs.
    logOverride: { "unsupported-dynamic-import": "silent" },
  };
  /**
   * Of what cells can hold, a debugger shows the private fields too: they keep their names. With identifiers
   * left alone, classes keep theirs without `keepNames`, which would name each closure again whenever it is
   * made: a fifth of a small training step.
   * @type {import("esbuild").BuildOptions}
   */
  const inspected = {
    minify: false,
    keepNames: false,
    minifySyntax: production,
    minifyWhitespace: production,
  };
  /** @returns {import("esbuild").BuildOptions} */
  const entry = (source, name) => ({ entryPoints: [source], outfile: path.join(root, "dist", name) });
  /**
   * Scripts for workers in browsers, which may not be modules: VS Code loads them by `importScripts`.
   * @type {import("esbuild").BuildOptions}
   */
  const worker = { ...common, platform: "browser", format: "iife" };
  return [
    {
      ...commonJs,
      ...entry("extension/extension.ts", "extension.cjs"),
      external: ["vscode"],
      plugins: [packagesAreSiblings, laterIsSibling(root), vscodeAsItIs],
      define: { "import.meta.url": "moduleUrl", "import.meta.dirname": "__dirname" },
      banner: { js: 'const moduleUrl = require("node:url").pathToFileURL(__filename).href;' },
    },
    ...laterBundles.map(({ source, name }) => ({
      ...commonJs,
      ...entry(source, name),
      external: ["vscode"],
      plugins: [packagesAreSiblings, laterIsSibling(root), vscodeAsItIs],
    })),
    {
      // For Node.js and for browsers, which never come to what it requires of Node.js.
      ...commonJs,
      ...entry("extension/language/worker.entry.ts", "languageWorker.cjs"),
      plugins: [packagesAreSiblings],
    },
    { ...kernel, ...entry("extension/kernel/node/kernel.entry.ts", "kernel.js") },
    { ...kernel, ...inspected, ...entry("extension/kernel/node/cellThread.entry.ts", "cellThread.js") },
    { ...kernel, ...entry("extension/kernel/node/transformThread.entry.ts", "transformThread.js") },
    {
      ...kernel,
      ...entry("extension/kernel/node/transform.entry.ts", "transform.js"),
      plugins: [parserIsIn(root), engineIsSibling(root)],
      logOverride: { ...kernel.logOverride, "import-is-undefined": "error" },
    },
    { ...kernel, ...entry("extension/kernel/node/loaderThread.entry.ts", "loaderThread.js") },
    {
      ...worker,
      ...inspected,
      ...entry("extension/kernel/browser/worker.entry.ts", "browserKernel.js"),
      logOverride: { "unsupported-dynamic-import": "silent" },
    },
    {
      ...worker,
      ...entry("extension/kernel/browser/transform.entry.ts", "browserTransform.js"),
      plugins: [typescriptIsAround],
    },
    {
      ...worker,
      ...entry("extension/web/web.entry.ts", "web.cjs"),
      format: "cjs",
      external: ["vscode"],
      plugins: [vscodeAsItIs],
    },
    {
      ...kernel,
      ...entry("extension/cli/cli.entry.ts", "cli.js"),
      plugins: [...(kernel.plugins ?? []), laterIsSibling(root)],
      banner: { js: "#!/usr/bin/env node" },
    },
    { ...node, ...inspected, ...entry("engine/node.ts", "engine.js") },
    { ...node, ...entry("engine/zhCn/index.ts", "engineZhCn.js") },
    { ...node, ...entry("engine/computeWorker.ts", "computeWorker.js") },
    {
      ...common,
      ...entry("renderer/page/notebookPage.entry.ts", "renderer.js"),
      platform: "browser",
      format: "esm",
      plugins: [packagesAreSiblings],
      loader: { ".css": "text" },
    },
    {
      ...common,
      ...entry("renderer/page/variables/variablesPage.entry.ts", "variablesPage.js"),
      platform: "browser",
      format: "iife",
    },
    {
      ...common,
      // It goes into a page as it is: without a source map, and as small as it gets.
      minify: true,
      sourcemap: false,
      ...entry("renderer/page/reportPage.entry.ts", "reportPage.js"),
      platform: "browser",
      format: "iife",
      plugins: [packagesAreSiblings],
    },
    {
      ...common,
      minify: true,
      sourcemap: false,
      ...entry("extension/live/start.entry.ts", "liveStart.js"),
      platform: "browser",
      format: "iife",
    },
    {
      ...common,
      minify: true,
      sourcemap: false,
      ...entry("extension/live/livePage.entry.ts", "livePage.js"),
      platform: "browser",
      format: "iife",
      plugins: [packagesAreSiblings],
    },
    {
      ...common,
      minify: true,
      sourcemap: false,
      ...entry("extension/live/markdown.entry.ts", "liveMarkdown.js"),
      platform: "browser",
      format: "esm",
    },
    {
      ...common,
      ...entry("renderer/markdown/frontMatter.entry.ts", "frontMatter.js"),
      platform: "browser",
      format: "esm",
    },
  ];
}
