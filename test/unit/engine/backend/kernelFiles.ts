/** The compiled kernels, as the build leaves them in dist/. */
import { existsSync, readFileSync } from "node:fs";

export function kernelBytes(name: "kernels.wasm" | "kernels.relaxed.wasm"): Uint8Array {
  for (let folder = new URL("./", import.meta.url); ; folder = new URL("../", folder)) {
    const file = new URL(`dist/${name}`, folder);
    if (existsSync(file)) return readFileSync(file);
    if (folder.pathname === "/") throw new Error(`dist/${name} is missing. Run: npm run build`);
  }
}
