/** What a kernel in a browser needs of the program around it. */

/** Files of the workspace, by URL; and what is shipped. */
export interface WorkspaceFiles {
  /** Null where there is no such file. @throws {Error} where it cannot be read */
  read(url: string): Promise<Uint8Array | null>;
  /** Replaces the file if there is one. @throws {Error} where it cannot be written */
  write(url: string, bytes: Uint8Array): Promise<void>;
  /** A data set that ships with Gradbook, as it is in `examples/data`. @throws {Error} where it is not there */
  bundled(name: string): Promise<Uint8Array>;
}

export interface Surroundings {
  /** Text of a file of `dist/`. Asked for each thread that is started; keep what is dear. */
  script(name: "browserKernel.js" | "browserTransform.js" | "typescript.cjs"): Promise<string>;
  /** The kernels' WebAssembly, the best first: of `kernels.relaxed.wasm` and `kernels.wasm`, what the browser knows. */
  kernels(): Promise<readonly Uint8Array[]>;
  files: WorkspaceFiles;
  /** Where packages come from that the workspace does not have, such as `https://esm.sh`; empty for nowhere. */
  moduleServer?: string;
  /** Cells can neither keep anything in the browser nor speak to other pages: they come from who knows where. */
  closed?: boolean;
}
