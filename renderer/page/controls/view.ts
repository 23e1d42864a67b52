/** What every kind of control is in the page. */
import type { Control, ControlValue } from "../../../engine/payload/control.ts";
import type { ControlTexts } from "../../views/controls/controlTexts.ts";
import type { Theme } from "../../views/theme/theme.ts";

/** What a control's view has of the page around it. */
export interface ViewParts {
  document: Document;
  texts: ControlTexts;
  language: string;
  /** The theme of now. */
  theme: () => Theme;
  /** The person has chosen a value. */
  changed: (value: ControlValue) => void;
  /** Says something to a screen reader. */
  announce: (text: string) => void;
}

/** A control in the page. */
export interface ControlView<C extends Control = Control> {
  root: HTMLElement;
  /** Shows the value of `control`, which differs from the one before in nothing else. */
  show(control: C): void;
  /** Draws it in the colours of now. */
  redraw?(): void;
}

/** Keys are the control's here, not the notebook's: VS Code hears them on the window. */
export function keepKeys(element: HTMLElement): void {
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && !event.ctrlKey && !event.metaKey) event.stopPropagation();
  });
}

let ids = 0;

/** An id that no other element of the page has. */
export function elementId(): string {
  return `gradbook-control-${++ids}`;
}
