/** The thread that turns TypeScript into JavaScript: the entry of `dist/transformThread.js`. */
import * as nodeModule from "node:module";
import { parentPort } from "node:worker_threads";
import type { TransformMessage, TransformResponse } from "../protocol/transformProtocol.ts";
import { siblingModule } from "./siblingModule.ts";
import type * as transformEntry from "./transform.entry.ts";

const compileCache = nodeModule as { enableCompileCache?: () => unknown; flushCompileCache?: () => void };

/** When to keep what was compiled, in milliseconds after the first text: the thread does not come to its end. */
const keepAfter = 2000;

// Since Node 22.1: TypeScript's own 9 MB are compiled once and not at each start.
compileCache.enableCompileCache?.();
const { answerTransform, practice } = (await import(
  siblingModule("transform").href
)) as typeof transformEntry;

/** How long the first cell may take to come, in milliseconds: one that has been waiting is not to wait longer. */
const practiceAfter = 20;

let asked = false;

const post = (message: TransformResponse): void => parentPort?.postMessage(message);

parentPort?.on("message", (message: TransformMessage) => {
  post(answerTransform(message));
  if (!asked) setTimeout(() => compileCache.flushCompileCache?.(), keepAfter);
  asked = true;
});
post({ type: "loaded" });
setTimeout(() => {
  if (!asked) answerTransform(practice);
}, practiceAfter).unref();
