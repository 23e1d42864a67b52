import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { run } from "./run.mjs";

const python = process.env.GRADBOOK_PYTHON ?? "/usr/bin/python3";

/** @returns {boolean} whether Python has PyTorch */
const hasTorch = () =>
  existsSync(python) && spawnSync(python, ["-c", "import torch"], { stdio: "ignore" }).status === 0;

/**
 * Finds PyTorch, or installs Debian's where that needs no question.
 *
 * @returns {Promise<boolean>} whether it is there
 */
export async function installTorch() {
  if (hasTorch()) return true;
  if (!existsSync("/usr/bin/apt-get") || process.getuid?.() !== 0) return false;
  console.log("Installing PyTorch …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update"], { env, quiet: true });
  const packages = ["python3-torch", "libopenblas0-pthread"];
  await run("apt-get", ["install", "-y", "--no-install-recommends", ...packages], { env, quiet: true });
  return hasTorch();
}
