/** All that needs TypeScript, to be loaded beside what does not: the entry of `dist/transform.js`. */
import "./checkScript.ts";

export { answerTransform } from "../transform/answerTransform.ts";
export { practice } from "../transform/practice.ts";
