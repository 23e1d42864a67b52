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
import { startIsolatingProxy } from "./isolatingProxy.mjs";
import { root, testResults } from "./places.mjs";
import { print, run } from "./run.mjs";
import { afterSecondTry, filesToRunAgain } from "./secondTry.mjs";
import { startVSCodeServer } from "./vscodeServer.mjs";
import { bundleWebSuite, webSuiteFiles } from "./webSuite.mjs";

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

/** The extension runs in the browser, as on vscode.dev, although it lies on the server. */
const webSettings = { "remote.extensionKind": { "gradbook.gradbook": ["web"] } };

/** A window of the server that leaves what was not saved to the next one; the desktop's does as it is. */
const visitSettings = { "files.autoSave": "off" };

/**
 * Runs the suites of test/vscode in the desktop VS Code where it can be had, otherwise in the VS Code server
 * seen through Chromium. Says which. Suites called `noFolder*`, `untrusted*`, `firstVisit*` and `secondVisit*` run in
 * windows of their own; the last two in one after the other, on the same workspace and with the same storage. Files
 * with a failed test run once more in a new window.
 *
 * @param {{ suites: string, server: boolean, headed: boolean, kind?: "bench" | "pictures" }} options
 *   `suites` is a regular expression for suite files; `server` asks for the server in any case; `kind` runs the files
 *   that measure, or photograph, instead, in a window of their own
 * @returns {Promise<number>} the exit code; the counts are in test-results/vscode.json
 */
export async function runVSCodeSuites(options) {
  mkdirSync(testResults, { recursive: true });
  rmSync(path.join(testResults, "vscode.log"), { force: true });
  const { isSuiteOf, windowKinds } = await import(
    pathToFileURL(path.join(suiteFolder, "..", "bridge.js")).href
  );
  const wanted = new RegExp(options.suites);
  const files = readdirSync(suiteFolder).filter((name) => wanted.test(name));
  const kinds = (options.kind ? [options.kind] : windowKinds).filter((kind) =>
    isWeb(kind) ? isWebWanted(kind, options) : files.some((name) => isSuiteOf(name, kind)),
  );
  const total = { passed: 0, failed: 0, skipped: 0, failures: [], flaky: [] };
  // With no suite at all a window says so.
  for (const visits of visitsOf(kinds.length > 0 ? kinds : ["folder"])) {
    const started = performance.now();
    const first = await inAPlaceOfItsOwn(options, visits);
    const again = filesToRunAgain(first);
    const result =
      again.length === 0 ? first : afterSecondTry(first, await secondTry(options, visits, again));
    for (const key of ["passed", "failed", "skipped"]) total[key] += result[key];
    for (const key of ["failures", "flaky"]) total[key].push(...(result[key] ?? []));
    // At once, though what the windows said may be printed later: a run that is cut off tells what it did until then.
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${visits.join(", ")}: ${result.passed} passed, ${result.failed} failed in ${seconds} s`);
  }
  writeFileSync(counts, JSON.stringify(total));
  return total.failed > 0 ? 1 : 0;
}

/** Visits build on one another: they are run again as they are. */
function secondTry(options, visits, files) {
  print(`\nOnce more: ${files.join(", ")}`);
  if (visits.some(isVisit)) return inAPlaceOfItsOwn(options, visits);
  return inAPlaceOfItsOwn(
    { ...options, suites: `^(${files.map((name) => name.replace(".", "\\.")).join("|")})$` },
    visits,
  );
}

/**
 * @returns {Promise<import("./secondTry.mjs").Counts>} of all its windows together
 */
async function inAPlaceOfItsOwn(options, visits) {
  const place = makePlace();
  /** @type {string[]} */
  const failures = [];
  /** @type {(string | null)[]} */
  const failed = [];
  const total = { passed: 0, failed: 0, skipped: 0, failures, files: failed };
  try {
    await visit(place, options, visits, count);
  } finally {
    rmSync(place.scratch, { recursive: true, force: true, maxRetries: 5 });
  }
  return total;

  /** Adds what the last window leaves. */
  function count() {
    if (!existsSync(counts)) {
      total.failed++;
      total.failures.push("the launcher leaves its counts");
      total.files.push(null);
      return;
    }
    const window = JSON.parse(readFileSync(counts, "utf8"));
    for (const key of ["passed", "failed", "skipped"]) total[key] += window[key];
    for (const key of ["failures", "files"]) total[key].push(...window[key]);
    rmSync(counts, { force: true });
  }
}

/** The windows that share a place: as a rule each has its own. */
function visitsOf(kinds) {
  const apart = kinds.filter((kind) => !isVisit(kind)).map((kind) => [kind]);
  return kinds.some(isVisit) ? [...apart, kinds.filter(isVisit)] : apart;
}

/** In these, the extension runs in the browser. A desktop has no such host. */
function isWeb(kind) {
  return kind.startsWith("web");
}

/** @param {string} kind @param {{ suites: string, kind?: string }} options */
function isWebWanted(kind, options) {
  return !options.kind && webSuiteFiles(kind, options.suites).length > 0;
}

function isVisit(kind) {
  return kind.endsWith("Visit");
}

/** A workspace of its own, which suites may write into, and VS Code's storage beside it. */
function makePlace() {
  const scratch = mkdtempSync(path.join(tmpdir(), "gradbook-vscode-"));
  const workspace = path.join(scratch, "workspace");
  cpSync(path.join(root, "examples"), path.join(workspace, "examples"), { recursive: true });
  cpSync(path.join(root, "test", "fixtures", "notebooks"), path.join(workspace, "notebooks"), {
    recursive: true,
  });
  return { scratch, workspace, data: path.join(scratch, "data") };
}

/**
 * Runs the suites of `kinds` in one window after the other, all in the same place; calls `ended` after each.
 */
async function visit({ workspace, data }, { suites, server, headed }, kinds, ended) {
  const untrusted = kinds.includes("untrusted");
  const bridge = await freePort();
  const env = {
    ...process.env,
    GRADBOOK_TEST_BRIDGE: `http://127.0.0.1:${bridge}`,
    GRADBOOK_TEST_SUITES: suites,
  };
  const common = [launcher, `--bridge-port=${bridge}`, `--results=${testResults}`];
  if (!untrusted) common.push("--trust");
  const folder = kinds.includes("noFolder") ? undefined : workspace;
  const launch = async (/** @type {string} */ kind, /** @type {string[]} */ args) => {
    rmSync(counts, { force: true });
    await run(process.execPath, [...common, ...args], { env: { ...env, GRADBOOK_TEST_WINDOW: kind } });
    ended();
  };
  const web = kinds.some(isWeb);
  const desktop = server || web ? undefined : await downloadDesktop();
  if (desktop) {
    print(`In the desktop VS Code, ${desktop}:`);
    if (untrusted) writeSettings(path.join(data, "User"));
    for (const kind of kinds) {
      const port = await freePort();
      const args = [
        `--electron=${desktop}`,
        `--workspace=${folder ?? ""}`,
        `--data=${data}`,
        `--debug-port=${port}`,
      ];
      await launch(kind, args);
    }
    return;
  }
  const chromium = await installChromium();
  print(`In the VS Code server, seen through ${chromium}:`);
  // A workspace's storage goes by its address, the port of the server included.
  const port = await freePort();
  for (const kind of kinds) {
    const isolated = kind === "webIsolated";
    const vscode = await startVSCodeServer({
      port: isolated ? await freePort() : port,
      seenAt: port,
      data,
      env: { ...env, GRADBOOK_TEST_WINDOW: kind },
      driver: true,
      trust: !untrusted,
      settings: untrusted
        ? untrustedSettings
        : isVisit(kind)
          ? visitSettings
          : isWeb(kind)
            ? webSettings
            : {},
    });
    const suite = isWeb(kind)
      ? await bundleWebSuite({ bridge: env.GRADBOOK_TEST_BRIDGE, kind, suites })
      : entry;
    const proxy = isolated ? await startIsolatingProxy({ port, target: vscode.port }) : null;
    try {
      const address = vscode.url(folder, [
        ["extensionDevelopmentPath", vscode.uri(root)],
        ["extensionTestsPath", vscode.uri(suite)],
        ["skipWelcome", "true"],
        ["enableProposedApi", ""],
      ]);
      // By this VS Code knows that its workers and pages are to be isolated, too.
      const url = isolated ? `${address}&vscode-coi=3` : address;
      const args = [`--url=${url}`, `--chromium=${chromium}`, ...(headed ? ["--headed"] : [])];
      await launch(kind, args);
    } finally {
      await proxy?.stop();
      await vscode.stop();
    }
  }
}

function writeSettings(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "settings.json"), JSON.stringify(untrustedSettings));
}
