import path from "node:path";
import { root } from "./places.mjs";
import { npm } from "./run.mjs";
import { oncePer } from "./stamp.mjs";

/** Installs what the lockfile lists, when it changed since the last time. */
export async function installDependencies() {
  const stamp = path.join(root, "node_modules", ".gradbook-installed");
  await oncePer(stamp, [path.join(root, "package-lock.json")], async () => {
    console.log("Installing dependencies …");
    await npm(["ci"], root);
  });
}
