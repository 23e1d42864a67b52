/** All that needs TypeScript, to be loaded beside what does not: the entry of `dist/transform.js`. */
export { CellSyntaxError, transformCell } from "./transform/transformCell.ts";
export { transformModule } from "./transform/transformModule.ts";
export { setLanguage } from "./protocol/messages.ts";
