import { readFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { root } from "./places.mjs";

const web = path.join(root, "test", "vscode", "web");
/** It has to lie in the extension's folder: VS Code runs it in the host of the extension that it belongs to. */
const bundle = path.join(root, "out", "test", "vscode", "webSuite.cjs");

/** Suites of this folder's, and of the desktop's: those that `npm test` runs in both kinds of window, and those that it does not. */
const always = [
  ...["web", "kernels", "courses"],
  ...["notebook", "language", "variables", "commands", "kernelLife", "training"],
];
const asked = ["staleCells", "course", "secondCourse"];
const own = ["web", "kernels", "courses"];

/**
 * Files of suites as results name them, such as `web.language.test.js`.
 *
 * @param {string} kind of the window
 * @param {string} wanted a regular expression for their names, with `web` in it; without one, those that always run
 * @returns {{ name: string, source: string }[]}
 */
export function webSuiteFiles(kind, wanted) {
  if (wanted !== "" && !wanted.includes("web")) return [];
  const pattern = new RegExp(wanted);
  return [...always, ...(wanted === "" ? [] : asked)]
    .map((name) => ({
      name: `${kind}.${name}.test.js`,
      source: own.includes(name)
        ? path.join(web, `${name}.ts`)
        : path.join(root, "test", "vscode", "suite", `${name}.test.ts`),
    }))
    .filter(({ name }) => pattern.test(name));
}

/**
 * Makes suites for the web extension host one CommonJS file, as VS Code takes it there.
 *
 * @param {{ bridge: string, kind: string, suites: string }} options `bridge` is the launcher's address
 * @returns {Promise<string>} its path
 */
export async function bundleWebSuite({ bridge, kind, suites }) {
  const env = JSON.stringify({ GRADBOOK_TEST_BRIDGE: bridge });
  const files = webSuiteFiles(kind, suites).map(
    ({ name, source }) => `[${JSON.stringify(name)}, () => import(${JSON.stringify(source)})]`,
  );
  await build({
    absWorkingDir: root,
    stdin: {
      contents: `import { runSuites } from "./suite.ts";\nexport const run = () => runSuites([${files.join(", ")}]);`,
      resolveDir: web,
      loader: "ts",
    },
    outfile: bundle,
    bundle: true,
    format: "cjs",
    platform: "browser",
    target: "es2023",
    logLevel: "error",
    external: ["vscode"],
    alias: {
      "node:assert": path.join(web, "assert.ts"),
      "node:child_process": path.join(web, "nothing.ts"),
      "node:v8": path.join(web, "nothing.ts"),
      "node:vm": path.join(web, "nothing.ts"),
    },
    define: {
      isolatedPage: String(kind === "webIsolated"),
      recordedCourses: readFileSync(path.join(root, "test", "golden", "courseLosses.json"), "utf8"),
    },
    // The suites' helpers ask for the launcher's address as in Node.js.
    banner: { js: `var process = { env: ${env} };` },
  });
  return bundle;
}
