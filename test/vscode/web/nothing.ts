/** Stands for modules of Node.js that helpers import and suites in browsers have no use for. */
export function execFileSync(): never {
  throw new Error("There are no processes in a browser.");
}
