/** The report's Markdown, for texts that are edited in a live page: a part that is unpacked when first needed. */
export { markdownHtml } from "../report/markdownHtml.ts";
