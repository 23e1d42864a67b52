/** Shows SVG that is data in the page, changing only what differs. */
import type { SvgNode } from "../../views/svg/svg.ts";

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
