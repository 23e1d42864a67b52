import { strict as assert } from "node:assert";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { listZip } from "./zip.ts";

const root = path.resolve(fileURLToPath(import.meta.url), "../../../..");
const vsix = path.join(root, "test-results", "gradbook.vsix");

/** What vsce adds, and what may be in the folder `extension/`. */
const allowed = [
  /^extension\.vsixmanifest$/,
  /^\[Content_Types\]\.xml$/,
  /^extension\/(package\.json|package\.nls(\.[\w-]+)?\.json|icon\.png)$/,
  /^extension\/(readme\.md|README\.zh-CN\.md|changelog\.md|LICENSE\.txt)$/,
  /^extension\/(SECURITY|SUPPORT|ARCHITECTURE|CONTRIBUTING)\.md$/,
  /^extension\/docs\/([\w.-]+\.md|pictures\/[\w.-]+\.png)$/,
  /^extension\/media\/walkthrough\/\w+\.svg$/,
  /^extension\/l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^extension\/dist\//,
  /^extension\/examples\//,
];

const required = [
  "extension.cjs",
  "kernel.js",
  "computeWorker.js",
  "browserKernel.js",
  "browserTransform.js",
  "cellThread.js",
  "loaderThread.js",
  "transformThread.js",
  "transform.js",
  "typescript.cjs",
  "languageWorker.cjs",
  "library/lib.es2024.d.ts",
  "library/display.d.ts",
  "library/kernel.d.ts",
  "library/zh-cn/diagnosticMessages.generated.json",
  "engine.js",
  "engineZhCn.js",
  "engine.d.ts",
  "kernels.wasm",
  "kernels.relaxed.wasm",
  "renderer.js",
  "variablesPage.js",
  "markdown.cjs",
  "ipynb.cjs",
  "translate.cjs",
  "grade.cjs",
  "mcp.cjs",
  "agents.cjs",
  "controls.cjs",
  "kernelProcess.cjs",
  "activationFunctions.cjs",
  "comparisonPanel.cjs",
  "pickTemplate.cjs",
  "makeStudentCopy.cjs",
  "snippets.cjs",
  "translationTexts.cjs",
  "web.cjs",
  "parity.md",
  "assistant/gradbook-notebooks/SKILL.md",
  "report.cjs",
  "reportPage.js",
  "livePage.js",
  "liveStart.js",
  "liveMarkdown.js",
  "plotly.js",
  "plotlyMore.js",
  "frontMatter.js",
  "cells.language-configuration.json",
  "cells.tmLanguage.json",
  "cli.js",
  "THIRD-PARTY-NOTICES.txt",
].map((name) => `extension/dist/${name}`);

describe("The package", () => {
  const entries = listZip(vsix);
  const names = entries.map(({ name }) => name);

  it("holds what an installed extension needs, and nothing else", () => {
    assert.deepEqual(
      names.filter((name) => !allowed.some((pattern) => pattern.test(name))),
      [],
    );
  });

  it("holds in dist/ no file that nobody has named here", () => {
    const known = /^extension\/dist\/(library|assistant|types)\//;
    assert.deepEqual(
      names.filter(
        (name) => name.startsWith("extension/dist/") && !known.test(name) && !required.includes(name),
      ),
      [],
    );
  });

  it("holds no source map, no source and no dependency of the build", () => {
    assert.deepEqual(
      names.filter((name) => /node_modules|\.map$|(?<!\.d)\.ts$|\.tsbuildinfo$/.test(name)),
      [],
    );
  });

  it("holds every part of the extension, none of them empty", () => {
    for (const name of required) {
      const entry = entries.find((candidate) => candidate.name === name);
      assert.ok(entry, `${name} is missing`);
      assert.ok(entry.size > 0, `${name} is empty`);
    }
  });

  it("holds the readme, licence, localisation and the course", () => {
    for (const pattern of [/readme\.md$/i, /LICENSE\.txt$/, /l10n\/bundle\.l10n\.zh-cn\.json$/]) {
      assert.ok(
        names.some((name) => pattern.test(name)),
        `nothing matches ${pattern}`,
      );
    }
    for (const course of ["deep-learning", "convolution-to-attention"]) {
      for (const language of ["en", "zh"]) {
        assert.ok(
          names.includes(`extension/examples/${course}.${language}.grad.md`),
          `${course}, ${language}`,
        );
      }
    }
  });

  it("holds every file that its manifest points to", () => {
    const manifest: unknown = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    const pointers = [...JSON.stringify(manifest).matchAll(/"(?:\.\/|(?=media\/))([^"*]+\.\w+)"/g)].map(
      ([, file]) => file,
    );
    assert.ok(pointers.includes("dist/extension.cjs"));
    for (const file of pointers) assert.ok(names.includes(`extension/${file}`), `${file} is missing`);
  });

  it("has VS Code read little when it is activated", () => {
    const { size = NaN } = entries.find(({ name }) => name === "extension/dist/extension.cjs") ?? {};
    assert.ok(size < 144 * 1024, `extension.cjs has ${size} bytes: what can wait has a bundle of its own`);
  });

  it("stays below 8 MB", () => {
    assert.ok(statSync(vsix).size < 8 * 1024 * 1024, `it has ${statSync(vsix).size} bytes`);
  });
});
