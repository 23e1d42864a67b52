/**
 * Jupyter notebooks and what they show elsewhere, for whom neither concerns every notebook: the entry of
 * `dist/ipynb.cjs`.
 */
export { withFallbacks } from "./fallbacks.ts";
export { ipynbData, ipynbError } from "./outputs.ts";
export { fromIpynb } from "./parseIpynb.ts";
export { linesOf, printIpynb } from "./printIpynb.ts";
