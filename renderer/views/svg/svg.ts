/** SVG as data: drawings make it, the page shows it, files hold it. Text is text everywhere, never markup. */

export interface SvgNode {
  tag: string;
  attributes: Readonly<Record<string, string | number>>;
  children: readonly (SvgNode | string)[];
}

const xmlns = "http://www.w3.org/2000/svg";

export function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (SvgNode | string)[]
): SvgNode {
  return { tag, attributes, children };
}

/** The root of an SVG file: a picture with a text alternative, on a background. */
export function svgRoot(
  { width, height }: { width: number; height: number },
  description: string,
  background: string,
  font: Readonly<Record<string, string | number>>,
  ...children: readonly SvgNode[]
): SvgNode {
  return svg(
    "svg",
    {
      xmlns,
      width,
      height,
      "viewBox": `0 0 ${width} ${height}`,
      "role": "img",
      "aria-label": description,
      ...font,
    },
    svg("rect", { width, height, fill: background }),
    ...children,
  );
}

/** A file of its own must say that it is SVG, which markup inside HTML need not. */
export function svgFile(markup: string): string {
  return /<svg[^>]*\sxmlns\s*=/i.test(markup) ? markup : markup.replace(/<svg\b/i, `<svg xmlns="${xmlns}"`);
}

/** The text of an SVG file. */
export function svgText(node: SvgNode): string {
  const attributes = Object.entries(node.attributes).map(
    ([name, value]) => ` ${name}="${escape(String(value))}"`,
  );
  const children = node.children.map((child) => (typeof child === "string" ? escape(child) : svgText(child)));
  return `<${node.tag}${attributes.join("")}>${children.join("")}</${node.tag}>`;
}

function escape(text: string): string {
  return (
    text
      // What XML does not know, half of a pair included.
      .replaceAll(
        /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
        "",
      )
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
  );
}
