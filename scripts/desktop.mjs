import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { installed, root } from "./places.mjs";

/** A little extension for the windows that start opens: it opens the notebook. */
export const opener = path.join(root, "scripts", "opener");

/** @returns {boolean} whether a program started here can show a window */
export function hasDisplay() {
  if (process.platform === "win32" || process.platform === "darwin") return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * The desktop VS Code that @vscode/test-electron has downloaded, or downloads now.
 *
 * @returns {Promise<string | undefined>} its program; nothing where it cannot be had or has no display
 */
export async function downloadDesktop() {
  if (!hasDisplay()) return undefined;
  const { downloadAndUnzipVSCode } = await import("@vscode/test-electron");
  try {
    return await downloadAndUnzipVSCode({ timeout: 15_000 });
  } catch (error) {
    console.log(
      `The desktop VS Code cannot be downloaded (${error instanceof Error ? error.message : error}).`,
    );
    return undefined;
  }
}

/**
 * Opens `notebook` in a desktop VS Code with the extension loaded: the one a person has, else a downloaded one
 * with settings of its own.
 *
 * @param {string} folder
 * @param {string} notebook
 * @returns {Promise<boolean>} false where there is no desktop VS Code; otherwise once its window is closed, or
 *   handed over to a VS Code that was running
 */
export async function openDesktop(folder, notebook) {
  if (!hasDisplay()) return false;
  const own = findCode();
  const program = own ?? (await downloadDesktop());
  if (program === undefined) return false;
  const extensions = [root, opener].map((extension) => `--extensionDevelopmentPath=${extension}`);
  const args = ["--new-window", ...extensions, folder];
  if (own === undefined)
    args.push(`--user-data-dir=${path.join(installed, "desktop")}`, "--disable-workspace-trust");
  console.log(`Gradbook is open in ${program}`);
  const shell = process.platform === "win32" && own !== undefined;
  const child = spawn(program, args, {
    stdio: "ignore",
    shell,
    env: { ...process.env, GRADBOOK_OPEN: notebook },
  });
  await new Promise((resolve, reject) => child.once("error", reject).once("exit", resolve));
  return true;
}

/** @returns {string | undefined} VS Code's command on the path */
function findCode() {
  const names = process.platform === "win32" ? ["code.cmd"] : ["code", "code-insiders"];
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const files = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  return files.find((file) => existsSync(file));
}
