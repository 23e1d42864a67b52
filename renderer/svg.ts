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

const NAMESPACE = "http://www.w3.org/2000/svg";

/** Shows `nodes` as the children of `parent`, changing what differs: elements under the pointer stay themselves. */
export function patch(document: Document, parent: Element, nodes: readonly (SvgNode | string)[]): void {
  nodes.forEach((node, i) => {
    const there = parent.childNodes[i];
    if (typeof node === "string") {
      if (there?.nodeType === 3) {
        if (there.nodeValue !== node) there.nodeValue = node;
      } else replaceAt(parent, there, document.createTextNode(node));
      return;
    }
    let element = there as Element | undefined;
    if (element?.nodeType !== 1 || element.localName !== node.tag) {
      element = document.createElementNS(NAMESPACE, node.tag);
      replaceAt(parent, there, element);
    }
    for (const name of element.getAttributeNames()) {
      if (!(name in node.attributes)) element.removeAttribute(name);
    }
    for (const [name, value] of Object.entries(node.attributes)) {
      if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
    }
    patch(document, element, node.children);
  });
  while (parent.childNodes.length > nodes.length) parent.lastChild?.remove();
}

function replaceAt(parent: Element, there: ChildNode | undefined, made: Node): void {
  if (there) there.replaceWith(made);
  else parent.append(made);
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
  return text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
