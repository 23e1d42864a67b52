/** The engine's Node entry, which `dist/engine.js` is made of: the public door, with access to files. */
import { setFiles } from "./data/files.ts";
import { nodeFiles } from "./nodeFiles.ts";

setFiles(nodeFiles(import.meta.url));

export * from "./index.ts";
