import path from "node:path";
import { build } from "esbuild";
import { root } from "./places.mjs";

const web = path.join(root, "test", "vscode", "web");
/** It has to lie in the extension's folder: VS Code runs it in the host of the extension that it belongs to. */
const bundle = path.join(root, "out", "test", "vscode", "webSuite.cjs");

/**
 * Makes the suites for the web extension host one CommonJS file, as VS Code takes it there.
 *
 * @param {{ bridge: string }} options `bridge` is the launcher's address
 * @returns {Promise<string>} its path
 */
export async function bundleWebSuite({ bridge }) {
  const env = JSON.stringify({ GRADBOOK_TEST_BRIDGE: bridge });
  await build({
    absWorkingDir: root,
    entryPoints: [path.join(web, "suite.ts")],
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
    },
    define: { isolatedPage: "false" },
    // The suites' helpers ask for the launcher's address as in Node.js.
    banner: { js: `var process = { env: ${env} };` },
  });
  return bundle;
}
