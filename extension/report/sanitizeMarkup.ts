/** HTML that an author put into Markdown: what of it a report shows. */
import sanitizeHtml from "sanitize-html";

/** Gives the address that a picture is shown from, or null where it cannot be shown. */
export type ImageSource = (source: string) => string | null;

const inline =
  "a abbr b big br cite code del dfn em font i img ins kbd mark q s samp small span strike strong sub sup u var wbr";
const blocks =
  "blockquote caption center dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre summary table tbody td tfoot th thead tr ul";
export const tags: readonly string[] = `${inline} ${blocks}`.split(" ");

const attributes =
  "align alt cite colspan datetime dir height lang open reversed rowspan scope span start title type valign value width";
const headings = Object.fromEntries(["h1", "h2", "h3", "h4", "h5", "h6"].map((name) => [name, ["id"]]));
const alignment = { "text-align": [/^(?:left|center|right)$/] };

/** Attributes and links from a list go through; other tags are shown as text. What is left open ends with `html`. */
export function sanitizeMarkup(html: string, image: ImageSource): string {
  // Its types do not know the last one yet.
  const options: sanitizeHtml.IOptions & { preserveEscapedAttributes: boolean } = {
    allowedTags: [...tags],
    allowedAttributes: {
      "*": attributes.split(" "),
      ...headings,
      "a": ["href"],
      "img": ["src"],
      "span": ["data-apart"],
      // How Markdown aligns columns.
      "td": ["style"],
      "th": ["style"],
    },
    allowedStyles: { td: alignment, th: alignment },
    allowedSchemes: ["http", "https", "mailto"],
    allowedSchemesByTag: { img: ["data"] },
    allowProtocolRelative: true,
    disallowedTagsMode: "escape",
    transformTags: {
      img: (tagName, { src = "", ...others }) => {
        const shown = image(src);
        return { tagName, attribs: shown === null ? others : { ...others, src: shown } };
      },
    },
    preserveEscapedAttributes: true,
  };
  return sanitizeHtml(html, options);
}
