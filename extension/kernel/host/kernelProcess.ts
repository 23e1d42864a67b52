/**
 * The host's handle on a notebook's kernel: a process that is started when a cell first runs, replaced after
 * it died, and never outlives {@link KernelProcess.dispose} or the host.
 */
import { KernelChild, type KernelLaunch, type RunRequest } from "./kernelChild.ts";
import type { NotebookLocation, VariableSummary } from "../protocol/protocol.ts";
import type { KernelEvents, KernelState, OutputListener, RunResult } from "./reports.ts";

export class KernelProcess {
  #launch: KernelLaunch;
  readonly #events: KernelEvents;
  #child: KernelChild | null = null;
  #state: KernelState = "off";
  #nextRun = 1;
  #disposed = false;

  constructor(launch: KernelLaunch, events: KernelEvents = {}) {
    this.#launch = launch;
    this.#events = events;
  }

  get state(): KernelState {
    return this.#state;
  }

  /** Process id, or null while there is no process. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Starts the process ahead of the first run. */
  start(): void {
    this.#living();
  }

  /**
   * Runs a cell after those that were handed in before it. Never rejects: whatever happens to the cell or to
   * the process is in the result.
   */
  run(request: RunRequest, listener: OutputListener): Promise<RunResult> {
    return this.#living().run(this.#nextRun++, request, listener);
  }

  /**
   * The variables that a cell below all of `cells` would see, once no cell keeps the kernel from answering. Null
   * while there is no process, or when it ends meanwhile.
   */
  variables(cells: readonly string[]): Promise<VariableSummary[] | null> {
    return this.#child?.variables(cells) ?? Promise.resolve(null);
  }

  /**
   * Starts the process if there is none, and opens it for a debugger on this machine. Resolves to the web socket to
   * attach to; null when this Node has none, or the process ends meanwhile.
   */
  openDebugger(): Promise<string | null> {
    return this.#living().openDebugger();
  }

  /** Lets no debugger in any more. */
  closeDebugger(): void {
    this.#child?.closeDebugger();
  }

  /** Stops the running cell and keeps the variables. Does nothing while no cell runs. */
  interrupt(): void {
    this.#child?.interrupt();
  }

  /** The person's, or the notebook's own, which the next run speaks. */
  setLanguage(language: string): void {
    if (language === this.#launch.options.language) return;
    this.#launch = { ...this.#launch, options: { ...this.#launch.options, language } };
    this.#child?.setLanguage(language);
  }

  /** The notebook has got another file: cells import from beside it from now on. */
  moveTo(place: NotebookLocation): void {
    this.#launch = { ...this.#launch, options: { ...this.#launch.options, ...place } };
    this.#child?.moveTo(place);
  }

  /** Ends the process, its variables with it, and starts a fresh one. */
  async restart(): Promise<void> {
    await this.stop();
    this.start();
  }

  /** Ends the process and waits until it is gone; runs in progress end as interrupted. The next run starts another. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#child = null;
    this.#setState("off");
    await child.stop();
  }

  /** Ends the process for good. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.stop();
  }

  #living(): KernelChild {
    if (this.#disposed) throw new Error("The kernel was disposed; make a new KernelProcess.");
    return (this.#child ??= this.#begin());
  }

  #begin(): KernelChild {
    const events = this.#events;
    const child = new KernelChild(this.#launch, {
      stateChanged: () => this.#setState(child.state),
      ready: (facts) => events.ready?.(facts),
      usage: (bytes) => events.usage?.(bytes),
      interrupting: () => events.interrupting?.(),
      stuck: () => events.stuck?.(),
      died: (death) => {
        this.#child = null;
        this.#setState("off");
        events.died?.(death);
      },
    });
    this.#setState(child.state);
    return child;
  }

  #setState(state: KernelState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#events.stateChanged?.(state);
  }
}
