/** The language service as a worker of the browser, for which the extension reads files. */
import * as vscode from "vscode";
import type { LanguagePlatform } from "../language/cells.ts";
import { pathOf, uriOf } from "../language/filePaths.ts";
import type { StartWorker, WorkerEvents } from "../language/languageWorker.ts";
import type { FromBrowserWorker, Received, ToBrowserWorker, Wanted } from "../language/protocol.ts";
import type { ExtensionFiles } from "./extensionFiles.ts";
import { homeFolder } from "./webKernels.ts";

export function languageInBrowser(
  context: vscode.ExtensionContext,
  shipped: ExtensionFiles,
): LanguagePlatform {
  return {
    start: languageWorker(shipped),
    folder: ({ uri, isUntitled }) =>
      pathOf(isUntitled ? homeFolder(context) : vscode.Uri.joinPath(uri, "..")),
  };
}

function languageWorker(shipped: ExtensionFiles): StartWorker {
  return (setup, events) => {
    let worker: Worker | null = null;
    let ended = false;
    const early: ToBrowserWorker[] = [{ type: "setup", setup }];
    const post = (message: ToBrowserWorker): void => {
      if (worker) worker.postMessage(message);
      else early.push(message);
    };
    const take = (message: FromBrowserWorker): void => {
      if (ended) return;
      if ("path" in message) void read(message).then(post);
      else events.message(message);
    };
    begin(shipped, take, events).then(
      (started) => {
        if (ended) return started.terminate();
        worker = started;
        for (const message of early) post(message);
      },
      (error: unknown) => events.failed(error instanceof Error ? error : new Error(String(error))),
    );
    return {
      post,
      end: () => {
        ended = true;
        worker?.terminate();
        return Promise.resolve();
      },
    };
  };
}

async function begin(
  shipped: ExtensionFiles,
  take: (message: FromBrowserWorker) => void,
  events: WorkerEvents,
): Promise<Worker> {
  const [typescript, service] = await Promise.all([
    shipped.text("dist/typescript.cjs"),
    shipped.text("dist/languageWorker.cjs"),
  ]);
  // Both are CommonJS modules, and TypeScript is all that the other one requires here.
  const script = [
    "(()=>{var module={exports:{}};",
    typescript,
    "\n;var typescript=module.exports,require=()=>typescript;module={exports:{}};",
    service,
    "\n})();",
  ];
  const url = URL.createObjectURL(new Blob(script, { type: "text/javascript" }));
  const worker = new Worker(url, { name: "gradbook language" });
  worker.onmessage = ({ data }: MessageEvent<FromBrowserWorker>) => {
    URL.revokeObjectURL(url);
    take(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    URL.revokeObjectURL(url);
    worker.terminate();
    events.failed(new Error(event.message));
  };
  return worker;
}

async function read({ type, path }: Wanted): Promise<Received> {
  const { fs } = vscode.workspace;
  const uri = uriOf(path);
  try {
    if (type === "file") return { type, path, text: new TextDecoder().decode(await fs.readFile(uri)) };
    const found = await fs.readDirectory(uri);
    const entries = found.map(([name, kind]) => ({ name, isFile: (kind & vscode.FileType.File) !== 0 }));
    return { type, path, entries };
  } catch {
    return type === "file" ? { type, path, text: null } : { type, path, entries: null };
  }
}
