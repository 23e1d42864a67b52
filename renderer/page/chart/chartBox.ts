/** The DOM of one chart: a frame of reserved size, its tools, a message line, a data table, a live region. */
import { element } from "../element.ts";
import { icon, type IconName } from "../icons.ts";
import { walkedByArrows } from "./toolbarKeys.ts";
import { patch } from "../picture/patchSvg.ts";
import type { SvgNode } from "../../views/svg/svg.ts";
import type { Strings } from "../../views/text/strings.ts";
import type { PictureSize } from "../../views/chart/shownChart.ts";
import type { VerdictLine } from "../../views/text/verdict.ts";

export interface Tool {
  icon: IconName;
  /** What it does, as its name and its tooltip. */
  hint: string;
  /** Given for a toggle: its state. */
  pressed?: () => boolean;
  run: () => void;
}

export interface ChartBox {
  root: HTMLElement;
  /** Focusable; holds the picture and its text alternative. */
  frame: HTMLElement;
  /** What Plotly draws into. */
  plot: HTMLElement;
  /** Shows a picture that answers nothing; null shows what is in `plot` instead. */
  still: (picture: SvgNode | null) => void;
  /** Reserves the frame's place before anything is drawn. */
  reserve: (size: PictureSize) => void;
  /** Shows what toggles stand at. */
  syncTools: () => void;
  /** Text in place of a picture: loading, or why there is none. Empty removes it. */
  note: (text: string) => void;
  describe: (text: string) => void;
  /** While points keep coming the words below keep room for what may be said: what lies under them does not jump. */
  live: (live: boolean) => void;
  /** The picture is there: it is announced and tested as such (`aria-busy`). */
  drawn: () => void;
  message: (text: string) => void;
  verdict: (line: VerdictLine | null) => void;
  /** Puts something beside the picture, or below it where there is no room; null takes it away. */
  beside: (part: HTMLElement | null) => void;
  /** Puts something between message and data table. */
  insert: (part: HTMLElement) => void;
  /** Says `text` through a screen reader when it is free. */
  announce: (text: string) => void;
  details: HTMLDetailsElement;
  /** Where the data table goes. */
  table: HTMLElement;
}

/** Builds a box. `withMessage` reserves a line beneath the chart. */
export function makeChartBox(
  document: Document,
  strings: Strings,
  tools: readonly Tool[],
  withMessage: boolean,
): ChartBox {
  const plot = element(document, "div", "gradbook-plot", { "aria-hidden": "true" });
  const still = element(document, "div", "gradbook-still", { "aria-hidden": "true" });
  const noteText = element(document, "div", "gradbook-note");
  const frame = element(
    document,
    "div",
    "gradbook-frame",
    { "tabindex": "0", "role": "img", "aria-busy": "true", "aria-description": strings.keys },
    plot,
    still,
    noteText,
  );
  const toolbar = element(document, "div", "gradbook-tools", {
    "role": "toolbar",
    "aria-orientation": "vertical",
    "aria-label": strings.toolbar,
  });
  const buttons = tools.map((tool) => buttonOf(document, tool));
  toolbar.append(...buttons);
  walkedByArrows(toolbar, buttons);
  const syncTools = () => {
    tools.forEach(({ pressed }, i) => {
      if (pressed) buttons[i]?.setAttribute("aria-pressed", String(pressed()));
    });
  };
  syncTools();
  const messageLine = element(document, "div", "gradbook-message");
  const chip = element(document, "span", "gradbook-chip");
  const verdictText = element(document, "span", "");
  const verdictRow = element(document, "div", "gradbook-verdict", {}, chip, verdictText);
  const live = element(document, "div", "gradbook-hidden", { "aria-live": "polite", "role": "status" });
  const table = element(document, "div", "gradbook-data-scroll", { tabindex: "0" });
  const summary = element(document, "summary", "", {}, strings.data);
  const details = element(document, "details", "gradbook-data", {}, summary, table);
  const row = element(document, "div", "gradbook-row", {}, frame, toolbar);
  let beside: HTMLElement | null = null;
  const aside = element(document, "div", "gradbook-aside");
  const root = element(document, "div", "gradbook-box", {}, row);
  if (withMessage) root.append(messageLine, verdictRow);
  root.append(details, live);
  return {
    root,
    frame,
    plot,
    details,
    table,
    syncTools,
    reserve: ({ width, height, keepsAspect }) => {
      frame.style.flexBasis = `${width}px`;
      frame.style.height = keepsAspect ? "" : `${height}px`;
      frame.style.aspectRatio = keepsAspect ? `${width} / ${height}` : "";
    },
    note: (text) => {
      noteText.textContent = text;
    },
    describe: (text) => {
      if (frame.getAttribute("aria-label") !== text) frame.setAttribute("aria-label", text);
    },
    still: (picture) => {
      patch(document, still, picture ? [picture] : []);
      frame.dataset["drawnBy"] = picture ? "still" : "plot";
    },
    live: (live) => {
      root.classList.toggle("gradbook-live", live);
    },
    drawn: () => {
      noteText.textContent = "";
      frame.setAttribute("aria-busy", "false");
    },
    message: (text) => {
      if (messageLine.textContent !== text) messageLine.textContent = text;
    },
    verdict: (line) => {
      chip.hidden = line === null;
      chip.textContent = line?.chip ?? "";
      chip.dataset["kind"] = line?.kind ?? "";
      verdictText.textContent = line?.text ?? "";
    },
    beside: (part) => {
      // Moving the frame would take the focus from it and scroll it back.
      if (part === beside) return;
      beside = part;
      row.classList.toggle("gradbook-row-wraps", part !== null);
      if (part) aside.replaceChildren(part, toolbar);
      frame.after(part ? aside : toolbar);
      if (!part) aside.remove();
    },
    insert: (part) => details.before(part),
    announce: (text) => {
      live.textContent = text;
    },
  };
}

/** The tooltip is the style sheet's: the browser's own does not come to who uses the keyboard. */
function buttonOf(document: Document, tool: Tool): HTMLButtonElement {
  const button = element(
    document,
    "button",
    "",
    { "type": "button", "aria-label": tool.hint, "data-tip": tool.hint, "data-tool": tool.icon },
    icon(document, tool.icon),
  );
  button.addEventListener("click", tool.run);
  return button;
}
