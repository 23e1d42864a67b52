import { element } from "../element.ts";
import { keepKeys } from "./view.ts";

/** A small button beside a control. */
export function toolButton(document: Document, label: string, run: () => void): HTMLButtonElement {
  const button = element(document, "button", "gradbook-control-tool", { type: "button" }, label);
  button.addEventListener("click", run);
  keepKeys(button);
  return button;
}
