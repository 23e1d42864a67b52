/** What a chart says in words: message line, text alternative, data table, and what a screen reader hears. */
import type { ChartBox } from "./chartBox.ts";
import { dataTable } from "./dataTable.ts";
import type { ShownChart } from "../../views/chart/shownChart.ts";
import type { Strings } from "../../views/text/strings.ts";

/** While points keep coming, description, verdict and table are renewed no more often than this, in milliseconds. */
const readingInterval = 1000;
/** While points keep coming, messages are spoken no more often than this, in milliseconds. */
const announceInterval = 5000;

/** The words of one chart. */
export class ChartTexts {
  readonly #document: Document;
  readonly #strings: Strings;
  readonly #box: ChartBox;
  #picture: ShownChart;
  #described = performance.now();
  #announced = -Infinity;
  #spoken: string | null;

  constructor(document: Document, strings: Strings, box: ChartBox, picture: ShownChart) {
    this.#document = document;
    this.#strings = strings;
    this.#box = box;
    this.#picture = picture;
    // What stood there when the chart came into view is read with it, not called out.
    this.#spoken = picture.message;
    box.message(picture.message ?? "");
    box.describe(picture.describe(strings));
    box.verdict(picture.verdict?.(strings) ?? null);
    box.details.addEventListener("toggle", () => this.#renewTable());
  }

  /** The message, and another training, at once; the rest, and speech, in their own time while the picture is live. */
  renew(picture: ShownChart): void {
    const another = picture.payload?.id !== this.#picture.payload?.id;
    this.#picture = picture;
    this.#box.message(picture.message ?? "");
    const now = performance.now();
    if (another || !picture.live || now - this.#described >= readingInterval) {
      this.#described = now;
      this.#box.describe(picture.describe(this.#strings));
      this.#box.verdict(picture.verdict?.(this.#strings) ?? null);
      this.#renewTable();
    }
    if (picture.message === null || picture.message === this.#spoken) return;
    if (picture.live && now - this.#announced < announceInterval) return;
    this.#announced = now;
    this.#spoken = picture.message;
    this.#box.announce(picture.message);
  }

  #renewTable(): void {
    if (!this.#box.details.open) return;
    const { xName, curves } = this.#picture;
    const table = dataTable(this.#document, xName(this.#strings), curves(), this.#strings);
    this.#box.table.replaceChildren(table);
  }
}
