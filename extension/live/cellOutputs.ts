/** What one cell shows, in the page: console text, displays in place, the error. */
import type { CurvesPayload } from "../../engine/payload/curves.ts";
import {
  CHECK_MIME,
  CURVES_MIME,
  ERROR_MIME,
  FIGURE_MIME,
  MARKUP_MIME,
  PICTURE_MIME,
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

/** What the renderer's views draw, the richest first. */
const drawn = [CURVES_MIME, FIGURE_MIME, PICTURE_MIME, CHECK_MIME, TENSOR_MIME, TABLE_MIME];

let made = 0;

export class CellOutputs {
  readonly #parts: OutputParts;
  readonly #host: HTMLElement;
  readonly #displays = new Map<string, Display>();
  /** Ids under which the page draws. */
  readonly #drawn = new Set<string>();
  #stream: { name: string; pre: HTMLElement; pending: string } | null = null;
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

  /** A run begins. Its outputs take the place that the last one's had, so that what lies below does not jump. */
  begin(): void {
    this.#host.style.minHeight = `${this.#host.getBoundingClientRect().height}px`;
    this.clear();
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

  /** @param died whether the kernel is gone: then a chart that was growing has ended with it */
  finish(error: CellError | null, died: boolean): void {
    this.#flush();
    if (died) for (const [id, { data }] of this.#displays) this.#cutOff(id, data);
    if (error) {
      const root = this.#append();
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
    this.#host.replaceChildren();
  }

  #text(name: "stdout" | "stderr", text: string): void {
    if (this.#stream?.name !== name) {
      this.#flush();
      const pre = element(this.#parts.document, "pre", name);
      this.#host.append(pre);
      this.#stream = { name, pre, pending: "" };
    }
    this.#stream.pending += text;
    this.#frame ||= requestAnimationFrame(() => this.#flush());
  }

  #flush(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (!this.#stream || this.#stream.pending === "") return;
    this.#words = this.#stream.pending;
    this.#stream.pre.append(plain(this.#stream.pending));
    this.#stream.pending = "";
  }

  #display(id: string, data: MimeBundle): void {
    const chart = data[CURVES_MIME] as CurvesPayload | undefined;
    if (chart) this.#parts.charts.open(chart);
    const known = this.#displays.get(id);
    if (known) known.data = data;
    else this.#flush();
    const root = known?.root ?? this.#append();
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
    this.#forget(gone.root);
    gone.root.remove();
    this.#stream = null;
  }

  #append(): HTMLElement {
    const root = element(this.#parts.document, "div", "live-output", { id: `live-output-${++made}` });
    this.#host.append(root);
    return root;
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

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined ? "" : JSON.stringify(value);
}

/** Without the colours of a terminal. */
function plain(text: string): string {
  return text.replaceAll(/\u001b\[[\d;]*m/g, "");
}
