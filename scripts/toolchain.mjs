import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { installed, root } from "./places.mjs";
import { npm } from "./run.mjs";
import { oncePer } from "./stamp.mjs";

const home = path.join(installed, "toolchain");
const modules = path.join(home, "node_modules");
const vscode = path.join(modules, "code-server", "lib", "vscode");

/**
 * Installs the VS Code server and the Node.js it needs, from the npm registry alone and without compiling.
 * The server's few native modules are optional: without them it logs that they are missing, and works.
 *
 * @returns {Promise<{ node: string, serverMain: string }>} the program and its script
 */
export async function installVSCodeServer() {
  const files = ["package.json", "package-lock.json"].map((name) =>
    path.join(root, "scripts", "toolchain", name),
  );
  await oncePer(path.join(home, ".installed"), files, async () => {
    console.log("Installing the VS Code server …");
    mkdirSync(home, { recursive: true });
    for (const file of files) copyFileSync(file, path.join(home, path.basename(file)));
    await npm(["ci"], home);
    // Locked by the npm-shrinkwrap.json files that code-server ships.
    await npm(["install", "--omit=dev"], vscode);
    await npm(["install", "--omit=dev"], path.join(vscode, "extensions"));
  });
  return { node: node24(), serverMain: path.join(vscode, "out", "server-main.js") };
}

function node24() {
  const ours = ["node", "node-bin"].flatMap((prefix) => {
    const name = `${prefix}-${process.platform.replace("win32", "win")}-${process.arch}`;
    return ["node", "node.exe"].map((program) => path.join(modules, name, "bin", program));
  });
  const found = ours.find((file) => existsSync(file));
  if (found) return found;
  if (process.versions.node.startsWith("24.")) return process.execPath;
  throw new Error(
    `The VS Code server needs Node.js 24, and there is none to install for ${process.platform} ${process.arch}: ` +
      "run this command with Node.js 24.",
  );
}
