/** The thread that turns TypeScript into JavaScript: the entry of `dist/transformThread.js`. */
import { parentPort, workerData } from "node:worker_threads";
import type { TransformMessage, TransformResponse } from "../protocol/transformProtocol.ts";
import { useCompiled } from "./compiled.ts";
import { siblingModule } from "./siblingModule.ts";
import type { TransformThreadData } from "./threads.ts";
import type * as transformEntry from "./transform.entry.ts";

const keepCompiled = useCompiled((workerData as TransformThreadData).compiled);
const { answerTransform, practice } = (await import(
  siblingModule("transform").href
)) as typeof transformEntry;

/** How long the first cell may take to come, in milliseconds: one that has been waiting is not to wait longer. */
const practiceAfter = 20;

let asked = false;

const post = (message: TransformResponse): void => parentPort?.postMessage(message);

parentPort?.on("message", (message: TransformMessage) => {
  post(answerTransform(message));
  if (!asked) keepCompiled();
  asked = true;
});
post({ type: "loaded" });
setTimeout(() => {
  if (asked) return;
  answerTransform(practice);
  keepCompiled();
}, practiceAfter).unref();
