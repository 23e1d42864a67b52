/**
 * A kernel whose cells are a stranger's: in a folder of its own, without network, other files, processes or debuggers.
 * Three walls, each for itself: the kernel gives cells nothing that reaches out (`sealed`), Node refuses the process
 * what it may not do, and where Linux lets us, the process is in a network of its own in which there is nobody.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { KernelProcess } from "../kernel/host/kernelProcess.ts";
import type { KernelDeath } from "../kernel/handle/reports.ts";
import type { KernelOptions } from "../kernel/protocol/protocol.ts";
import { ProcessWatch, type Limits } from "./processWatch.ts";

export interface SandboxOptions {
  /** The kernel's main module. */
  entry: string;
  /** A BCP 47 tag. */
  language: string;
  limits: Limits;
  /** False leaves only the walls around the process, to see that they hold by themselves. Default true. */
  sealed?: boolean;
}

/** Characters that one cell may print before the rest is counted only. */
const mostPrinted = 100_000;

export class Sandbox {
  readonly kernel: KernelProcess;
  readonly watch: ProcessWatch;
  death: KernelDeath | null = null;
  /** The only one that it may use. */
  readonly folder: string;
  /** Whether the process has a network of its own, in which there is nobody. */
  readonly isAloneInNetwork: boolean;

  constructor({ entry, language, limits, sealed = true }: SandboxOptions) {
    this.folder = realpathSync(mkdtempSync(path.join(tmpdir(), "gradbook-grade-")));
    const options: KernelOptions = {
      cwd: this.folder,
      notebook: path.join(this.folder, "answers.grad.md"),
      language,
      sealed,
      memoryMb: limits.memoryMb,
      heapMb: Math.min(limits.memoryMb, 1024),
      threads: 1,
      outputLimit: mostPrinted,
    };
    const flags = [...nodeFlags(entry, this.folder), "--random-seed=1"];
    const alone = aloneInNetwork();
    this.isAloneInNetwork = alone !== null;
    this.kernel = new KernelProcess(
      {
        entry,
        options,
        env: environment(this.folder),
        ...(alone
          ? { execPath: alone.program, nodeFlags: [...alone.args, process.execPath, ...flags] }
          : { nodeFlags: flags }),
      },
      { died: (death) => (this.death ??= death) },
    );
    this.kernel.start();
    this.watch = new ProcessWatch(this.kernel.pid, limits, () => void this.kernel.dispose());
  }

  async dispose(): Promise<void> {
    this.watch.dispose();
    await this.kernel.dispose();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A stranger's cells are not to read our keys. */
function environment(folder: string): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, LANG } = process.env;
  return {
    ...(PATH !== undefined && { PATH }),
    ...(SystemRoot !== undefined && { SystemRoot }),
    ...(LANG !== undefined && { LANG }),
    ...(process.versions["electron"] !== undefined && { ELECTRON_RUN_AS_NODE: "1" }),
    TMPDIR: folder,
    HOME: folder,
    GRADBOOK_FILES: folder,
    NODE_NO_WARNINGS: "1",
  };
}

/** Node's permission model, as far as this Node has it: threads are the kernel's, everything else is refused. */
function nodeFlags(entry: string, folder: string): string[] {
  const { allowedNodeEnvironmentFlags: known } = process;
  const flag = ["--permission", "--experimental-permission"].find((name) => known.has(name));
  if (flag === undefined) return [];
  const reads = [...ownFolders(entry), folder].map((place) => `--allow-fs-read=${place}`);
  return [flag, "--allow-worker", ...reads, `--allow-fs-write=${folder}/*`];
}

/** What a kernel reads of ours: the build, or the sources that tests run; and the data sets. */
function ownFolders(entry: string): string[] {
  const root = [path.dirname(entry), ...parents(entry)].find((folder) =>
    existsSync(path.join(folder, "package.json")),
  );
  if (root === undefined) return [`${path.dirname(entry)}/*`];
  const built = path.dirname(entry) === path.join(root, "dist");
  const folders = built ? ["dist"] : ["dist", "out", "engine", "extension", "renderer", "node_modules"];
  const all = [...folders, "examples/data"]
    .map((name) => path.join(root, name))
    .filter((place) => existsSync(place));
  const files = ["package.json"].map((name) => path.join(root, name));
  return [...new Set([...all, ...all.map((place) => realpathSync(place))])]
    .map((place) => `${place}/*`)
    .concat(files);
}

function parents(file: string): string[] {
  const parent = path.dirname(file);
  return parent === file ? [] : [parent, ...parents(parent)];
}

let alone: { program: string; args: string[] } | null | undefined;

/** How to start a program where no network is; null where this system cannot, or lets nobody. */
function aloneInNetwork(): { program: string; args: string[] } | null {
  if (alone !== undefined) return alone;
  const args = ["--user", "--map-current-user", "--net", "--"];
  const tried =
    process.platform === "linux" ? spawnSync("unshare", [...args, "true"], { stdio: "ignore" }) : null;
  return (alone = tried?.status === 0 ? { program: "unshare", args } : null);
}
