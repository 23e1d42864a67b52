/** What cells have for notebooks' sake: as `extension/kernel/display/cellDisplay.ts` and `extension/kernel/check` have it. */

/** Something that was displayed; it stays in the output of the cell that displayed it. A call's handle is not shown. */
interface DisplayHandle<Value = unknown> {
  /** Shows another value, of the same kind, in the same place. */
  update(value: Value): void;
  /** Takes it away. A later update shows it again, at the end. */
  clear(): void;
}
/** What plotly.js draws, as https://plotly.com/javascript/reference describes it. */
interface PlotlyFigure {
  /** The traces, an object each: `{ type: "bar", x: ["a", "b"], y: [1, 2] }`. */
  data: readonly object[];
  /** Title, axes, legend, size: `{ title: "…", xaxis: { title: "…" }, height: 400 }`. */
  layout?: object;
  /** What the figure does: `displayModeBar`, `scrollZoom`, `staticPlot`, `doubleClick`, `showTips`, `modeBarButtonsToRemove`. */
  config?: object;
}
interface Display {
  /**
   * Shows a value below the cell, as the cell's last value would be: tensors with a small picture, records as tables.
   * The handle that it gives is not shown, with or without a semicolon.
   * @example const shown = display("first"); shown.update("second");
   */
  (value: unknown): DisplayHandle;
  /** HTML in a frame of its own. Its scripts do not run unless asked for; then they reach nothing but their frame. */
  html(html: string, options?: { scripts?: boolean }): DisplayHandle<string>;
  /** Markdown, formulas between dollar signs included. */
  markdown(text: string): DisplayHandle<string>;
  /** A formula, such as `\\frac{1}{n}`. */
  latex(formula: string): DisplayHandle<string>;
  svg(svg: string): DisplayHandle<string>;
  /** @param image the file's bytes, or the same as base64 or a data URL */
  png(image: string | Uint8Array): DisplayHandle<string | Uint8Array>;
  /** A value as indented JSON. */
  json(value: unknown): DisplayHandle;
  /**
   * A figure in plotly.js's own words, for what `plot`, `bar`, `heatmap` and the others do not draw: surfaces, networks of
   * flows, violins and so on. Arrays, typed arrays and tensors hold the values; NaN is a gap. Colours come from the
   * editor's theme unless the figure names its own. Maps are not drawn, and nothing is loaded from the web.
   * @example display.plotly({ data: [{ type: "surface", z: x.matmul(x.T) }], layout: { title: "Products" } });
   */
  plotly(figure: PlotlyFigure): DisplayHandle<PlotlyFigure>;
  /** Shows `value` in the place called `name`: what the running cell displayed there before is replaced. */
  update(name: string, value: unknown): DisplayHandle;
  /** Takes away all that the running cell has shown and printed. */
  clear(): void;
  /**
   * A progress bar that is updated in place.
   * @param total null where it is not known
   * @example const bar = display.progress(100, "images"); bar.update(31, "loss 0.4");
   */
  progress(
    total: number | null,
    label?: string,
  ): {
    /** @param done how much of the total, or a running number where that is not known */
    update(done: number, text?: string): void;
  };
}
declare var display: Display;

interface CheckCloseOptions {
  /** Share of what is expected that a number may be off. Default 1e-4. */
  rtol?: number;
  /** How far off a number may be besides. Default 1e-6. */
  atol?: number;
  /** Said where it fails: what to think of. */
  hint?: string;
}
/** What each part of a check is given; whatever fails says what was expected, and what is there. */
interface CheckAssertions {
  /** `condition` must be true, and nothing else. */
  ok(condition: boolean, hint?: string): void;
  /** The same value: text, truth value, number, or arrays and plain objects of them. */
  equal(actual: unknown, expected: unknown, hint?: string): void;
  /** Numbers, arrays of them or tensors of the same shape, with room for rounding; the worst element is told. */
  close(actual: unknown, expected: unknown, options?: CheckCloseOptions | string): void;
  shape(actual: unknown, shape: readonly number[], hint?: string): void;
  dtype(actual: unknown, dtype: string, hint?: string): void;
  /**
   * `tensor.grad` is there and is close to `expected`; or to the slope of `expected`, measured at the tensor.
   * @example t.gradient(x, (x) => x.pow(2).sum())
   */
  gradient(tensor: unknown, expected: unknown, options?: CheckCloseOptions | string): void;
  /**
   * A history, or a function that trains and gives one, comes below a number early enough.
   * @example t.trains(history, { below: 0.5, within: 20 })
   */
  trains(
    history: unknown,
    options: { below: number; within?: number; metric?: string; hint?: string },
  ): Promise<void>;
  /** The function must throw; with `pattern`, something that says so. */
  throws(call: () => unknown, pattern?: RegExp | string, hint?: string): void;
}
type CheckTest = (t: CheckAssertions) => unknown;
/**
 * Looks at an exercise's answer, part by part, and says what is right and what is not. A part passes unless it throws
 * or gives `false`; each begins from the same seed.
 * @example await check("relu-slope", { "to the right of 0 it is 1": (t) => t.close(slope(2), 1) });
 */
declare function check(
  id: string,
  parts: Readonly<Record<string, CheckTest | { weight: number; test: CheckTest }>>,
): Promise<{ readonly id: string; readonly passed: boolean; readonly points: number; readonly of: number }>;
