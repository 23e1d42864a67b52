import { spawn } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { hasDisplay, opener } from "./desktop.mjs";
import { freePort } from "./freePort.mjs";
import { installed, root } from "./places.mjs";
import { startVSCodeServer } from "./vscodeServer.mjs";

/**
 * Serves VS Code with the extension installed and `notebook` open, and says where, until Ctrl-C.
 *
 * @param {{ port: number, folder: string, notebook: string }} options `port` 0 is any free port
 */
export async function serveCourse({ port, folder, notebook }) {
  const home = path.join(installed, "server");
  const server = await startVSCodeServer({
    port: await freePort(port),
    data: home,
    extensions: installExtensions(path.join(home, "extensions")),
    env: { ...process.env, GRADBOOK_OPEN: notebook },
  });
  const address = server.url(folder);
  console.log(`\nGradbook is open at ${address}\n\nPress Ctrl-C to stop.`);
  if (hasDisplay()) openBrowser(address);
  await new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, resolve);
  });
  await server.stop();
}

/** Makes the repository, and what opens the course, installed extensions of the server. */
function installExtensions(folder) {
  // The server keeps a list of what it found here; without one it looks again.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  symlinkSync(root, path.join(folder, "gradbook"), "junction");
  symlinkSync(opener, path.join(folder, "gradbook-opener"), "junction");
  return folder;
}

function openBrowser(address) {
  const [program, ...args] =
    process.platform === "darwin"
      ? ["open"]
      : process.platform === "win32"
        ? ["rundll32", "url.dll,FileProtocolHandler"]
        : ["xdg-open"];
  // Without such a program, the printed address is enough.
  spawn(program, [...args, address], { stdio: "ignore", detached: true }).on("error", () => undefined);
}
