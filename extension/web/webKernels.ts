/** Kernels of notebooks as workers of the browser that the extension runs in. */
import * as vscode from "vscode";
import { BrowserKernel } from "../kernel/browser/browserKernel.ts";
import type { Surroundings } from "../kernel/browser/surroundings.ts";
import type { KernelPort } from "../notebook/notebookKernel.ts";

export function webKernels(context: vscode.ExtensionContext): KernelPort {
  const read = keptReader(context.extensionUri);
  const surroundings = (): Surroundings => ({
    script: async (name) => new TextDecoder().decode(await read(`dist/${name}`)),
    kernels: async () => {
      const relaxed = await read("dist/kernels.relaxed.wasm");
      return WebAssembly.validate(relaxed.slice()) ? [relaxed] : [await read("dist/kernels.wasm")];
    },
    files: {
      read: readOrNull,
      write: async (url, bytes) => vscode.workspace.fs.writeFile(vscode.Uri.parse(url, true), bytes),
      bundled: (name) => read(`examples/data/${name}`),
    },
    moduleServer: vscode.workspace.getConfiguration("gradbook").get("browser.moduleServer", ""),
  });
  return {
    place: ({ uri, isUntitled }) => ({
      cwd: (isUntitled ? homeFolder(context) : vscode.Uri.joinPath(uri, "..")).toString(),
      notebook: isUntitled ? null : uri.toString(),
    }),
    overflow: null,
    make: (options, events) => Promise.resolve(new BrowserKernel({ options }, surroundings(), events)),
    forget: () => Promise.resolve(),
  };
}

/** Where imports of a notebook that has no file start from. */
function homeFolder({ globalStorageUri }: vscode.ExtensionContext): vscode.Uri {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? globalStorageUri;
}

/** Files of the extension, each read once. */
function keptReader(extension: vscode.Uri): (name: string) => Promise<Uint8Array> {
  const kept = new Map<string, Promise<Uint8Array>>();
  return (name) => {
    const known =
      kept.get(name) ?? Promise.resolve(vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, name)));
    kept.set(name, known);
    // What failed for want of a connection may not fail again.
    known.catch(() => kept.delete(name));
    return known;
  };
}

async function readOrNull(url: string): Promise<Uint8Array | null> {
  try {
    return await vscode.workspace.fs.readFile(vscode.Uri.parse(url, true));
  } catch (error) {
    const code = error instanceof vscode.FileSystemError ? error.code : "";
    if (["FileNotFound", "FileNotADirectory", "FileIsADirectory"].includes(code)) return null;
    throw error;
  }
}
