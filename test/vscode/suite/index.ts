/** VS Code loads this module in the extension host, and calls `run`. */
import { readdirSync } from "node:fs";
import path from "node:path";
import Mocha from "mocha";
import { isSuiteOf, suitesVariable, windowVariable } from "../bridge.ts";
import { BridgeReporter } from "./reporter.ts";

/**
 * The extension is not active before these, and VS Code ticks a step of a walkthrough only when what it waits for was not
 * done before the walkthrough was first shown.
 */
const first = ["activation.test.js", "walkthrough.test.js"];

/** Those first, the others by name. */
function inOrder(names: readonly string[]): string[] {
  return [
    ...first.filter((name) => names.includes(name)),
    ...names.filter((name) => !first.includes(name)).sort(),
  ];
}

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: 180_000, forbidOnly: true, reporter: BridgeReporter });
  const wanted = new RegExp(process.env[suitesVariable] ?? "");
  const folder = import.meta.dirname;
  for (const name of inOrder(readdirSync(folder, { recursive: true, encoding: "utf8" }))) {
    if (isSuiteOf(name, process.env[windowVariable] ?? "folder") && wanted.test(name))
      mocha.addFile(path.join(folder, name));
  }
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}
