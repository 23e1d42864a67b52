/** A notebook as HTML: the entry of `dist/report.cjs`. */
export { outputPage, reportHtml } from "./report.ts";
export { liveHtml } from "./live/liveHtml.ts";
