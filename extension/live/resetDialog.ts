/** Asks what *Reset* is to take away. */
import { element } from "../../renderer/page/element.ts";
import type { Texts } from "./texts.ts";

export type Reset = "kernel" | "all";

/** Null where the reader thought better of it. */
export function askForReset(document: Document, texts: Texts): Promise<Reset | null> {
  const choice = (value: Reset, title: string, hint: string): HTMLElement =>
    element(
      document,
      "button",
      "live-choice",
      { value },
      element(document, "strong", "", {}, title),
      element(document, "span", "", {}, hint),
    );
  const form = element(
    document,
    "form",
    "",
    { method: "dialog" },
    element(document, "h2", "", { id: "live-reset" }, texts.resetTitle),
    choice("kernel", texts.resetKernel, texts.resetKernelHint),
    choice("all", texts.resetAll, texts.resetAllHint),
    element(document, "button", "live-cancel", { value: "" }, texts.cancel),
  );
  const dialog = element(document, "dialog", "live-dialog", { "aria-labelledby": "live-reset" }, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const { returnValue } = dialog;
      dialog.remove();
      resolve(returnValue === "kernel" || returnValue === "all" ? returnValue : null);
    });
  });
}
