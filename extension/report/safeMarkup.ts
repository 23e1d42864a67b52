/**
 * HTML that an author put into Markdown, made harmless: tags and attributes from a list go through, written anew;
 * everything else is shown as the text it is. Elements that are left open are closed at the end.
 */
import { escapeHtml } from "./escape.ts";

const inline =
  "a abbr b big br cite code del dfn em font i img ins kbd mark q s samp small span strike strong sub sup u var wbr";
const blocks =
  "blockquote caption center dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre summary table tbody td tfoot th thead tr ul";
const allowedTags = new Set(`${inline} ${blocks}`.split(" "));
const voidTags = new Set(["br", "hr", "img", "wbr"]);

const allowedAttributes = new Set(
  "align alt cite colspan datetime dir height lang open reversed rowspan scope span start title type valign value width".split(
    " ",
  ),
);

const tagPattern =
  /^<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=`]+))?)*)\s*\/?>$/i;
const attributePattern = /([a-z][a-z-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=`]+)))?/gi;

/** Gives the address that a picture is shown from, or null where it cannot be shown. */
export type ImageSource = (source: string) => string | null;

export class SafeMarkup {
  readonly #open: string[] = [];
  readonly #image: ImageSource;

  constructor(image: ImageSource) {
    this.#image = image;
  }

  /** A piece of HTML; elements may go on in the next piece. Each `<` begins a tag of the list, or is text. */
  add(html: string): string {
    return html
      .replace(/<!--[^]*?-->/g, "")
      .replace(/<[^<>]*>?/g, (written) => this.#tag(written) ?? escapeHtml(written));
  }

  /** Ends of all elements that are still open. */
  close(): string {
    return this.#open
      .splice(0)
      .reverse()
      .map((name) => `</${name}>`)
      .join("");
  }

  #tag(written: string): string | null {
    const [, slash, tag = "", attributes = ""] = tagPattern.exec(written) ?? [];
    const name = tag.toLowerCase();
    if (!allowedTags.has(name)) return null;
    if (slash === "/") return this.#end(name);
    if (!voidTags.has(name)) this.#open.push(name);
    return `<${name}${this.#attributes(name, attributes)}>`;
  }

  /** Elements inside it that were left open end with it; an end without a beginning is left out. */
  #end(name: string): string {
    const at = this.#open.lastIndexOf(name);
    if (at < 0) return "";
    return this.#open
      .splice(at)
      .reverse()
      .map((open) => `</${open}>`)
      .join("");
  }

  #attributes(tag: string, written: string): string {
    let kept = "";
    for (const [, found = "", double, single, bare] of written.matchAll(attributePattern)) {
      const name = found.toLowerCase();
      const value = unescaped(double ?? single ?? bare ?? "");
      const safe = this.#value(tag, name, value);
      if (safe !== null) kept += ` ${name}="${escapeHtml(safe)}"`;
    }
    return kept;
  }

  #value(tag: string, name: string, value: string): string | null {
    if (name === "src" && tag === "img") return this.#image(value);
    if (name === "href" && tag === "a") return isHarmlessLink(value) ? value : null;
    return allowedAttributes.has(name) ? value : null;
  }
}

/** To the web, by mail, or within and beside the page; browsers leave control characters out of a scheme. */
function isHarmlessLink(href: string): boolean {
  const scheme = /^\s*([^/?#]*?):/.exec(href.replaceAll(/[\u0000-\u0020]/g, ""))?.[1];
  return scheme === undefined || /^(?:https?|mailto)$/i.test(scheme);
}

/** The entities that matter to a scheme; others stay as they are written. */
function unescaped(value: string): string {
  return value
    .replaceAll(/&#x([0-9a-f]{1,6});?/gi, (_, digits: string) => character(parseInt(digits, 16)))
    .replaceAll(/&#(\d{1,7});?/g, (_, digits: string) => character(Number(digits)))
    .replaceAll(/&(?:colon);/gi, ":")
    .replaceAll(/&(?:tab|newline);/gi, "")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
}
