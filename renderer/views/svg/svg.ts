/** SVG as data: drawings make it, the page shows it, files hold it. Text is text everywhere, never markup. */

export interface SvgNode {
  tag: string;
  attributes: Readonly<Record<string, string | number>>;
  children: readonly (SvgNode | string)[];
}

export function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly (SvgNode | string)[]
): SvgNode {
  return { tag, attributes, children };
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
