/**
 * Runs the suites in a real VS Code that is there already: scripts/vscodeSuites.mjs finds or starts it.
 *
 *     node out/test/vscode/launch/main.js --bridge-port N --results FOLDER
 *       ( --url ADDRESS --chromium PROGRAM [--headed]
 *       | --electron PROGRAM [--workspace FOLDER] --data FOLDER --debug-port N [--trust] )
 */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bridgeVariable, suitesVariable, windowVariable } from "../bridge.ts";
import { startBridge } from "./bridgeServer.ts";
import { openInChromium } from "./chromium.ts";
import { openInElectron } from "./electron.ts";
import { Tally } from "./tally.ts";
import type { Window } from "./window.ts";

const text = { type: "string", default: "" } as const;
const { values } = parseArgs({
  options: {
    "bridge-port": text,
    "results": text,
    "url": text,
    "chromium": text,
    "headed": { type: "boolean", default: false },
    "electron": text,
    "workspace": text,
    "data": text,
    "debug-port": text,
    "trust": { type: "boolean", default: false },
  },
});

const minutes = 50;
const root = path.resolve(fileURLToPath(import.meta.url), "../../../../..");
const log = path.join(values.results, "vscode.log");
const tally = new Tally();

function open(): Window {
  if (values.electron === "") return openInChromium(values.chromium, values.url, values.headed, log);
  return openInElectron({
    executable: values.electron,
    extension: root,
    suites: path.join(root, "out/test/vscode/suite/index.js"),
    workspace: values.workspace,
    data: values.data,
    debugPort: Number(values["debug-port"]),
    env: {
      [bridgeVariable]: `http://127.0.0.1:${values["bridge-port"]}`,
      [suitesVariable]: process.env[suitesVariable] ?? "",
      [windowVariable]: process.env[windowVariable] ?? "",
    },
    trust: values.trust,
  });
}

const window = open();
const bridge = await startBridge(
  Number(values["bridge-port"]),
  window.page,
  tally,
  path.join(values.results, "screenshots"),
);
const timeout = new Promise<never>((_, reject) => {
  setTimeout(
    () => reject(new Error(`The suites did not end within ${minutes} minutes.`)),
    minutes * 60_000,
  ).unref();
});
try {
  const code = await Promise.race([window.ended, timeout]);
  if (code !== 0 && tally.counts.failed === 0)
    tally.fail(`the extension host ends well, not with code ${code}`);
} catch (error) {
  tally.fail("the suites run to their end", error instanceof Error ? error.message : String(error));
}
bridge.close();
const { passed, failed } = tally.counts;
if (passed + failed === 0) tally.fail("there is a suite to run");
if (tally.counts.failed > 0) console.log(`What VS Code said is in ${log}.`);
tally.save(path.join(values.results, "vscode.json"));
process.exit(tally.counts.failed > 0 ? 1 : 0);
