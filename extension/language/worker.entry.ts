/**
 * The worker with TypeScript: the entry of `dist/languageWorker.cjs`, one file for Node.js and for browsers. What it
 * answers is in core/.
 */
import { serveBrowser } from "./browser/browserWorker.ts";
import { Server } from "./core/server.ts";

if ("WorkerGlobalScope" in globalThis) serveBrowser();
// Not before it is known that there is Node.js.
else void import("./node/nodeWorker.ts").then(({ serveNode }) => serveNode(Server));
