/** What a cell can show besides its last value: as `extension/kernel/display/cellDisplay.ts` has it. */

/** Something that was displayed; it stays in the output of the cell that displayed it. */
interface DisplayHandle<Value = unknown> {
  /** Shows another value, of the same kind, in the same place. */
  update(value: Value): void;
  /** Takes it away. A later update shows it again, at the end. */
  clear(): void;
}
interface Display {
  /** Shows a value below the cell, as the cell's last value would be: tensors with a small picture, records as tables. */
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
