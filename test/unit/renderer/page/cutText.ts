/** What a page shows wrongly when it is narrow, or zoomed, which is the same. */
import type { Page } from "playwright-core";

/**
 * What does not fit: the page itself, where it scrolls sideways; words that are cut off with no way to scroll to them;
 * letters of a picture outside of it or over one another. A line each; empty where all fits.
 */
export async function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth)
      found.push(`the page is ${root.scrollWidth - root.clientWidth} px too wide`);
    const nameOf = (element: Element): string => {
      const holder = element.closest("[id]")?.id ?? "";
      return `${holder} ${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`;
    };
    const short = (element: Element): string => (element.textContent ?? "").trim().slice(0, 40);
    for (const element of document.querySelectorAll<HTMLElement>("body *")) {
      if (element.closest("svg, .gradbook-hidden, .hidden, .cm-editor, iframe") || !element.checkVisibility())
        continue;
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      const { overflowX, overflowY, textOverflow, position, clipPath } = getComputedStyle(element);
      if (!own || position === "absolute" || clipPath !== "none" || textOverflow === "ellipsis") continue;
      const cuts = (overflow: string): boolean => overflow === "hidden" || overflow === "clip";
      if (cuts(overflowX) && element.scrollWidth > element.clientWidth + 1)
        found.push(`cut on the right: ${nameOf(element)} “${short(element)}”`);
      if (cuts(overflowY) && element.scrollHeight > element.clientHeight + 1)
        found.push(`cut below: ${nameOf(element)} “${short(element)}”`);
    }
    for (const picture of document.querySelectorAll("svg")) {
      if (picture.parentElement?.closest("svg") || !picture.checkVisibility()) continue;
      const frame = picture.getBoundingClientRect();
      const texts = [...picture.querySelectorAll("text")]
        .filter((text) => (text.textContent ?? "").trim() !== "" && text.getBoundingClientRect().width > 0)
        .filter((text) => !text.closest(".hoverlayer, [opacity='0']"))
        .map((text) => ({ text, box: text.getBoundingClientRect() }));
      // Plotly's picture is two pictures, one over the other; what leaves the view can be scrolled to.
      for (const { text, box } of texts) {
        const out = Math.max(
          frame.left - box.left,
          box.right - frame.right,
          frame.top - box.top,
          box.bottom - frame.bottom,
        );
        if (out > 2 && getComputedStyle(picture).overflow !== "visible")
          found.push(`${Math.round(out)} px outside: ${nameOf(picture)} “${short(text)}”`);
      }
      texts.forEach(({ text, box }, i) => {
        for (const { text: other, box: over } of texts.slice(i + 1)) {
          // A box has room above and below its letters.
          const high =
            Math.min(box.bottom, over.bottom) -
            Math.max(box.top, over.top) -
            0.3 * Math.min(box.height, over.height);
          const wide = Math.min(box.right, over.right) - Math.max(box.left, over.left);
          if (high > 1 && wide > 1.5)
            found.push(`one over the other: ${nameOf(picture)} “${short(text)}” and “${short(other)}”`);
        }
      });
    }
    return found;
  });
}
