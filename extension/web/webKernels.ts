/** Kernels of notebooks as workers of the browser that the extension runs in. */
import * as vscode from "vscode";
import { BrowserKernel } from "../kernel/browser/browserKernel.ts";
import type { Surroundings } from "../kernel/browser/surroundings.ts";
import type { KernelPort } from "../notebook/notebookKernel.ts";
import type { ExtensionFiles } from "./extensionFiles.ts";

export function webKernels(context: vscode.ExtensionContext, shipped: ExtensionFiles): KernelPort {
  const surroundings = (): Surroundings => ({
    script: (name) => shipped.text(`dist/${name}`),
    kernels: async () => {
      const relaxed = await shipped.bytes("dist/kernels.relaxed.wasm");
      return WebAssembly.validate(relaxed.slice()) ? [relaxed] : [await shipped.bytes("dist/kernels.wasm")];
    },
    files: {
      read: readOrNull,
      write: async (url, bytes) => vscode.workspace.fs.writeFile(vscode.Uri.parse(url, true), bytes),
      bundled: (name) => shipped.bytes(`examples/data/${name}`),
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
export function homeFolder({ globalStorageUri }: vscode.ExtensionContext): vscode.Uri {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? globalStorageUri;
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
