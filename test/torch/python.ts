/** Runs exported projects with the machine's PyTorch. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export const python = process.env["GRADBOOK_PYTHON"] ?? "/usr/bin/python3";

/** A folder of its own for a project. */
export function newFolder(): string {
  return mkdtempSync(path.join(tmpdir(), "gradbook-torch-"));
}

/** What torchrun is called as. Debian's PyTorch 1.13 on Python 3.11 fails without saying where output goes. */
export const torchrun = (...options: string[]): string[] => [
  "-m",
  "torch.distributed.run",
  "--nproc_per_node=2",
  "--redirects=1",
  "--tee=1",
  // A free port: others may be at work on this machine.
  "--rdzv_backend=c10d",
  "--rdzv_endpoint=localhost:0",
  ...options,
];

/** Longer than anything takes that does not hang, milliseconds. */
const HANGS = 240_000;

/**
 * Runs Python in `folder` to its end, with all that it starts.
 *
 * @throws {Error} with what it printed, when it fails, or has to be ended because it hangs
 */
export function runPython(
  folder: string,
  args: readonly string[],
  begun?: (pid: number) => void,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, OMP_NUM_THREADS: "1" };
    // A group of its own, which can be ended whole: ranks would go on without the launcher that waits for them.
    const child = spawn(python, args, { cwd: folder, env, detached: true });
    let text = "";
    const watch = setTimeout(() => {
      text += `\nEnded by the test: it hung for ${HANGS / 1000} s.`;
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    }, HANGS);
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (text += String(part)));
    if (child.pid !== undefined) begun?.(child.pid);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(watch);
      if (code === 0) resolve(text);
      else reject(new Error(`${python} ${args.join(" ")} ended with ${code}:\n${text}`));
    });
  });
}

/** What a run measured, an object of names and values for each epoch. */
export function measured(folder: string, file = "history.jsonl"): Record<string, number>[] {
  const lines = readFileSync(path.join(folder, file), "utf8").trim().split("\n");
  return lines
    .filter((line) => line.includes('"epoch"'))
    .map((line) => {
      const { epoch, loss, valLoss, metrics } = JSON.parse(line) as {
        epoch: number;
        loss: number | null;
        valLoss: number | null;
        metrics: Record<string, number>;
      };
      const all = { epoch, loss, valLoss, ...metrics };
      return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as Record<
        string,
        number
      >;
    });
}
