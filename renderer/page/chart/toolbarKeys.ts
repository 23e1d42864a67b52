/** A toolbar as the keyboard knows it: one stop of Tab, arrows within (ARIA Authoring Practices, toolbar). */

/** Makes `buttons` of `toolbar` one stop, and lets arrows, Home and End go from one to the other. */
export function walkedByArrows(toolbar: HTMLElement, buttons: readonly HTMLElement[]): void {
  const stopAt = (index: number): void =>
    buttons.forEach((button, i) => (button.tabIndex = i === index ? 0 : -1));
  stopAt(0);
  toolbar.addEventListener("focusin", ({ target }) => {
    const index = buttons.findIndex((button) => button === target);
    if (index >= 0) stopAt(index);
  });
  toolbar.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const index = buttons.findIndex((button) => button === event.target);
    const next = nextStop(event.key, index, buttons.length);
    if (index < 0 || next === null) return;
    // The notebook would go to another cell.
    event.preventDefault();
    event.stopPropagation();
    buttons[next]?.focus();
  });
}

/** Where a key leads among `count` buttons, round the ends; null leaves it to the notebook. */
export function nextStop(key: string, index: number, count: number): number | null {
  if (key === "ArrowDown" || key === "ArrowRight") return (index + 1) % count;
  if (key === "ArrowUp" || key === "ArrowLeft") return (index - 1 + count) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}
