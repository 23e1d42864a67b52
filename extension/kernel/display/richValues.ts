/** HTML, Markdown, LaTeX, SVG, PNG and JSON as bundles: what `display.html` and its like show. */
import { decodeBase64, encodeBase64 } from "./base64.ts";
import { abridgedBundle, beginningOf, type KeepText } from "./longText.ts";
import { say } from "../protocol/messages.ts";
import type { MimeBundle } from "../protocol/protocol.ts";

export interface HtmlOptions {
  /**
   * Run the scripts in it. They run in a frame of their own, which can reach neither the notebook nor the
   * editor nor what other cells show. Default false: no script runs.
   */
  scripts?: boolean;
}

/** HTML with scripts that may run in their own frame; a MIME type of ours, since `text/html` says nothing of it. */
const SCRIPTED_HTML_MIME = "application/vnd.gradbook.scripted-html";

export const rich = {
  html: (html: string, { scripts = false }: HtmlOptions = {}): MimeBundle => ({
    [scripts ? SCRIPTED_HTML_MIME : "text/html"]: textOf("html", html),
    "text/plain": textOfHtml(html),
  }),
  markdown: (text: string): MimeBundle => ({
    "text/markdown": textOf("markdown", text),
    "text/plain": text,
  }),
  latex: (formula: string): MimeBundle => ({
    "text/latex": inDollars(textOf("latex", formula)),
    "text/plain": formula,
  }),
  svg: (svg: string): MimeBundle => ({ "image/svg+xml": textOf("svg", svg), "text/plain": "SVG" }),
  png: (image: string | Uint8Array): MimeBundle => {
    const base64 = base64Of(image);
    return { "image/png": base64, "text/plain": `PNG${sizeText(base64)}` };
  },
  json: (value: unknown, keep: KeepText): MimeBundle => {
    // `undefined` for what JSON cannot say, such as a function.
    const text = JSON.stringify(value, null, 2) as string | undefined;
    if (text === undefined) throw new TypeError(say("display.json: this value has no JSON form."));
    const beginning = beginningOf(text);
    if (beginning !== null)
      return abridgedBundle(
        beginning,
        keep(() => text),
      );
    return { "application/json": JSON.parse(text) as unknown, "text/plain": text };
  },
} as const;

function textOf(kind: string, text: unknown): string {
  if (typeof text === "string") return text;
  throw new TypeError(
    say("display.{0}: give a string, not {1}.", kind, text === null ? "null" : typeof text),
  );
}

/** A formula without its own delimiters is set apart on a line of its own. */
function inDollars(formula: string): string {
  return /^\s*(\$|\\begin|\\\[|\\\()/.test(formula) ? formula : `$$\n${formula}\n$$`;
}

/** The text of some HTML, for readers that do not draw it. */
function textOfHtml(html: string): string {
  return html
    .replace(/<(script|style)\b[^]*?<\/\1>/gi, "")
    .replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d)\b[^>]*>/gi, "\n")
    .replace(/<[^>]*>/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&nbsp;/g, " ")
    .replace(/&amp;/g, "&")
    .replace(/[ \t]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{2,}/g, "\n")
    .trim();
}

const pngStart = "iVBORw0KGgo";

/** @throws {TypeError} for anything but a PNG, as bytes, as base64 or as a data URL */
function base64Of(image: unknown): string {
  const base64 =
    image instanceof Uint8Array
      ? encodeBase64(image)
      : typeof image === "string"
        ? image.replace(/^data:image\/png;base64,/, "")
        : "";
  if (base64.startsWith(pngStart)) return base64;
  throw new TypeError(
    say("display.png: give a PNG as a Uint8Array, as base64 or as a data URL; this is something else."),
  );
}

/** Width and height are the first two numbers of a PNG's first chunk. */
function sizeText(base64: string): string {
  const head = base64.slice(0, 32);
  if (!/^[A-Za-z\d+/]{32}$/.test(head)) return "";
  const numbers = new DataView(decodeBase64(head).buffer);
  return ` ${numbers.getUint32(16)} × ${numbers.getUint32(20)}`;
}
