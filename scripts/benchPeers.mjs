import path from "node:path";
import { root } from "./places.mjs";
import { npm } from "./run.mjs";
import { oncePer } from "./stamp.mjs";

const home = path.join(root, "test", "bench", "peers");

/**
 * Installs what the benchmark compares Gradbook with. Nothing else needs it, and a benchmark without it says so in
 * the peers' columns: to fail here is no reason to stop.
 */
export async function installPeers() {
  const files = ["package.json", "package-lock.json"].map((name) => path.join(home, name));
  try {
    await oncePer(path.join(home, "node_modules", ".installed"), files, async () => {
      console.log("Installing the benchmark's peers …");
      await npm(["ci"], home);
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
}
