/** The operating system's side of a kernel process: its environment, its end, and what it died of. */
import type { ChildProcess } from "node:child_process";
import type { DeathCause } from "./protocol.ts";

/** How long a process may take to leave by itself before it is killed, in milliseconds. */
const leaveTime = 500;

/** How long to wait for what a dead process wrote, in milliseconds. */
const lastWordsTime = 200;

/** Environment that belongs to the host's own debugging and must not reach cells. */
const hostOnly = [
  "NODE_OPTIONS",
  "VSCODE_INSPECTOR_OPTIONS",
  "NODE_CHANNEL_FD",
  "NODE_CHANNEL_SERIALIZATION_MODE",
];

/** What the kernel may know of our environment. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !hostOnly.includes(name)));
  // Electron's binary is Node only when told so.
  if (process.versions["electron"] !== undefined) env["ELECTRON_RUN_AS_NODE"] = "1";
  return env;
}

export interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/**
 * Resolves when the process is gone and its last words are read. "close" would say so, but does not come after
 * a disconnect from this side, nor while a program that a cell started holds the pipes open.
 */
export function end(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => {
      const finish = (): void => resolve({ code, signal });
      if (!child.stderr || child.stderr.closed) return finish();
      child.stderr.once("close", finish);
      setTimeout(finish, lastWordsTime);
    });
  });
}

/** Resolves when the process is gone: politely, then by force. */
export async function leave(child: ChildProcess, ended: Promise<End>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (child.connected) child.disconnect();
  const force = setTimeout(() => child.kill("SIGKILL"), leaveTime);
  await ended;
  clearTimeout(force);
}

/** What a process that nobody asked to end died of, as far as can be told from outside. */
export function causeOfDeath(
  code: number | null,
  signal: NodeJS.Signals | null,
  stderr: string,
  starting: boolean,
): { cause: DeathCause; message: string } {
  const gone = "Its variables are gone; the next run starts a new kernel.";
  if (/heap out of memory|Reached heap limit|invalid table size|out of memory/i.test(stderr))
    return { cause: "memory", message: `The kernel ran out of memory. ${gone}` };
  if (signal === "SIGKILL" || signal === "SIGTERM")
    return { cause: "killed", message: `The kernel was ended from outside (${signal}). ${gone}` };
  const how = signal ?? `exit code ${String(code)}`;
  if (starting) {
    const why =
      stderr
        .trim()
        .split("\n")
        .find((line) => /Error|bad option/.test(line)) ?? stderr.trim();
    return { cause: "start", message: `The kernel could not be started (${how}). ${why}`.trim() };
  }
  return { cause: "crash", message: `The kernel crashed (${how}). ${gone}` };
}
