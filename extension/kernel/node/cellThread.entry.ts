/** The thread that runs cells, in Node: the entry of `dist/cellThread.js`. */
import "./valueInspection.ts";
import { AsyncLocalStorage } from "node:async_hooks";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { CellThread } from "../cell/cellThread.ts";
import type { Namespace } from "../cell/imports.ts";
import type { Run } from "../cell/runContext.ts";
import type { FromThread, ToThread } from "../protocol/threadProtocol.ts";
import { cellConsole } from "./console.ts";
import { ownThread } from "./giveWay.ts";
import { HeapWatch } from "./heapWatch.ts";
import { closeInspector, openInspector } from "./inspectorPort.ts";
import { installLoader } from "./modules/loaderHooks.ts";
import { fileOf, type ModuleRules } from "./modules/moduleRules.ts";
import { NodeModules } from "./modules/nodeModules.ts";
import { guardProcess, presentAsMainThread } from "./processGuard.ts";
import { useCompiled } from "./compiled.ts";
import { seal } from "./seal.ts";
import { engineModule, ownFolders } from "./siblingModule.ts";
import { overflowFile, textStore } from "./textFiles.ts";
import type { NodeThreadData } from "./threads.ts";
import { requestChdir } from "./workingFolder.ts";

const control = parentPort;
if (!control) throw new Error("The cell thread is started by the kernel, not by itself.");
const { options, heapMb, shared, modules, loader, thread: number } = workerData as NodeThreadData;
new Int32Array(number)[0] = ownThread();
const ints = new Int32Array(shared);
const post = (message: FromThread): void => {
  if (message.type === "ready") keepCompiled();
  control.postMessage(message);
};

const engine = options.engine ?? engineModule().href;
const rules: ModuleRules = { engine, own: ownFolders(engine), language: options.language };

// Also for libraries, which would take it that the thread is theirs.
presentAsMainThread();
const keepCompiled = useCompiled(options.compiled);

const thread = new CellThread({
  options,
  ints,
  post,
  version: process.version,
  loadEngine: async () => (await import(engine)) as Namespace,
  hidden: rules.own,
  modules: (loaded) =>
    new NodeModules(options, engine, () => installLoader(rules, { modules, loader, shared: ints }, loaded)),
  runStorage: new AsyncLocalStorage<Run>(),
  heap: new HeapWatch(heapMb),
  console: cellConsole,
  inspector: { open: openInspector, close: closeInspector },
  compile: (code, url) => new vm.Script(code, { filename: url }).runInThisContext() as unknown,
  fileUrl: (path) => pathToFileURL(path).href,
  pathOf: fileOf,
  storeText: textStore(options.overflow),
  overflowFile: (run) => overflowFile(options.overflow, run),
  ...(options.sealed === true && { seal }),
});

process.chdir = requestChdir(post, ints);
guardProcess(thread.report);
control.on("message", (message: ToThread) => thread.receive(message));
