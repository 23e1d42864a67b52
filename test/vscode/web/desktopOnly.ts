/** Tests of the desktop's suites that have no meaning in a browser, and why. */

interface Left {
  /** File of suites, without `.test.ts`. */
  suite: string;
  /** A part of the test's or the suite's title. */
  title: string;
  reason: string;
}

const processes = "kernels are no processes there; web/kernels.ts has the same of workers";

export const desktopOnly: readonly Left[] = [
  { suite: "notebook", title: "that dies says so", reason: processes },
  { suite: "notebook", title: "ends when the notebook is closed", reason: processes },
  { suite: "kernelLife", title: "ends with its notebook's tab", reason: processes },
  {
    suite: "kernelLife",
    title: "goes on where a new notebook is saved",
    reason: "cells have no process.cwd",
  },
  {
    suite: "kernelLife",
    title: "is limited by a setting",
    reason: "a browser does not tell how large its heap is; web/kernels.ts has the limit of tensors",
  },
  { suite: "kernelLife", title: "Twenty notebooks", reason: processes },
  { suite: "training", title: "is the end of its notebook", reason: processes },
  { suite: "training", title: "is the end of its kernel", reason: processes },
  { suite: "training", title: "is there again", reason: "outputs of the last session are not kept" },
];

/** Why a test is left out, where it is. */
export function reasonOf(suite: string, title: string): string | undefined {
  return desktopOnly.find((left) => left.suite === suite && title.includes(left.title))?.reason;
}
