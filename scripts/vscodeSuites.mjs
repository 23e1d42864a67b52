import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { installChromium } from "./chromium.mjs";
import { downloadDesktop } from "./desktop.mjs";
import { freePort } from "./freePort.mjs";
import { root, testResults } from "./places.mjs";
import { run } from "./run.mjs";
import { startVSCodeServer } from "./vscodeServer.mjs";

const launcher = path.join(root, "out", "test", "vscode", "launch", "main.js");
const entry = path.join(root, "out", "test", "vscode", "suite", "index.js");

/**
 * Runs the suites of test/vscode in the desktop VS Code where it can be had, otherwise in the VS Code server
 * seen through Chromium. Says which.
 *
 * @param {{ suites: string, server: boolean, headed: boolean }} options
 *   `suites` is a regular expression for suite files; `server` asks for the server in any case
 * @returns {Promise<number>} the exit code; the counts are in test-results/vscode.json
 */
export async function runVSCodeSuites({ suites, server, headed }) {
  const scratch = mkdtempSync(path.join(tmpdir(), "gradbook-vscode-"));
  // Suites may write beside the notebooks that they open.
  const workspace = path.join(scratch, "workspace");
  cpSync(path.join(root, "examples"), path.join(workspace, "examples"), { recursive: true });
  cpSync(path.join(root, "test", "fixtures", "notebooks"), path.join(workspace, "notebooks"), {
    recursive: true,
  });
  mkdirSync(testResults, { recursive: true });
  const bridge = await freePort();
  const env = {
    ...process.env,
    GRADBOOK_TEST_BRIDGE: `http://127.0.0.1:${bridge}`,
    GRADBOOK_TEST_SUITES: suites,
  };
  const common = [launcher, `--bridge-port=${bridge}`, `--results=${testResults}`];
  try {
    const desktop = server ? undefined : await downloadDesktop();
    if (desktop) {
      console.log(`In the desktop VS Code, ${desktop}:`);
      const port = await freePort();
      const args = [
        `--electron=${desktop}`,
        `--workspace=${workspace}`,
        `--data=${scratch}/data`,
        `--debug-port=${port}`,
      ];
      return await run(process.execPath, [...common, ...args], { env });
    }
    const chromium = await installChromium();
    console.log(`In the VS Code server, seen through ${chromium}:`);
    const vscode = await startVSCodeServer({
      port: await freePort(),
      data: path.join(scratch, "data"),
      env,
      driver: true,
    });
    try {
      const url = vscode.url(workspace, [
        ["extensionDevelopmentPath", vscode.uri(root)],
        ["extensionTestsPath", vscode.uri(entry)],
        ["skipWelcome", "true"],
        ["enableProposedApi", ""],
      ]);
      const args = [`--url=${url}`, `--chromium=${chromium}`, ...(headed ? ["--headed"] : [])];
      return await run(process.execPath, [...common, ...args], { env });
    } finally {
      await vscode.stop();
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}
