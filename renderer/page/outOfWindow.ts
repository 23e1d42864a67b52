/** Whether all of what has come into the page can be seen. */

/**
 * Calls `tell` once if a part of `part` lies outside of what the person sees of the page: `above` it, or `below`, to its
 * end or the whole of it. The page is as long as the notebook, and does not know where the window over it is: the browser
 * does.
 */
export function ifOutOfWindow(part: HTMLElement, tell: (where: "above" | "below") => void): void {
  const view = part.ownerDocument.defaultView;
  if (!view?.IntersectionObserver) return;
  const observer = new view.IntersectionObserver(([entry]) => {
    observer.disconnect();
    if (!entry || entry.boundingClientRect.height === 0) return;
    const { boundingClientRect: whole, intersectionRect: seen, isIntersecting } = entry;
    if (isIntersecting && seen.top > whole.top + 1) tell("above");
    else if (!isIntersecting || seen.bottom < whole.bottom - 1) tell("below");
  });
  observer.observe(part);
}
