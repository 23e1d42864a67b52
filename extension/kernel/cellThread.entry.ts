/** The thread that runs cells: the entry of `dist/cellThread.js`. Wires the parts to the control thread. */
import * as nodeModule from "node:module";
import { types } from "node:util";
import { parentPort, workerData } from "node:worker_threads";
import type { forgetCalls } from "../../engine/callsUnderWay.ts";
import type { setHost } from "../../engine/host.ts";
import type { explainMissingGradient } from "../../engine/missingGradient.ts";
import { AttentionFlag } from "./cell/attention.ts";
import { outputSent } from "./control/backPressure.ts";
import { installConsole } from "./display/console.ts";
import { makeDisplay } from "./display/cellDisplay.ts";
import { closeDoor, openDoor } from "./cell/inspectorPort.ts";
import { DebugNames } from "./cell/debugNames.ts";
import { engineHost } from "./display/display.ts";
import { describeError, type ErrorContext } from "./cell/errors.ts";
import { addFunctionTexts } from "./cell/functionText.ts";
import { HeapWatch } from "./cell/heapWatch.ts";
import { Imports, type Namespace } from "./modules/imports.ts";
import { letClassesSpeak } from "./display/inspect/inspectClasses.ts";
import { restoreIntrinsics } from "./cell/intrinsics.ts";
import { installAbridging } from "./display/inspect/abridged.ts";
import { summarise } from "./display/inspect/summarise.ts";
import { installLoader } from "./modules/loaderHooks.ts";
import { textKeeper } from "./display/longText.ts";
import type { Showing } from "./display/mimeBundle.ts";
import { say, setLanguage } from "./protocol/messages.ts";
import { fileOf, type ModuleRules } from "./modules/moduleRules.ts";
import { outputSize } from "./display/outputSize.ts";
import { overflowFile } from "./display/overflow.ts";
import { hideThread, tameProcess } from "./cell/processGuard.ts";
import { callingRun, runs } from "./cell/runContext.ts";
import { isInterrupt, Runner } from "./cell/runner.ts";
import { RunOutputs } from "./display/runOutputs.ts";
import { Scope } from "./cell/scope.ts";
import { engineModule, ownFolders } from "./siblingModule.ts";
import { Sources } from "./cell/sources.ts";
import { provideGuards } from "./transform/moduleGuards.ts";
import { chdirBy } from "./cell/workingFolder.ts";
import {
  SharedSlot,
  type FromThread,
  type ModuleAnswer,
  type ThreadData,
  type ThreadRun,
  type ToThread,
} from "./protocol/threadProtocol.ts";

const control = parentPort;
if (!control) throw new Error("The cell thread is started by the kernel, not by itself.");
const { options, heapMb, shared, modules, loader } = workerData as ThreadData;
const ints = new Int32Array(shared);
const post = (message: FromThread): void => control.postMessage(message);

const sources = new Sources();
const engineUrl = options.engine ?? engineModule().href;
const rules: ModuleRules = {
  engine: engineUrl,
  own: ownFolders(engineUrl),
  language: options.language,
};
const errors: ErrorContext = { sources, hidden: rules.own };
const colors = options.colors ?? false;
const showing: Showing = { colors, errors, keep: textKeeper(options) };
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
  showing,
  importable,
  explain,
  debugNames,
  outputs,
});

setLanguage(options.language);
Error.stackTraceLimit = 50;
installAbridging();
installConsole(colors, errors);
Object.assign(globalThis, { display: makeDisplay(showing) });
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
