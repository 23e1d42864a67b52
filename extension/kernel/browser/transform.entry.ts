/**
 * The thread that turns TypeScript into JavaScript, in a browser's worker: the entry of `dist/browserTransform.js`,
 * which is run behind TypeScript in one script.
 */
import type { TransformMessage } from "../protocol/transformProtocol.ts";
import { answerTransform } from "../transform/answerTransform.ts";
import { practice } from "../transform/practice.ts";

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
let asked = false;

/** How long the first cell may take to come, in milliseconds: one that has been waiting is not to wait longer. */
const practiceAfter = 20;

scope.onmessage = ({ data }: MessageEvent<TransformMessage>) => {
  asked = true;
  scope.postMessage(answerTransform(data));
};
scope.postMessage({ type: "loaded" });
setTimeout(() => {
  if (!asked) answerTransform(practice);
}, practiceAfter);
