/** One picture of ours in the page: drawn when its size is known, pointed at by mouse and keyboard, saved. */
import { type ChartBox, makeChartBox, type Tool } from "../chart/chartBox.ts";
import type { Stage } from "../chart/chartView.ts";
import { Controls } from "./controls.ts";
import type { Drawing, DrawingFrame, Extent } from "../../views/pictures/drawing.ts";
import { element } from "../element.ts";
import { PanelView } from "./panel.ts";
import { pictureTextsFor, type PictureTexts } from "../../views/pictures/pictureTexts.ts";
import { fileNameOf, saveDataUrl, svgUrl } from "../saveImage.ts";
import { svg, type SvgNode, svgText } from "../../views/svg/svg.ts";
import { patch } from "./patchSvg.ts";

export class PictureView {
  readonly #stage: Stage;
  readonly #texts: PictureTexts;
  readonly #box: ChartBox;
  readonly #tip: HTMLElement;
  readonly #controls: Controls;
  readonly #panel: PanelView;
  readonly #observer: ResizeObserver;
  readonly #window: Window & typeof globalThis;
  #drawing: Drawing;
  #focus: string | null = null;
  #request = 0;
  /** Whether a control was moved since the last drawing: what it speaks of has to be in view. */
  #follows = false;

  constructor(stage: Stage, drawing: Drawing) {
    const { document, strings } = stage;
    if (!document.defaultView) throw new Error("render: the output's document is not in a window");
    this.#window = document.defaultView;
    this.#stage = stage;
    this.#texts = pictureTextsFor(strings.language);
    this.#drawing = drawing;
    const tools: Tool[] = [
      { icon: "savePng", hint: strings.savePng, run: () => void this.#save("png") },
      { icon: "saveSvg", hint: strings.saveSvg, run: () => void this.#save("svg") },
    ];
    this.#box = makeChartBox(document, strings, tools, false);
    this.#tip = element(document, "div", "gradbook-tip", { hidden: "" });
    const { frame, details } = this.#box;
    frame.append(this.#tip);
    this.#controls = new Controls(document, this.#texts, () => this.#moved());
    this.#panel = new PanelView(document, this.#controls.root);
    frame.addEventListener("keydown", (event) => this.#pressed(event));
    frame.addEventListener("blur", () => this.#point(null));
    frame.addEventListener("pointermove", (event) => this.#point(keyUnder(event)));
    frame.addEventListener("pointerleave", () => this.#point(null));
    details.open = drawing.tableOpen;
    details.addEventListener("toggle", () => this.#renewTable());
    this.#observer = new this.#window.ResizeObserver(() => this.redraw());
    this.#observer.observe(frame);
    this.show(drawing);
  }

  get root(): HTMLElement {
    return this.#box.root;
  }

  /** Shows `drawing` in the same box. */
  show(drawing: Drawing): void {
    this.#drawing = drawing;
    this.#controls.show(drawing.controls?.(this.#texts) ?? []);
    this.#box.beside(drawing.panel ? this.#panel.root : null);
    const { frame } = this.#box;
    frame.setAttribute("aria-description", drawing.keysText?.(this.#texts) ?? this.#texts.keys);
    this.#box.reserve({ width: drawing.width, height: drawing.height(drawing.width), keepsAspect: false });
    this.#box.describe(drawing.describe(this.#texts));
    this.#renewTable();
    this.redraw();
  }

  /** Draws in the next frame. */
  redraw(): void {
    this.#request ||= this.#window.requestAnimationFrame(() => {
      this.#request = 0;
      this.#draw();
    });
  }

  dispose(): void {
    this.#observer.disconnect();
    if (this.#request) this.#window.cancelAnimationFrame(this.#request);
    this.#box.root.remove();
  }

  #draw(): void {
    const width = this.#box.frame.clientWidth;
    // A hidden output has no size; the observer calls again when it is shown.
    if (width === 0) return;
    this.#box.frame.style.height = `${this.#drawing.height(width)}px`;
    const { plot } = this.#box;
    plot.classList.toggle("gradbook-scrolls", this.#drawing.extent !== undefined);
    patch(this.#stage.document, plot, [this.#svg(width, this.#focus)]);
    const panel = this.#drawing.panel?.(this.#controls.settings, this.#texts);
    if (panel) this.#panel.show(panel, this.#stage.theme());
    if (this.#follows) this.#bringIntoView();
    this.#follows = false;
    this.#placeTip();
    this.#box.drawn();
  }

  /** @param whole in full size, as it is saved */
  #svg(width: number, focus: string | null, whole = false): SvgNode {
    const theme = this.#stage.theme();
    const settings = this.#controls.settings;
    const size = this.#sizeAt(width);
    const frame: DrawingFrame = { width: size.width, theme, texts: this.#texts, focus, settings };
    const scale = whole ? 1 : size.scale;
    const shown = { width: Math.round(size.width * scale), height: Math.round(size.height * scale) };
    return svg(
      "svg",
      { ...shown, "viewBox": `0 0 ${size.width} ${size.height}`, "font-family": theme.fontFamily },
      ...this.#drawing.draw(frame),
    );
  }

  /** Of the whole picture, of which the frame may show a part. */
  #sizeAt(width: number): Extent & { scale: number } {
    return this.#drawing.extent?.(width) ?? { width, height: this.#drawing.height(width), scale: 1 };
  }

  #moved(): void {
    this.#follows = true;
    const panel = this.#drawing.panel?.(this.#controls.settings, this.#texts);
    if (panel)
      this.#box.announce([...panel.lines.map(({ text }) => text), panel.said ?? ""].join(" ").trim());
    this.redraw();
  }

  /** Scrolls within the frame, as far as needed. */
  #bringIntoView(): void {
    const target = this.#drawing.inView?.(this.#controls.settings);
    if (!target) return;
    const { plot, frame } = this.#box;
    const { scale } = this.#sizeAt(frame.clientWidth);
    const shift = (from: number, room: number, start: number, size: number): number => {
      const margin = Math.min(60, Math.max(0, (room - size) / 2));
      if (start - margin < from) return start - margin;
      return start + size + margin > from + room ? start + size + margin - room : from;
    };
    plot.scrollTop = shift(plot.scrollTop, plot.clientHeight, target.y * scale, target.height * scale);
    plot.scrollLeft = shift(plot.scrollLeft, plot.clientWidth, target.x * scale, target.width * scale);
  }

  #point(key: string | null): void {
    if (key === this.#focus) return;
    this.#focus = key;
    this.redraw();
  }

  /** Beside what is pointed at, within the frame. */
  #placeTip(): void {
    const { frame, plot } = this.#box;
    const key = this.#focus;
    const target = key === null ? null : plot.querySelector(`[data-key="${key}"]`);
    const lines = key === null ? [] : this.#drawing.tip(key, this.#texts);
    this.#tip.hidden = !target || lines.length === 0;
    if (!target || lines.length === 0) return;
    this.#tip.replaceChildren(...lines.map((text) => element(this.#stage.document, "div", "", {}, text)));
    const [box, at] = [frame.getBoundingClientRect(), target.getBoundingClientRect()];
    const [x, y] = [at.left - box.left + at.width / 2, at.top - box.top + Math.min(at.height / 2, 60)];
    const { offsetWidth: width, offsetHeight: height } = this.#tip;
    const left = x + 16 + width <= box.width ? x + 16 : Math.max(0, x - 16 - width);
    const top = Math.max(0, Math.min(y - height / 2, box.height - height));
    this.#tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  #pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { keys } = this.#drawing;
    const now = this.#focus === null ? -1 : keys.indexOf(this.#focus);
    const steps: Record<string, number> = {
      ArrowRight: now + 1,
      ArrowDown: now + 1,
      ArrowLeft: now < 0 ? keys.length - 1 : now - 1,
      ArrowUp: now < 0 ? keys.length - 1 : now - 1,
      PageDown: now + 10,
      PageUp: now - 10,
      Home: 0,
      End: keys.length - 1,
    };
    const stepping = this.#controls.stepping;
    if (event.key === "Escape" && this.#focus !== null) this.#point(null);
    else if (stepping >= 0 && Object.hasOwn(steps, event.key)) {
      const { at, step } = this.#controls.stepOf(stepping);
      const by: Record<string, number> = {
        ArrowRight: step,
        ArrowDown: step,
        PageDown: 10 * step,
        ArrowLeft: -step,
        ArrowUp: -step,
      };
      const ends: Record<string, number> = { Home: -Infinity, End: Infinity };
      const to = ends[event.key] ?? at + (by[event.key] ?? -10 * step);
      this.#controls.move(stepping, to);
    } else if (Object.hasOwn(steps, event.key)) {
      const wanted = Math.min(Math.max(steps[event.key] ?? 0, 0), keys.length - 1);
      const key = keys[wanted] ?? null;
      this.#point(key);
      if (key !== null) this.#box.announce(this.#drawing.tip(key, this.#texts).join(", "));
    } else return;
    // VS Code hears keys on the window and would move to another cell.
    event.stopPropagation();
    event.preventDefault();
  }

  #renewTable(): void {
    if (!this.#box.details.open) return;
    const { document } = this.#stage;
    const { head, rows, hints } = this.#drawing.table(this.#texts);
    // Numbers end where the next begins below; what is read begins at the left.
    const isRead = head.map((_, i) => rows.some((cells) => /^(?!NaN$|Infinity$)\p{L}/u.test(cells[i] ?? "")));
    const row = (tag: "th" | "td", cells: readonly string[], hint?: string) =>
      element(
        document,
        "tr",
        "",
        {},
        ...cells.map((text, i) =>
          element(
            document,
            tag,
            "",
            {
              ...(isRead[i] && { "data-read": "" }),
              ...(i === hints?.column && { "data-words": "", ...(hint !== undefined && { title: hint }) }),
            },
            text,
          ),
        ),
      );
    this.#box.table.replaceChildren(
      element(
        document,
        "table",
        "",
        {},
        element(document, "thead", "", {}, row("th", head)),
        element(document, "tbody", "", {}, ...rows.map((cells, i) => row("td", cells, hints?.texts[i]))),
      ),
    );
  }

  async #save(format: "png" | "svg"): Promise<void> {
    const { document, theme, strings } = this.#stage;
    const { width, height } = this.#sizeAt(this.#box.frame.clientWidth || this.#drawing.width);
    try {
      const bare = this.#svg(width, null, true);
      const paper = svg("rect", { width, height, fill: theme().background });
      const text = svgText({
        ...bare,
        attributes: { ...bare.attributes, xmlns: "http://www.w3.org/2000/svg" },
        children: [paper, ...bare.children],
      });
      const url = svgUrl(text);
      const saved = format === "svg" ? url : await pixels(document, url, width, height);
      saveDataUrl(document, saved, fileNameOf(this.#drawing.fileName, format));
    } catch (error) {
      this.#box.announce(strings.cannotSave(error instanceof Error ? error.message : String(error)));
    }
  }
}

function keyUnder(event: PointerEvent): string | null {
  const target = event.target as Element | null;
  return target?.closest("[data-key]")?.getAttribute("data-key") ?? null;
}

/** The picture as a PNG of twice its size. */
async function pixels(document: Document, url: string, width: number, height: number): Promise<string> {
  const image = document.createElement("img");
  image.src = url;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * width, 2 * height];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}
