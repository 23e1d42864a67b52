import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { randomBytes } from "node:crypto";
import { installVSCodeServer } from "./toolchain.mjs";

/** Nothing asks, nothing calls home, nothing covers the notebook. */
const settings = {
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "git.openRepositoryInParentFolders": "never",
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/**
 * A VS Code server on 127.0.0.1, with its own settings and data.
 *
 * @typedef {{ port: number, url: (folder?: string, payload?: [string, string][]) => string, uri: (file: string) => string, stop: () => Promise<void> }} VSCodeServer
 *   `url` is the address of a window on `folder`, or on none; `uri` names a file of this machine as such a window does
 *
 * @param {{ port: number, seenAt?: number, data: string, extensions?: string, settings?: Record<string, unknown>, env?: NodeJS.ProcessEnv, driver?: boolean, trust?: boolean }} options
 *   `seenAt` is the port that windows go to, where it is another; `data` is the folder for settings, storage and the log; `extensions` the folder of installed extensions;
 *   `driver` lets test suites run, and report to the page; `trust` has VS Code trust every workspace
 * @returns {Promise<VSCodeServer>} once it accepts connections
 */
export async function startVSCodeServer({
  port,
  seenAt = port,
  data,
  extensions,
  settings: more,
  env,
  driver = false,
  trust = true,
}) {
  const { node, serverMain } = await installVSCodeServer();
  for (const scope of ["Machine", "User"]) {
    const folder = path.join(data, "data", scope);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "settings.json"), JSON.stringify({ ...settings, ...more }, null, 2));
  }
  // Whoever can connect can run programs: the address carries a secret, as Jupyter's does.
  const token = randomBytes(16).toString("hex");
  const args = [
    serverMain,
    "--accept-server-license-terms",
    "--host=127.0.0.1",
    `--port=${port}`,
    `--connection-token=${token}`,
    `--server-data-dir=${data}`,
    "--telemetry-level=off",
    ...(trust ? ["--disable-workspace-trust"] : []),
    ...(extensions ? [`--extensions-dir=${extensions}`] : []),
    ...(driver ? ["--enable-smoke-test-driver"] : []),
  ];
  const child = spawn(node, args, { env: env ?? process.env, stdio: ["ignore", "pipe", "pipe"] });
  const log = createWriteStream(path.join(data, "server.log"));
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  await listening(child, path.join(data, "server.log"));
  const authority = `127.0.0.1:${seenAt}`;
  return {
    port,
    uri: (file) => `vscode-remote://${authority}${encodeURI(toUriPath(file))}`,
    url: (folder, payload = []) => {
      const opened = folder === undefined ? "ew=true" : `folder=${encodeURI(toUriPath(folder))}`;
      const address = `http://${authority}/?tkn=${token}&${opened}`;
      return payload.length === 0
        ? address
        : `${address}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
    },
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

function listening(child, log) {
  return new Promise((resolve, reject) => {
    child.stdout.on("data", (chunk) => {
      if (String(chunk).includes("Extension host agent listening")) resolve(undefined);
    });
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`The VS Code server ended with code ${code}: see ${log}.`)),
    );
  });
}

function toUriPath(file) {
  const slashes = file.replaceAll("\\", "/");
  return slashes.startsWith("/") ? slashes : `/${slashes}`;
}
