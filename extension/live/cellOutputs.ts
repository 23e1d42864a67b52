/** What one cell shows, in the page: console text, displays in place, the error. */
import type { ControlPayload } from "../../engine/payload/control.ts";
import type { CurvesPayload } from "../../engine/payload/curves.ts";
import {
  CHECK_MIME,
  CONTROL_MIME,
  CURVES_MIME,
  ERROR_MIME,
  FIGURE_MIME,
  MARKUP_MIME,
  PICTURE_MIME,
  PLOTLY_MIME,
  TABLE_MIME,
  TENSOR_MIME,
} from "../../engine/payload/mime.ts";
import { element } from "../../renderer/page/element.ts";
import type { PageOutputs } from "../../renderer/page/pageOutputs.ts";
import type { CellError, KernelOutput, MimeBundle } from "../kernel/protocol/protocol.ts";
import { chartWords, cutOffChart } from "../outputs/cutOffChart.ts";
import { errorPayload } from "../outputs/errorPayload.ts";
import { markupPayload } from "../outputs/markupPayload.ts";
import type { Charts } from "./charts.ts";

export interface OutputParts {
  document: Document;
  page: PageOutputs;
  charts: Charts;
  /** Markdown → HTML that is safe to put into the page. */
  markdown: (text: string) => Promise<string>;
  /** Says why a chart has ended, after the last whole epoch. */
  cutOff: (epoch: number) => string;
}

interface Display {
  root: HTMLElement;
  data: MimeBundle;
}

interface Stream {
  name: "stdout" | "stderr";
  pre: HTMLElement;
  pending: string;
  /** It stands in the place of text of the run before, which is still shown. */
  fresh: boolean;
}

/** An output that stands until the run has another for its place. */
interface Place {
  kind: string;
  root: HTMLElement;
}

/** What the renderer's views draw, the richest first. */
const drawn = [
  ...[CONTROL_MIME, CURVES_MIME, FIGURE_MIME, PICTURE_MIME, PLOTLY_MIME],
  ...[CHECK_MIME, TENSOR_MIME, TABLE_MIME],
];

let made = 0;

export class CellOutputs {
  readonly #parts: OutputParts;
  readonly #host: HTMLElement;
  readonly #displays = new Map<string, Display>();
  /** Ids under which the page draws. */
  readonly #drawn = new Set<string>();
  /** What each output is, for the run after this one. */
  readonly #kinds = new Map<HTMLElement, string>();
  #stream: Stream | null = null;
  #places: Place[] = [];
  /** This run's outputs, in order. */
  #order: HTMLElement[] = [];
  #frame = 0;
  /** The last value or text, in words. */
  #words = "";

  /** @param host holds what the page was written with, until the cell runs */
  constructor(host: HTMLElement, parts: OutputParts) {
    this.#host = host;
    this.#parts = parts;
    for (const { id } of host.querySelectorAll("figure[data-mime]")) this.#drawn.add(id);
  }

  /** What the cell has shown in its last run, shortly, for those who cannot see it. */
  get words(): string {
    const text = this.#words.trim().replaceAll(/\s+/g, " ");
    return text.length > 200 ? `${text.slice(0, 200)}…` : text;
  }

  /**
   * A run begins. Its outputs take the place that the last one's had, so that what lies below does not jump.
   * @param byItself whether those stay until this run has others of their kinds, which are drawn in them: nothing is
   *   taken away and made again, which would be seen as a flicker, and a control keeps the hand that moves it
   */
  begin(byItself: boolean): void {
    this.#host.style.minHeight = `${this.#host.getBoundingClientRect().height}px`;
    if (!byItself) return this.clear();
    this.#flush();
    for (const { data } of this.#displays.values()) this.#close(data);
    this.#displays.clear();
    this.#stream = null;
    this.#words = "";
    this.#order = [];
    this.#places = [...this.#host.children].map((root) => ({
      kind: this.#kinds.get(root as HTMLElement) ?? "",
      root: root as HTMLElement,
    }));
  }

  accept(output: KernelOutput): void {
    if (output.type === "stream") this.#text(output.name, output.text);
    else if (output.type === "display") this.#display(output.id, output.data);
    else if (output.type === "delta") this.#parts.charts.apply(output.delta);
    else if (output.type === "clear") this.#clear(output.id);
  }

  /** A line of the page's own about the run. */
  note(text: string): void {
    this.#text("stderr", `${text}\n`);
    this.#flush();
    this.#stream = null;
  }

  /**
   * @param died whether the kernel is gone: then a chart that was growing has ended with it
   * @param replaced whether the cell runs again at once: what it did not come to stays until then
   */
  finish(error: CellError | null, { died = false, replaced = false } = {}): void {
    this.#flush();
    if (!replaced) this.#endPlaces();
    if (died) for (const [id, { data }] of this.#displays) this.#cutOff(id, data);
    if (error) {
      const root = this.#append(ERROR_MIME);
      const payload = errorPayload(error);
      this.#render(root, ERROR_MIME, payload);
    }
    this.#host.style.minHeight = "";
  }

  clear(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    for (const id of this.#drawn) this.#parts.page.dispose(id);
    this.#drawn.clear();
    for (const { data } of this.#displays.values()) this.#close(data);
    this.#displays.clear();
    this.#stream = null;
    this.#words = "";
    this.#places = [];
    this.#order = [];
    this.#kinds.clear();
    this.#host.replaceChildren();
  }

  /** No more outputs come: those of the run before that are left go, and all stand as they came. */
  #endPlaces(): void {
    for (const { root } of this.#places) this.#remove(root);
    this.#places = [];
    const { children } = this.#host;
    if (this.#order.length === children.length && this.#order.some((root, i) => children[i] !== root))
      this.#host.replaceChildren(...this.#order);
  }

  /** Where the run before had an output of this kind, or one more at the end. */
  #place(kind: string, make: () => HTMLElement): { root: HTMLElement; taken: boolean } {
    // An error belongs to the run that it ended.
    const at = kind === ERROR_MIME ? -1 : this.#places.findIndex((place) => place.kind === kind);
    const [place] = at < 0 ? [] : this.#places.splice(at, 1);
    const root = place?.root ?? make();
    if (!place) this.#host.append(root);
    this.#kinds.set(root, kind);
    this.#order.push(root);
    return { root, taken: place !== undefined };
  }

  #remove(root: HTMLElement): void {
    this.#forget(root);
    this.#kinds.delete(root);
    root.remove();
  }

  #text(name: "stdout" | "stderr", text: string): void {
    if (this.#stream?.name !== name) {
      this.#flush();
      const { root: pre, taken } = this.#place(name, () => element(this.#parts.document, "pre", name));
      this.#stream = { name, pre, pending: "", fresh: taken };
    }
    this.#stream.pending += text;
    this.#frame ||= requestAnimationFrame(() => this.#flush());
  }

  #flush(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (!this.#stream || this.#stream.pending === "") return;
    this.#words = this.#stream.pending;
    if (this.#stream.fresh) this.#stream.pre.replaceChildren();
    this.#stream.fresh = false;
    this.#stream.pre.append(plain(this.#stream.pending));
    this.#stream.pending = "";
  }

  #display(id: string, data: MimeBundle): void {
    const chart = data[CURVES_MIME] as CurvesPayload | undefined;
    if (chart) this.#parts.charts.open(chart);
    const known = this.#displays.get(id);
    if (known) known.data = data;
    else this.#flush();
    const root = known?.root ?? this.#append(kindOf(data));
    if (!known) {
      this.#displays.set(id, { root, data });
      this.#stream = null;
    }
    const words = data["text/plain"];
    if (typeof words === "string") this.#words = words;
    this.#show(root, data);
  }

  #clear(id: string | null): void {
    if (id === null) return this.clear();
    this.#flush();
    const gone = this.#displays.get(id);
    if (!gone) return;
    this.#displays.delete(id);
    this.#close(gone.data);
    this.#order = this.#order.filter((root) => root !== gone.root);
    this.#remove(gone.root);
    this.#stream = null;
  }

  #append(kind: string): HTMLElement {
    const id = `live-output-${++made}`;
    return this.#place(kind, () => element(this.#parts.document, "div", "live-output", { id })).root;
  }

  #show(root: HTMLElement, data: MimeBundle): void {
    const { document, markdown } = this.#parts;
    const mime = drawn.find((known) => known in data);
    if (mime !== undefined) return this.#render(root, mime, data[mime]);
    for (const [kind, value] of Object.entries(data)) {
      const markup = markupPayload(kind, value);
      // No script runs in this page but its own.
      if (markup) return this.#render(root, MARKUP_MIME, { ...markup, scripts: false });
    }
    this.#forget(root);
    const words = textOf(data["text/plain"]);
    for (const [kind, value] of Object.entries(data)) {
      const base64 = textOf(value).replaceAll(/\s/g, "");
      if (!/^image\/[\w.+-]+$/.test(kind) || !/^[A-Za-z\d+/]+=*$/.test(base64)) continue;
      const src = `data:${kind};base64,${base64}`;
      return root.replaceChildren(element(document, "img", "", { src, alt: plain(words) }));
    }
    const written = data["text/markdown"] ?? data["text/latex"];
    if (written !== undefined) {
      void markdown(textOf(written)).then((html) => {
        const section = element(document, "section", "text");
        section.innerHTML = html;
        root.replaceChildren(section);
      });
      return;
    }
    const json = data["application/json"];
    const text = json === undefined ? words : JSON.stringify(json, null, 2);
    root.replaceChildren(...(text === "" ? [] : [element(document, "pre", "", {}, plain(text))]));
  }

  #render(root: HTMLElement, mime: string, value: unknown): void {
    this.#drawn.add(root.id);
    // A chart changes its payload in place.
    this.#parts.page.render(root.id, mime, () => structuredClone(value), root);
  }

  #forget(root: HTMLElement): void {
    if (this.#drawn.delete(root.id)) this.#parts.page.dispose(root.id);
  }

  #close(data: MimeBundle): void {
    const chart = data[CURVES_MIME] as CurvesPayload | undefined;
    if (chart) this.#parts.charts.close(chart.id);
  }

  #cutOff(id: string, data: MimeBundle): void {
    const opened = data[CURVES_MIME] as CurvesPayload | undefined;
    const last = opened && this.#parts.charts.snapshot(opened.id);
    if (last?.state !== "running") return;
    const ended = cutOffChart(last, this.#parts.cutOff);
    if (ended) this.#display(id, { ...data, [CURVES_MIME]: ended, "text/plain": chartWords(ended) });
  }
}

/** What an output is, by its richest part. */
function kindOf(data: MimeBundle): string {
  const control = data[CONTROL_MIME] as ControlPayload | undefined;
  if (control) return `control ${control.key}`;
  return Object.keys(data).find((mime) => mime !== "text/plain") ?? "text/plain";
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined ? "" : JSON.stringify(value);
}

/** Without the colours of a terminal. */
function plain(text: string): string {
  return text.replaceAll(/\u001b\[[\d;]*m/g, "");
}
