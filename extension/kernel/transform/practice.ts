/** What the transform thread transforms before anybody asks. */
import type { TransformMessage } from "../protocol/transformProtocol.ts";

const text = `import { a, type B } from "practice";
const text: string = \`\${a}\`;
let n = (x: number): number => x * 2;
function f(m: number): B { for (const i of [1, 2]) m += i; while (m > 1) m--; return m > 1 ? f(m - 1) : n(m); }
console.log(text, await f(2));
text`;

/**
 * A cell with what cells mostly have in them. Once it has been transformed, a first cell takes a sixth of the time: the code that
 * it goes through is compiled.
 */
export const practice: TransformMessage = {
  id: 0,
  question: { type: "cell", text, url: "practice", above: [], debugged: false },
  language: "en",
};
