/** The thread that runs cells: the entry of `dist/cellThread.js`. Wires the parts to the control thread. */
import * as nodeModule from "node:module";
import { types } from "node:util";
import { parentPort, workerData } from "node:worker_threads";
import type { forgetCalls } from "../../engine/context.ts";
import type { setHost } from "../../engine/host.ts";
import type { explainMissingGradient } from "../../engine/missingGradient.ts";
import { AttentionFlag } from "./attention.ts";
import { outputSent } from "./backPressure.ts";
import { installConsole } from "./console.ts";
import { makeDisplay } from "./cellDisplay.ts";
import { closeDoor, openDoor } from "./debugDoor.ts";
import { DebugNames } from "./debugNames.ts";
import { engineHost } from "./display.ts";
import { describeError, type ErrorContext } from "./errors.ts";
import { addFunctionTexts } from "./functionText.ts";
import { HeapWatch } from "./heapWatch.ts";
import { Imports, type Namespace } from "./imports.ts";
import { letClassesSpeak } from "./inspectClasses.ts";
import { restoreIntrinsics } from "./intrinsics.ts";
import { installAbridging } from "./inspect/abridged.ts";
import { summarise } from "./inspect/summarise.ts";
import { installLoader } from "./loaderHooks.ts";
import { say, setLanguage } from "./messages.ts";
import { fileOf, type ModuleRules } from "./moduleRules.ts";
import { outputSize } from "./outputSize.ts";
import { overflowFile } from "./overflow.ts";
import { hideThread, tameProcess } from "./processGuard.ts";
import { callingRun, runs } from "./runContext.ts";
import { isInterrupt, Runner } from "./runner.ts";
import { RunOutputs } from "./runOutputs.ts";
import { Scope } from "./scope.ts";
import { engineModule, ownFolders } from "./siblingModule.ts";
import { Sources } from "./sources.ts";
import { provideGuards } from "./transform/moduleGuards.ts";
import { chdirBy } from "./workingFolder.ts";
import {
  SharedSlot,
  type FromThread,
  type ModuleAnswer,
  type ThreadData,
  type ThreadRun,
  type ToThread,
} from "./threadProtocol.ts";

const control = parentPort;
if (!control) throw new Error("The cell thread is started by the kernel, not by itself.");
const { options, heapMb, shared, modules, loader } = workerData as ThreadData;
const ints = new Int32Array(shared);
const post = (message: FromThread): void => control.postMessage(message);

const sources = new Sources();
const engineUrl = options.engine ?? engineModule(import.meta.url).href;
const rules: ModuleRules = {
  engine: engineUrl,
  own: ownFolders(engineUrl, import.meta.url),
};
const errors: ErrorContext = { sources, hidden: rules.own };
const colors = options.colors ?? false;
// Also for libraries, which would take it that the thread is theirs.
hideThread();

const attention = new AttentionFlag(
  shared,
  runs,
  () => {
    const run = callingRun();
    run?.outputs.flush();
  },
  new HeapWatch(heapMb),
  () => answerDebugger(false),
);
const outputs = (run: number): RunOutputs =>
  new RunOutputs(
    (output) => {
      post({ type: "output", run, output });
      outputSent(ints, outputSize(output));
    },
    { characters: options.outputLimit ?? 5_000_000, overflow: overflowFile(options, run) },
    (waiting) => Atomics.add(ints, SharedSlot.waiting, waiting ? 1 : -1),
  );

const addModule = (url: string, { code, map, functions }: ModuleAnswer): void => {
  sources.addFile(url, fileOf(url), map);
  addFunctionTexts(code, functions);
};
const imports = new Imports(options, engineUrl, () =>
  installLoader(rules, { modules, loader, shared: ints }, addModule),
);
let engine: Namespace = {};
const importable = (): string[] => Object.keys(engine);
const explain = (thrown: unknown): void =>
  (engine["explainMissingGradient"] as typeof explainMissingGradient | undefined)?.(thrown);
const scope = new Scope();
let debugged = false;
const names = new DebugNames(scope);
const debugNames = (): DebugNames | null => (debugged ? names : null);
const runner = new Runner({
  scope,
  imports,
  attention,
  errors,
  colors,
  importable,
  explain,
  debugNames,
  outputs,
});

setLanguage(options.language);
Error.stackTraceLimit = 50;
installAbridging();
installConsole(colors, errors);
Object.assign(globalThis, { display: makeDisplay({ colors, errors }) });
provideGuards(attention.flag, attention.check);

/** Errors that nobody catches are told one by one up to here, and then at each power of ten. */
const mostTold = 20;

function isWorthTelling(count: number): boolean {
  return count <= mostTold || Number.isInteger(Math.log10(count));
}

function uncaughtSoFar(count: number): string {
  const text = say("{0} errors so far that nobody caught; of the next ones few are shown.", count);
  return `${text}\n`;
}

/** What went wrong after, or beside, the cell that caused it. It ends nothing. */
const report = (thrown: unknown): void => {
  const run = callingRun();
  if (run && !isWorthTelling(++run.uncaught)) return;
  restoreIntrinsics();
  if (isInterrupt(thrown)) return;
  if (!types.isProxy(thrown)) explain(thrown);
  run?.outputs.stream("stderr", `Uncaught ${describeError(thrown, errors).stack}\n`);
  if (run && run.uncaught >= mostTold) run.outputs.stream("stderr", uncaughtSoFar(run.uncaught));
};

const loadEngine = async (): Promise<void> => {
  engine = (await import(engineUrl)) as Namespace;
  (engine["setHost"] as typeof setHost)(engineHost(attention, options.language));
  letClassesSpeak(engine);
  const { backendName: backend, threadCount: threads } = engine;
  post({
    type: "ready",
    node: process.version,
    backend: typeof backend === "string" ? backend : "",
    threads: typeof threads === "number" ? threads : 1,
  });
};
// What is compiled is kept for the next start, where Node can (22.1 and later).
(nodeModule as { enableCompileCache?: () => unknown }).enableCompileCache?.();
const engineLoaded = loadEngine().catch((error: unknown) => {
  post({ type: "failed", message: `The engine could not be loaded: ${String(error)}` });
  // The control thread ends the process; no cell may run meanwhile.
  return new Promise<never>(() => undefined);
});

process.chdir = chdirBy(post, ints);
tameProcess(report);

control.on("message", (message: ToThread) => {
  if (message.type === "interrupt") runner.interrupt();
  else if (message.type === "cut") cutOff(message.stack);
  else if (message.type === "moved") imports.moveTo(message);
  else if (message.type === "variables") tellVariables(message);
  else if (message.type === "debug") answerDebugger(message.open);
  else if (message.type === "source") addModule(message.url, message.answer);
  else void runCell(message);
});

function cutOff(stack: string): void {
  (engine["forgetCalls"] as typeof forgetCalls | undefined)?.();
  runner.cutOff(stack);
}

function tellVariables({ request, cells }: { request: number; cells: string[] }): void {
  const variables = scope
    .visible(cells)
    .map(({ name, cell, value }) => ({ name, cell, ...summarise(value, engine) }));
  post({ type: "variables", request, variables });
}

function answerDebugger(open: boolean): void {
  debugged = open;
  if (open) post({ type: "inspector", url: openDoor() });
  else closeDoor();
}

async function runCell(request: ThreadRun): Promise<void> {
  await engineLoaded;
  const outcome = await runner.run(request);
  post({ type: "done", run: request.run, ...outcome });
}
