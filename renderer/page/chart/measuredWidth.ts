/** How wide text is in the page, where its fonts are known. */
import { textWidth } from "../../../engine/payload/letters.ts";

const contexts = new WeakMap<Document, CanvasRenderingContext2D>();

/** Pixels of text in this font; near enough where the page has no canvas. */
export function measuredWidth(document: Document, family: string): typeof textWidth {
  const context = contexts.get(document) ?? document.createElement("canvas").getContext("2d");
  if (!context) return textWidth;
  contexts.set(document, context);
  return (text, size) => {
    context.font = `${size}px ${family}`;
    return context.measureText(text).width;
  };
}
