/** The operating system's side of a kernel process: its environment, its end, and what it died of. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import type { Death, Say } from "../handle/death.ts";

/** How long a process may take to leave by itself before it is killed, in milliseconds. */
const leaveTime = 500;

/** How long to wait for what a dead process wrote, in milliseconds. */
const lastWordsTime = 200;

/** Environment that belongs to the host's own debugging and must not reach cells. */
const hostOnlyVariables = [
  "NODE_OPTIONS",
  "VSCODE_INSPECTOR_OPTIONS",
  "NODE_CHANNEL_FD",
  "NODE_CHANNEL_SERIALIZATION_MODE",
];

/** What the kernel may know of our environment. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !hostOnlyVariables.includes(name)),
  );
  // Electron's binary is Node only when told so.
  if (process.versions["electron"] !== undefined) env["ELECTRON_RUN_AS_NODE"] = "1";
  return env;
}

/** With it, code that was cut off leaves Node's count of what runs in what too high, which harms nothing. */
export const terminationFlag = "--no-force-async-hooks-checks";

/** Options that a kernel runs with, as far as this program's Node, or Electron's, knows them: others end it. */
export function nodeOptions(): string[] {
  return [terminationFlag].filter((flag) => process.allowedNodeEnvironmentFlags.has(flag));
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/**
 * Resolves when the process is gone and its last words are read. "close" would say so, but does not come after
 * a disconnect from this side, nor while a program that a cell started holds the pipes open.
 */
export function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => {
      const finish = (): void => resolve({ code, signal });
      if (!child.stderr || child.stderr.closed) return finish();
      child.stderr.once("close", finish);
      setTimeout(finish, lastWordsTime);
    });
  });
}

/**
 * Ends this process, which is a kernel's, and the programs that it has started. A program that made itself
 * independent (`detached`, `setsid`) is meant to stay, and does.
 */
export function exitWithDescendants(): void {
  // Windows finds a process's programs only while the process is there: it has to wait for its own end.
  if (process.platform === "win32") spawnSync("taskkill", killTree(process.pid), quietly);
  else endGroup(process.pid);
  process.exit(0);
}

/**
 * Ends the programs that a kernel which is gone has started and left behind. Windows cannot tell them any more, and
 * may have given the number to another process already.
 *
 * @param pid the kernel's process, which led a group of its own
 */
export function killOrphans(pid: number): void {
  if (process.platform !== "win32") endGroup(pid);
}

const quietly = { stdio: "ignore", windowsHide: true } as const;

/** Arguments of Windows' `taskkill`. */
function killTree(pid: number): string[] {
  return ["/pid", String(pid), "/T", "/F"];
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left in the group.
  }
}

/** By force; what it has started goes with it where its own end would not do that. */
function kill(child: ChildProcess): void {
  if (process.platform !== "win32" || child.pid === undefined) child.kill("SIGKILL");
  else spawn("taskkill", killTree(child.pid), quietly).on("error", () => child.kill("SIGKILL"));
}

/** Resolves when the process is gone: politely, then by force. */
export async function stopProcess(child: ChildProcess, ended: Promise<Exit>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (child.connected) child.disconnect();
  const force = setTimeout(() => kill(child), leaveTime);
  await ended;
  clearTimeout(force);
}

/** What a process died of, as far as can be told from outside. */
export function causeOfDeath(
  say: Say,
  code: number | null,
  signal: NodeJS.Signals | null,
  stderr: string,
  starting: boolean,
): Death {
  if (/heap out of memory|Reached heap limit|invalid table size|out of memory/i.test(stderr))
    return { cause: "memory", detail: "" };
  if (signal === "SIGKILL" || signal === "SIGTERM") return { cause: "killed", detail: signal };
  const how = signal ?? say("exit code {0}", String(code));
  if (starting) {
    const why =
      stderr
        .trim()
        .split("\n")
        .find((line) => /Error|bad option/.test(line)) ?? stderr.trim();
    return { cause: "start", detail: `${how}. ${why}`.trim() };
  }
  return { cause: "crash", detail: how };
}
