/** The thread that runs cells, without what its platform gives it: what it is asked, and what it answers. */
import type { forgetCalls } from "../../../engine/core/callsUnderWay.ts";
import type { Host, setHost } from "../../../engine/core/host.ts";
import type { GridPart } from "../../../engine/payload/variables.ts";
import type { Generator, manualSeed } from "../../../engine/random/generator.ts";
import { trainingExports } from "./trainingExports.ts";
import type { explainMissingGradient } from "../../../engine/core/missingGradient.ts";
import { CellControls } from "../controls/cellControls.ts";
import { makeCheck } from "../check/check.ts";
import { outputSent } from "../control/backPressure.ts";
import { makeDisplay } from "../display/cellDisplay.ts";
import { engineHost } from "../display/engineHost.ts";
import { installAbridging } from "../display/inspect/abridged.ts";
import { installClassInspection } from "../display/inspect/inspectClasses.ts";
import { summarise } from "../display/inspect/summarise.ts";
import { hasGrid, tensorGrid } from "../display/inspect/tensorGrid.ts";
import { types } from "../display/inspect/valueInspection.ts";
import { textKeeper, type StoreText } from "../display/longText.ts";
import type { Showing } from "../display/mimeBundle.ts";
import { outputSize } from "../display/outputSize.ts";
import type { TextFile } from "../display/overflow.ts";
import { RunOutputs } from "../display/runOutputs.ts";
import { say, setLanguage } from "../protocol/messages.ts";
import type { KernelOptions } from "../protocol/protocol.ts";
import {
  SharedSlot,
  type FromThread,
  type ModuleResponse,
  type ThreadRun,
  type ToThread,
} from "../protocol/threadProtocol.ts";
import { provideGuards } from "../transform/guards/moduleGuards.ts";
import { DebugNames } from "./debugNames.ts";
import { describeError, type ErrorContext } from "./errors.ts";
import { addFunctionTexts, beforeFunctionTexts } from "./functionText.ts";
import { Imports, type ModuleLoader, type Namespace } from "./imports.ts";
import { InterruptFlag, type HeapLimit } from "./interruptFlag.ts";
import { restoreIntrinsics } from "./intrinsics.ts";
import { callingRun, setRunStorage, type RunStorage } from "./runContext.ts";
import { isInterrupt, Runner, type RunnerParts } from "./runner.ts";
import { OwnWatch } from "./ownWatch.ts";
import { Scope } from "./scope.ts";
import { Sources } from "./sources.ts";

/** The console that cells print to, and its end. */
export interface CellConsole {
  /** Sends `console`, and what else prints, to the output of the run that calls it. */
  install(colors: boolean, errors: ErrorContext): void;
  /** Closes the groups that a run left open, so that the next one begins at the margin. */
  closeGroups: RunnerParts["closeGroups"];
}

/** Lets a debugger into the thread. */
export interface Inspector {
  /** Address to attach to; null when there can be none. */
  open(): string | null;
  close(): void;
}

/** What the thread needs of the platform that it runs on. */
export interface CellPlatform {
  options: KernelOptions;
  /** As laid out in {@link SharedSlot}; shared where the platform can. */
  ints: Int32Array;
  post: (message: FromThread) => void;
  /** What a person reads the platform's version by. */
  version: string;
  /** Loads the engine: the module that cells import as `gradbook`. */
  loadEngine(): Promise<Namespace>;
  /** Beginnings of URLs whose frames are left out of stacks: the kernel's and the engine's own. */
  hidden: readonly string[];
  /** @param loaded is told of each module that was made into JavaScript for the loader */
  modules(loaded: (url: string, module: ModuleResponse) => void): ModuleLoader;
  runStorage: RunStorage | null;
  /** Where no memory is shared: whether the person wants the running cell to stop. It may take milliseconds to tell. */
  stopAsked?: () => boolean;
  heap: HeapLimit | null;
  console: CellConsole;
  inspector: Inspector | null;
  compile: RunnerParts["compile"];
  fileUrl: RunnerParts["fileUrl"];
  /** The path of a module's file, by its `file:` URL. */
  pathOf: (url: string) => string;
  /** Stores what is too long to be shown at once; null where it is dropped. */
  storeText: StoreText | null;
  /** Locks what a stranger's cells could change or reach; called once, before the first cell runs. */
  seal?(engine: Namespace): void;
  /** For all that a run prints; null where there is no room for that. */
  overflowFile: (run: number) => TextFile | null;
}

/** Errors that nobody catches are told one by one up to here, and then at each power of ten. */
const mostTold = 20;

export class CellThread {
  readonly #platform: CellPlatform;
  readonly #sources: Sources;
  readonly #errors: ErrorContext;
  readonly #scope = new Scope();
  readonly #imports: Imports;
  readonly #interrupts: InterruptFlag;
  readonly #watch: OwnWatch | null;
  readonly #runner: Runner;
  #engineLoaded: Promise<void>;
  #engine: Namespace = {};
  #generator: Generator | null = null;
  #debugged = false;
  readonly #controls = new CellControls((cell, name, value) => this.#scope.assign(cell, name, value));
  readonly #trained: ((history: object) => Promise<void>) | undefined;

  constructor(platform: CellPlatform) {
    const { options, ints } = platform;
    this.#platform = platform;
    this.#trained = trainingExports(options, () => this.#engine);
    setLanguage(options.language);
    setRunStorage(platform.runStorage);
    (Error as { stackTraceLimit?: number }).stackTraceLimit = 50;
    const colors = options.colors ?? false;
    this.#sources = new Sources(platform.pathOf, () => this.#imports.catchUp());
    this.#errors = { sources: this.#sources, hidden: platform.hidden };
    const showing: Showing = { colors, errors: this.#errors, keep: textKeeper(platform.storeText) };
    this.#watch = platform.stopAsked ? new OwnWatch(ints, platform.stopAsked) : null;
    this.#interrupts = new InterruptFlag(
      ints,
      () => callingRun()?.outputs.flush(),
      platform.heap,
      () => this.#answerDebugger(false),
      this.#watch,
    );
    this.#imports = new Imports(platform.modules((url, module) => this.#addModule(url, module)));
    beforeFunctionTexts(() => this.#imports.catchUp());
    const names = new DebugNames(this.#scope);
    this.#runner = new Runner({
      scope: this.#scope,
      imports: this.#imports,
      interrupts: this.#interrupts,
      errors: this.#errors,
      showing,
      importable: () => this.#engine,
      explain: (thrown) => this.#explain(thrown),
      debugNames: () => (this.#debugged ? names : null),
      compile: platform.compile,
      fileUrl: platform.fileUrl,
      closeGroups: platform.console.closeGroups,
      outputs: (run) => this.#outputs(run),
    });
    installAbridging();
    platform.console.install(colors, this.#errors);
    const check = makeCheck({
      engine: () => this.#engine,
      generator: () => this.#generator,
      describe: (thrown) => this.#inShort(thrown),
      ends: isInterrupt,
    });
    Object.assign(globalThis, { display: makeDisplay(showing), check });
    provideGuards(this.#interrupts.flag, this.#interrupts.check);
    this.#engineLoaded = this.#loadEngine().catch((error: unknown) => {
      platform.post({ type: "failed", message: `The engine could not be loaded: ${String(error)}` });
      // The control thread ends the kernel; no cell may run meanwhile.
      return new Promise<never>(() => undefined);
    });
  }

  receive(message: ToThread): void {
    if (message.type === "interrupt") this.#interrupt(message.again ?? false);
    else if (message.type === "terminated") this.#cutOff(message.stack);
    else if (message.type === "moved") this.#imports.moveTo(message);
    else if (message.type === "language") this.#speak(message.language);
    else if (message.type === "variables") this.#tellVariables(message);
    else if (message.type === "control") this.#controls.move(message);
    else if (message.type === "grid") this.#tellGrid(message);
    else if (message.type === "debug") this.#answerDebugger(message.open);
    else void this.#runCell(message);
  }

  /** Lets the thread come to its messages as soon as the code that runs can wait. */
  giveWay(): void {
    if (this.#watch) this.#watch.wantsTurn = true;
  }

  #interrupt(again: boolean): void {
    this.#watch?.asked(again);
    this.#runner.interrupt();
  }

  /** What went wrong after, or beside, the cell that caused it. It ends nothing. */
  readonly report = (thrown: unknown): void => {
    const run = callingRun();
    if (run && !isWorthTelling(++run.uncaught)) return;
    restoreIntrinsics();
    if (isInterrupt(thrown)) return;
    if (!types.isProxy(thrown)) this.#explain(thrown);
    run?.outputs.stream("stderr", `Uncaught ${describeError(thrown, this.#errors).stack}\n`);
    if (run && run.uncaught >= mostTold) run.outputs.stream("stderr", uncaughtSoFar(run.uncaught));
  };

  #host(language: string): Promise<Host> {
    return engineHost(this.#interrupts, language, this.#controls, this.#trained);
  }

  /** The next run waits for it, as for the engine. */
  #speak(language: string): void {
    this.#engineLoaded = this.#engineLoaded.then(async () => {
      setLanguage(language);
      (this.#engine["setHost"] as typeof setHost)(await this.#host(language));
    });
  }

  async #loadEngine(): Promise<void> {
    const host = this.#host(this.#platform.options.language);
    const engine = await this.#platform.loadEngine();
    this.#engine = engine;
    (engine["setHost"] as typeof setHost)(await host);
    installClassInspection(engine);
    const seed = this.#platform.options.sealed === true ? 0 : Math.floor(Math.random() * 2 ** 53);
    this.#generator = (engine["manualSeed"] as typeof manualSeed | undefined)?.(seed) ?? null;
    this.#platform.seal?.(engine);
    const { backendName: backend, threadCount: threads } = engine;
    this.#platform.post({
      type: "ready",
      node: this.#platform.version,
      backend: typeof backend === "string" ? backend : "",
      threads: typeof threads === "number" ? threads : 1,
    });
  }

  #outputs(run: number): RunOutputs {
    const { options, ints, post, overflowFile } = this.#platform;
    return new RunOutputs(
      (output) => {
        post({ type: "output", run, output });
        outputSent(ints, outputSize(output));
      },
      { characters: options.outputLimit ?? 5_000_000, overflow: overflowFile(run) },
      (waiting) => Atomics.add(ints, SharedSlot.waiting, waiting ? 1 : -1),
    );
  }

  #addModule(url: string, { code, map, functions }: ModuleResponse): void {
    this.#sources.addFile(url, map);
    addFunctionTexts(code, functions);
  }

  /** An error and its place, in one line. */
  #inShort(thrown: unknown): string {
    if (!types.isProxy(thrown)) this.#explain(thrown);
    const { name, message, execution, line } = describeError(thrown, this.#errors);
    const title = message === "" ? name : `${name}: ${message}`;
    return line === null ? title : `${title} (Cell In[${execution}], line ${line})`;
  }

  #explain(thrown: unknown): void {
    (this.#engine["explainMissingGradient"] as typeof explainMissingGradient | undefined)?.(thrown);
  }

  #cutOff(stack: string): void {
    (this.#engine["forgetCalls"] as typeof forgetCalls | undefined)?.();
    this.#runner.cutOff(stack);
  }

  #tellVariables({ request, cells }: { request: number; cells: string[] }): void {
    const variables = this.#scope.visible(cells).map(({ name, cell, value }) => ({
      name,
      cell,
      ...summarise(value, this.#engine),
      hasGrid: hasGrid(value, this.#engine),
    }));
    this.#platform.post({ type: "variables", request, variables });
  }

  #tellGrid({ request, cells, ask }: Extract<ToThread, { type: "grid" }>): void {
    let part: GridPart | null = null;
    try {
      const held = this.#scope.visible(cells).find(({ name }) => name === ask.name);
      if (held) part = tensorGrid(held.value, ask, this.#engine);
    } catch {
      // A variable that cannot be read, such as one whose declaration was not reached, has no numbers.
    }
    this.#platform.post({ type: "grid", request, part });
  }

  #answerDebugger(open: boolean): void {
    const { inspector, post } = this.#platform;
    this.#debugged = open;
    if (open) post({ type: "inspector", url: inspector?.open() ?? null });
    else inspector?.close();
  }

  async #runCell(request: ThreadRun): Promise<void> {
    this.#watch?.begin();
    await this.#engineLoaded;
    const outcome = await this.#runner.run(request);
    this.#watch?.end();
    this.#platform.post({ type: "done", run: request.run, ...outcome });
  }
}

function isWorthTelling(count: number): boolean {
  return count <= mostTold || Number.isInteger(Math.log10(count));
}

function uncaughtSoFar(count: number): string {
  const text = say("{0} errors so far that nobody caught; of the next ones few are shown.", count);
  return `${text}\n`;
}
