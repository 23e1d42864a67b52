/** Kernels of notebooks as processes of Node.js, on the machine that the extension runs on. */
import { forgetFullTexts } from "../outputs/fullText.ts";
import type { KernelPort } from "../notebook/notebookKernel.ts";
import { importFolder } from "./importFolder.ts";

/**
 * @param entry the kernel's main module
 * @param fullTexts folder for what runs print beyond what the notebook shows
 * @param storage the extension's folder, where what Node.js has compiled of the kernel is kept for the next start
 */
export function processKernels(entry: string, fullTexts: string, storage: string): KernelPort {
  return {
    place: (notebook) => ({
      cwd: importFolder(notebook),
      notebook: notebook.uri.scheme === "file" ? notebook.uri.fsPath : null,
    }),
    overflow: fullTexts,
    async make(options, events) {
      // The benchmarks compare with kernels that do not.
      const givesWay = process.env["GRADBOOK_PRIORITY"] !== "normal";
      const { KernelProcess } = await import("../kernel/host/kernelProcess.ts");
      return new KernelProcess({ entry, options: { ...options, givesWay }, storage }, events);
    },
    forget: (pid) => forgetFullTexts(fullTexts, pid),
  };
}
