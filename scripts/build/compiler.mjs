import { spawn } from "node:child_process";
import path from "node:path";

/**
 * Type-checks all projects and writes `out/`, which the tests run from.
 *
 * @param {string} root the repository
 * @param {string[]} options further options of `tsc --build`
 * @returns {Promise<boolean>} whether there was no error; errors are printed
 */
export function compile(root, options = []) {
  const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const child = spawn(process.execPath, [tsc, "--build", ".", "scripts", ...options], {
    cwd: root,
    stdio: "inherit",
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code === 0));
  });
}
