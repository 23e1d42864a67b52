/** Gradbook in a browser's worker, opened as the kernel's worker opens it. */
import * as torch from "../../../engine/browser.ts";
import { openEngine } from "../../../engine/browser/open.ts";
import { loader, prepareStep } from "../harness/gradbookSteps.ts";
import { serve } from "./serve.ts";

/** Nothing is read or written. */
const refuse = (): never => {
  throw new Error("There are no files here.");
};

serve(
  ({ kernels, compute, threads }) => {
    const script = threads > 1 ? URL.createObjectURL(new Blob([compute], { type: "text/javascript" })) : null;
    openEngine({
      kernels,
      threads,
      files: new Proxy({} as Parameters<typeof openEngine>[0]["files"], { get: () => refuse }),
      ...(script !== null && {
        startThread: (data) => new Worker(script).postMessage({ role: "compute", data }),
      }),
    });
    return {
      name: "Gradbook",
      version: "",
      detail: `${torch.backendName}, threads: ${torch.threadCount}`,
    };
  },
  ({ task, bytes, arrays }) => prepareStep(torch, task, loader(torch, bytes, arrays)),
);
