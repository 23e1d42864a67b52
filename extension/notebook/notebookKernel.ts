/** A notebook's kernel: made when it is first needed, and what it has told of itself. */
import type * as vscode from "vscode";
import type { KernelHandle } from "../kernel/handle/kernelHandle.ts";
import type { CellError, KernelOptions, MimeBundle, NotebookLocation } from "../kernel/protocol/protocol.ts";
import type { KernelDeath, KernelEvents, KernelState } from "../kernel/handle/reports.ts";
import { deathMessage, kernelError } from "./kernelMessages.ts";
import type { KernelStatus } from "./kernelStatus.ts";
import { quietly } from "./kernelSettings.ts";
import { kernelOptions } from "./notebookContext.ts";
import { displayItems, itemsIn, type ItemsOf } from "../outputs/outputItems.ts";

/** A kernel; with its process's id where it is a process. */
export type NotebooksKernel = KernelHandle & { readonly pid?: number | null };

/** Kernels as the extension can have them where it runs. */
export interface KernelPort {
  /** Where a notebook is, as its kernel reaches files. */
  place(notebook: vscode.NotebookDocument): NotebookLocation;
  /** Folder for what runs print beyond what the notebook shows; null where there is none. */
  overflow: string | null;
  make(options: KernelOptions, events: KernelEvents): Promise<NotebooksKernel>;
  /** Removes what a process that has ended wrote for the notebook. */
  forget(pid: number): Promise<void>;
}

export interface NotebookKernelParts {
  kernels: KernelPort;
}

/**
 * `status`: what {@link NotebookKernel.status} says. `interrupted`: the running cell has been told to stop. `stuck`:
 * it was, and goes on. `lost`: all variables are gone.
 */
export type NotebookKernelChange = "status" | "interrupted" | "stuck" | "lost";

/** What the process tells of itself. */
type ProcessStatus = Pick<KernelStatus, "state" | "facts" | "memory" | "pid">;

export class NotebookKernel {
  /** A process died, and with it variables that cells may still count on; the next run is to say so. */
  lostVariables = false;
  /** Whether a cell has run in the process. */
  #used = false;
  #notebook: vscode.NotebookDocument;
  readonly #parts: NotebookKernelParts;
  readonly #changed: (what: NotebookKernelChange) => void;
  #process: Promise<NotebooksKernel> | null = null;
  /** What the process was started with, while it was started ahead and nothing has needed it. */
  #ahead: KernelOptions | null = null;
  /** Those of this notebook once it has a process, without which it has no output. */
  #items: ItemsOf = displayItems;
  #death: KernelDeath | null = null;
  readonly #status: ProcessStatus = { state: "off", facts: null, memory: null, pid: null };

  constructor(
    notebook: vscode.NotebookDocument,
    parts: NotebookKernelParts,
    changed: (what: NotebookKernelChange) => void,
  ) {
    this.#notebook = notebook;
    this.#parts = parts;
    this.#changed = changed;
  }

  get status(): Readonly<ProcessStatus> {
    return this.#status;
  }

  /** Null while nothing has needed it. */
  get process(): Promise<NotebooksKernel> | null {
    return this.#process;
  }

  /** The process, made if need be: one that was started ahead serves as long as it would be started the same now. */
  need(): Promise<NotebooksKernel> {
    const ahead = this.#ahead;
    this.#ahead = null;
    if (this.#process && !ahead) return this.#process;
    const options = this.#options();
    if (ahead && JSON.stringify(options) !== JSON.stringify(ahead))
      this.#process = this.stop().then(() => this.#make(options));
    return (this.#process ??= this.#make(options));
  }

  /** The process for a cell to run in. */
  async use(): Promise<NotebooksKernel> {
    const process = await this.need();
    this.#used = true;
    return process;
  }

  /** Starts the process before anything needs it. Whatever goes wrong is for the run to tell that needs it. */
  startAhead(): void {
    if (this.#process) return;
    const options = this.#options(quietly);
    this.#ahead = options;
    const process = this.#make(options);
    this.#process = process;
    process.then(
      (made) => {
        if (this.#process === process) made.start();
      },
      () => {
        if (this.#process === process) this.#process = null;
      },
    );
  }

  /** Whether the process was started ahead, and nothing has needed it yet. */
  get isAhead(): boolean {
    return this.#ahead !== null;
  }

  /** Ends the process; the next that is needed is another. */
  async stop(): Promise<void> {
    const process = this.#process;
    this.#process = null;
    this.#ahead = null;
    this.lostVariables ||= this.#used;
    this.#used = false;
    const pid = (await process)?.pid ?? null;
    await (await process)?.dispose();
    if (pid !== null) await this.#parts.kernels.forget(pid);
  }

  /** Goes on for the notebook `heir`, which this one has become by being saved. */
  moveTo(heir: vscode.NotebookDocument): void {
    this.#notebook = heir;
    const { cwd, notebook } = this.#parts.kernels.place(heir);
    this.#ahead &&= { ...this.#ahead, cwd, notebook };
    void this.#process?.then((process) => process.moveTo({ cwd, notebook }));
  }

  /** What a run has shown, as the notebook's output items. */
  items(data: MimeBundle): vscode.NotebookCellOutputItem[] {
    return this.#items(data);
  }

  /** The error of a run, in the editor's words where it is the process's end. */
  explain(error: CellError): CellError {
    return error.name === "KernelDied" && this.#death ? kernelError(deathMessage(this.#death)) : error;
  }

  #options(tell?: typeof quietly): KernelOptions {
    const { kernels } = this.#parts;
    const { overflow } = kernels;
    const options = kernelOptions(this.#notebook, kernels.place(this.#notebook), tell);
    return overflow === null ? options : { ...options, overflow };
  }

  async #make(options: KernelOptions): Promise<NotebooksKernel> {
    this.#items = await itemsIn(this.#notebook);
    return this.#parts.kernels.make(options, {
      died: (death) => {
        this.#death = death;
        this.lostVariables ||= this.#used && death.cause !== "start";
        this.#used = false;
      },
      stateChanged: (state) => void this.#follow(state),
      ready: (facts) => {
        this.#status.facts = facts;
        this.#changed("status");
      },
      usage: (bytes) => {
        this.#status.memory = bytes;
        this.#changed("status");
      },
      interrupting: () => this.#changed("interrupted"),
      stuck: () => this.#changed("stuck"),
    });
  }

  async #follow(state: KernelState): Promise<void> {
    this.#status.state = state;
    const process = await this.#process;
    this.#status.pid = process?.pid ?? null;
    if (state === "off") {
      this.#status.facts = null;
      this.#status.memory = null;
    }
    this.#changed(state === "off" ? "lost" : "status");
  }
}
