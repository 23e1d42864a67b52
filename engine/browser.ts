/** The engine in browsers: what cells import as `gradbook` there. See browser/open.ts, by which it is set to work. */
import * as exports from "./index.ts";
import { nameExports } from "./nameExports.ts";

export * from "./index.ts";
export { backendName, threadCount } from "./browser/open.ts";

nameExports(exports);
