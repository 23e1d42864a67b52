/** What the browser loads of dist/, and when. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { BenchTable } from "../main.ts";

const loaded: Readonly<Record<string, string>> = {
  "web.cjs": "when VS Code starts the extension",
  "browserKernel.js": "with the first kernel",
  "kernels.relaxed.wasm": "with the first kernel",
  "kernels.wasm": "with the first kernel, where there is no relaxed SIMD",
  "browserTransform.js": "with the first kernel",
  "typescript.cjs": "with the first kernel, and the language service",
  "languageWorker.cjs": "with the language service",
  "renderer.js": "with the first output",
  "plotly.js": "with the first chart",
};

export function bundleSizes(): BenchTable {
  return {
    title: "What the browser loads",
    rows: Object.entries(loaded).map(([file, when]) => {
      const bytes = readFileSync(path.resolve("dist", file));
      return {
        "file of dist/": file,
        "KB": Math.round(bytes.length / 1000).toLocaleString("en"),
        "gzip KB": Math.round(gzipSync(bytes).length / 1000).toLocaleString("en"),
        when,
      };
    }),
  };
}
