/** What a teacher needs of a master notebook in VS Code: the entry of `dist/grade.cjs`. */
export { readMaster, studentCopy } from "../exercises/master.ts";
export { printMarkdown } from "../markdown/printMarkdown.ts";
export { proveMaster } from "./proveMaster.ts";
