/** What the extension loads when an assistant first calls a tool. */
export { readReference } from "./readReference.ts";
export { callTool, chosenCells, tools } from "./tools.ts";
