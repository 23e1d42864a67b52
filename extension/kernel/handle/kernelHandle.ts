/**
 * A handle on a notebook's kernel: started when a cell first runs, replaced after it died, and never there any more
 * after {@link KernelHandle.dispose}. Where it runs, those know who {@link Connect} to it.
 */
import type { ControlValue } from "../../../engine/payload/control.ts";
import { KernelLink, type Connect, type KernelLaunch, type RunRequest } from "./kernelLink.ts";
import type { GridAsk, GridPart } from "../../../engine/payload/variables.ts";
import type { NotebookLocation, VariableSummary } from "../protocol/protocol.ts";
import type { KernelEvents, KernelState, OutputListener, RunResult } from "./reports.ts";

export class KernelHandle {
  #launch: KernelLaunch;
  readonly #connect: Connect;
  readonly #events: KernelEvents;
  #link: KernelLink | null = null;
  #state: KernelState = "off";
  #nextRun = 1;
  #disposed = false;

  constructor(launch: KernelLaunch, connect: Connect, events: KernelEvents = {}) {
    this.#launch = launch;
    this.#connect = connect;
    this.#events = events;
  }

  get state(): KernelState {
    return this.#state;
  }

  /** Starts the kernel ahead of the first run. */
  start(): void {
    this.#living();
  }

  /**
   * Runs a cell after those that were handed in before it. Never rejects: whatever happens to the cell or to
   * the kernel is in the result.
   */
  run(request: RunRequest, listener: OutputListener): Promise<RunResult> {
    return this.#living().run(this.#nextRun++, request, listener);
  }

  /**
   * The variables that a cell below all of `cells` would see, once no cell keeps the kernel from answering. Null
   * while there is no kernel, or when it ends meanwhile.
   */
  variables(cells: readonly string[]): Promise<VariableSummary[] | null> {
    return this.#link?.variables(cells) ?? Promise.resolve(null);
  }

  /** A part of one variable's numbers, as {@link variables} finds it; null where it has none. */
  grid(cells: readonly string[], ask: GridAsk): Promise<GridPart | null> {
    return this.#link?.grid(cells, ask) ?? Promise.resolve(null);
  }

  /**
   * Starts the kernel if there is none, and opens it for a debugger on this machine. Resolves to the web socket to
   * attach to; null when this Node has none, or the kernel ends meanwhile.
   */
  openDebugger(): Promise<string | null> {
    return this.#living().openDebugger();
  }

  /** Lets no debugger in any more. */
  closeDebugger(): void {
    this.#link?.closeDebugger();
  }

  /**
   * Stops the running cell and keeps the variables. Does nothing while no cell runs.
   * @param replaced it is run again with other values: what it would still do is of no use
   * @returns whether a cell runs
   */
  interrupt(replaced = false): boolean {
    return this.#link?.interrupt(replaced) ?? false;
  }

  /** Gives the names that stand for a control of a cell alone another value. */
  moveControl(cell: string, key: string, value: ControlValue): void {
    this.#link?.moveControl(cell, key, value);
  }

  /** The person's, or the notebook's own, which the next run speaks. */
  setLanguage(language: string): void {
    if (language === this.#launch.options.language) return;
    this.#launch = { ...this.#launch, options: { ...this.#launch.options, language } };
    this.#link?.setLanguage(language);
  }

  /** The notebook has got another file: cells import from beside it from now on. */
  moveTo(place: NotebookLocation): void {
    this.#launch = { ...this.#launch, options: { ...this.#launch.options, ...place } };
    this.#link?.moveTo(place);
  }

  /** Ends the kernel, its variables with it, and starts a fresh one. */
  async restart(): Promise<void> {
    await this.stop();
    this.start();
  }

  /** Ends the kernel and waits until it is gone; runs in progress end as interrupted. The next run starts another. */
  async stop(): Promise<void> {
    const link = this.#link;
    if (!link) return;
    this.#link = null;
    this.#setState("off");
    await link.stop();
  }

  /** Ends the kernel for good. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.stop();
  }

  #living(): KernelLink {
    if (this.#disposed) throw new Error("The kernel was disposed; make a new KernelHandle.");
    return (this.#link ??= this.#begin());
  }

  #begin(): KernelLink {
    const events = this.#events;
    const link = new KernelLink(this.#launch, this.#connect, {
      stateChanged: () => this.#setState(link.state),
      ready: (facts) => events.ready?.(facts),
      usage: (bytes) => events.usage?.(bytes),
      interrupting: () => events.interrupting?.(),
      stuck: () => events.stuck?.(),
      died: (death) => {
        this.#link = null;
        this.#setState("off");
        events.died?.(death);
      },
    });
    this.#setState(link.state);
    return link;
  }

  #setState(state: KernelState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#events.stateChanged?.(state);
  }
}
