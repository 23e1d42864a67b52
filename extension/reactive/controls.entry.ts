/** A notebook's controls, which no notebook needs before a cell runs: the entry of `dist/controls.cjs`. */
export { NotebookControls } from "./notebookControls.ts";
