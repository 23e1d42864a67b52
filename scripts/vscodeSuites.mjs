import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { installChromium } from "./chromium.mjs";
import { downloadDesktop } from "./desktop.mjs";
import { freePort } from "./freePort.mjs";
import { root, testResults } from "./places.mjs";
import { run } from "./run.mjs";
import { startVSCodeServer } from "./vscodeServer.mjs";

const launcher = path.join(root, "out", "test", "vscode", "launch", "main.js");
const entry = path.join(root, "out", "test", "vscode", "suite", "index.js");

const suiteFolder = path.join(root, "out", "test", "vscode", "suite");
const counts = path.join(testResults, "vscode.json");

/** A window that trusts nothing, and neither asks nor says so by itself. */
const untrustedSettings = {
  "security.workspace.trust.enabled": true,
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.banner": "never",
};

/**
 * Runs the suites of test/vscode in the desktop VS Code where it can be had, otherwise in the VS Code server
 * seen through Chromium. Says which. Suites called `noFolder*` and `untrusted*` run in windows of their own.
 *
 * @param {{ suites: string, server: boolean, headed: boolean }} options
 *   `suites` is a regular expression for suite files; `server` asks for the server in any case
 * @returns {Promise<number>} the exit code; the counts are in test-results/vscode.json
 */
export async function runVSCodeSuites(options) {
  mkdirSync(testResults, { recursive: true });
  rmSync(path.join(testResults, "vscode.log"), { force: true });
  const { isSuiteOf, windowKinds } = await import(
    pathToFileURL(path.join(suiteFolder, "..", "bridge.js")).href
  );
  const wanted = new RegExp(options.suites);
  /** @type {string[]} */
  const failures = [];
  const total = { passed: 0, failed: 0, skipped: 0, failures };
  let code = 0;
  const files = readdirSync(suiteFolder).filter((name) => wanted.test(name));
  const kinds = windowKinds.filter((kind) => files.some((name) => isSuiteOf(name, kind)));
  // With no suite at all a window says so.
  for (const kind of kinds.length > 0 ? kinds : ["folder"]) {
    rmSync(counts, { force: true });
    code = Math.max(code, await runWindow(options, kind));
    if (!existsSync(counts)) {
      total.failed++;
      failures.push("the launcher leaves its counts");
    } else {
      const window = JSON.parse(readFileSync(counts, "utf8"));
      total.passed += window.passed;
      total.failed += window.failed;
      total.skipped += window.skipped;
      failures.push(...window.failures);
    }
  }
  writeFileSync(counts, JSON.stringify(total));
  return code;
}

/** Runs in one window the suites that are for it. */
async function runWindow({ suites, server, headed }, kind) {
  const untrusted = kind === "untrusted";
  const scratch = mkdtempSync(path.join(tmpdir(), "gradbook-vscode-"));
  // Suites may write beside the notebooks that they open.
  const workspace = path.join(scratch, "workspace");
  cpSync(path.join(root, "examples"), path.join(workspace, "examples"), { recursive: true });
  cpSync(path.join(root, "test", "fixtures", "notebooks"), path.join(workspace, "notebooks"), {
    recursive: true,
  });
  const bridge = await freePort();
  const env = {
    ...process.env,
    GRADBOOK_TEST_BRIDGE: `http://127.0.0.1:${bridge}`,
    GRADBOOK_TEST_SUITES: suites,
    GRADBOOK_TEST_WINDOW: kind,
  };
  const common = [launcher, `--bridge-port=${bridge}`, `--results=${testResults}`];
  if (!untrusted) common.push("--trust");
  const folder = kind === "noFolder" ? undefined : workspace;
  try {
    const desktop = server ? undefined : await downloadDesktop();
    if (desktop) {
      console.log(`In the desktop VS Code, ${desktop}:`);
      const port = await freePort();
      if (untrusted) writeSettings(path.join(scratch, "data", "User"));
      const args = [
        `--electron=${desktop}`,
        `--workspace=${folder ?? ""}`,
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
      trust: !untrusted,
      settings: untrusted ? untrustedSettings : {},
    });
    try {
      const url = vscode.url(folder, [
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

function writeSettings(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "settings.json"), JSON.stringify(untrustedSettings));
}
