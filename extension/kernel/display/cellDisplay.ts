/** The global `display` of cells. */
import { uniqueId } from "./ids.ts";
import { handle } from "./handles.ts";
import { mimeBundle, type Showing } from "./mimeBundle.ts";
import { plotlyBundle, type PlotlyFigure } from "./plotly/plotlyBundle.ts";
import type { MimeBundle } from "../protocol/protocol.ts";
import { progressText } from "./progressText.ts";
import { rich, type HtmlOptions } from "./richValues.ts";
import { callingRun, type Run } from "../cell/runContext.ts";

/** Something that was displayed; it stays in the output of the cell that displayed it. A call's handle is not shown. */
export interface DisplayHandle<Value = unknown> {
  /** Shows another value, of the same kind, in the same place. */
  update(value: Value): void;
  /** Takes it away. A later update shows it again, at the end. */
  clear(): void;
}

/** A bar that is updated in place. */
export interface Progress {
  /** @param done how much of the total, or a running number where the total is not known */
  update(done: number, text?: string): void;
}

export interface Display {
  /** Shows a value in the output of the running cell, as the cell's last value would be. */
  (value: unknown): DisplayHandle;
  /** HTML in a frame of its own. Its scripts do not run unless asked for. */
  html(html: string, options?: HtmlOptions): DisplayHandle<string>;
  /** Markdown, formulas between dollar signs included. */
  markdown(text: string): DisplayHandle<string>;
  /** A formula, such as `\frac{1}{n}`. */
  latex(formula: string): DisplayHandle<string>;
  svg(svg: string): DisplayHandle<string>;
  /** @param image the file's bytes, or the same as base64 or a data URL */
  png(image: string | Uint8Array): DisplayHandle<string | Uint8Array>;
  /** A value as indented JSON. */
  json(value: unknown): DisplayHandle;
  /** A figure in plotly.js's own words. */
  plotly(figure: PlotlyFigure): DisplayHandle<PlotlyFigure>;
  /** Shows `value` in the place called `name`: what the running cell displayed there before is replaced. */
  update(name: string, value: unknown): DisplayHandle;
  /** Takes away all that the running cell has shown and printed. */
  clear(): void;
  /** A progress bar. @param total null where it is not known */
  progress(total: number | null, label?: string): Progress;
}

export function makeDisplay(showing: Showing): Display {
  const inRun = <Value>(
    bundleOf: (value: Value) => MimeBundle,
    value: Value,
    named?: string,
  ): DisplayHandle<Value> => {
    const run = callingRun();
    const id = run && named !== undefined ? placeOf(run, named) : `display-${uniqueId()}`;
    const update = (shown: Value): void => run?.outputs.display(id, bundleOf(shown));
    update(value);
    return handle({ update, clear: () => run?.outputs.clear(id) });
  };
  const byKind = (value: unknown): MimeBundle => mimeBundle(value, showing);
  return Object.assign((value: unknown) => inRun(byKind, value), {
    html: (html: string, options?: HtmlOptions) => inRun((text: string) => rich.html(text, options), html),
    markdown: (text: string) => inRun(rich.markdown, text),
    latex: (formula: string) => inRun(rich.latex, formula),
    svg: (svg: string) => inRun(rich.svg, svg),
    png: (image: string | Uint8Array) => inRun<string | Uint8Array>(rich.png, image),
    json: (value: unknown) => inRun((shown: unknown) => rich.json(shown, showing.keep), value),
    plotly: (figure: PlotlyFigure) => inRun(plotlyBundle, figure),
    update: (name: string, value: unknown) => inRun(byKind, value, name),
    clear: () => callingRun()?.outputs.clear(null),
    progress: (total: number | null, label = ""): Progress => {
      const startedAt = performance.now();
      const textOf = ([done, text]: readonly [number, string]): MimeBundle => ({
        "text/plain": progressText({ done, total, label, text, ms: performance.now() - startedAt }),
      });
      const shown = inRun<readonly [number, string]>(textOf, [0, ""]);
      return handle({ update: (done, text = "") => shown.update([done, text]) });
    },
  });
}

/** The id of a place that a run has given a name. */
function placeOf(run: Run, name: string): string {
  return `display-${run.id}-${name}`;
}
