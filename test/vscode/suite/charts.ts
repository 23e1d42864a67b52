/** The charts that are drawn in the window, read from the elements that a person sees. */
import { click, inOutputs, until } from "./browser.ts";

export interface DrawnTrace {
  /** Legend entry. */
  name: string;
  /** Points that it was given; null where a number was not finite. */
  x: (number | null)[];
  y: (number | null)[];
  /** Line or markers as drawn, in pixels; zero when nothing can be seen. */
  width: number;
  height: number;
  /** Corners of its drawn line. */
  corners: number;
}

export interface DrawnChart {
  title: string;
  yLabels: string[];
  traces: DrawnTrace[];
  /** What a screen reader says of it. */
  description: string;
  /** Colour of its text, as CSS. */
  textColour: string;
  /** The words drawn in the picture. */
  texts: string[];
  /** The line under it: progress, or why the training ended. */
  message: string;
  /** The verdict, or how early stopping stands. */
  chip: string;
  width: number;
  height: number;
}

/**
 * The chart whose title or y axis matches `words`, once it is drawn in the notebook that is open. Charts are drawn
 * when their cell comes into view.
 */
export function drawnChart(words: RegExp): Promise<DrawnChart> {
  return until(`a chart named ${words.source}`, async () => {
    const charts = (await inOutputs(readCharts)).flat();
    return charts.find(({ title, yLabels }) => [title, ...yLabels].some((text) => words.test(text)));
  });
}

/** Runs in the page: reads Plotly's elements, and what the SVG shows for each trace. */
function readCharts(): DrawnChart[] {
  interface Axis {
    title?: { text?: string };
  }
  interface Graph extends HTMLElement {
    data: { name?: string; x: ArrayLike<number | null>; y: ArrayLike<number | null> }[];
    layout: Record<string, Axis> & { title?: { text?: string }; font?: { color?: string } };
  }
  // As a person who turns to a chart: then it is Plotly's, which can be asked for what it shows.
  for (const frame of document.querySelectorAll(".gradbook-frame")) {
    frame.dispatchEvent(new PointerEvent("pointerenter"));
  }
  const graphs = [
    ...document.querySelectorAll<Graph>('.gradbook-frame[data-drawn-by="plot"] > .js-plotly-plot'),
  ];
  return graphs.map((graph) => {
    const drawn = [...graph.querySelectorAll(".scatterlayer .trace")];
    const box = graph.getBoundingClientRect();
    const axes = Object.keys(graph.layout).filter((key) => key.startsWith("yaxis"));
    return {
      title: graph.layout.title?.text ?? "",
      yLabels: axes.map((key) => graph.layout[key]?.title?.text ?? ""),
      traces: graph.data.map((trace, i) => {
        const shape = drawn[i]?.getBoundingClientRect();
        return {
          name: trace.name ?? "",
          x: Array.from(trace.x),
          y: Array.from(trace.y),
          width: shape?.width ?? 0,
          height: shape?.height ?? 0,
          corners: (drawn[i]?.querySelector(".js-line")?.getAttribute("d") ?? "").split(/[ML]/).length - 1,
        };
      }),
      description: graph.closest("[aria-label]")?.getAttribute("aria-label") ?? "",
      textColour: graph.layout.font?.color ?? "",
      texts: [...graph.querySelectorAll(".main-svg text")].map((text) => text.textContent ?? ""),
      message: graph.closest(".gradbook-box")?.querySelector(".gradbook-message")?.textContent ?? "",
      chip: graph.closest(".gradbook-box")?.querySelector(".gradbook-chip")?.textContent ?? "",
      width: box.width,
      height: box.height,
    };
  });
}

/**
 * Gives the focus to a picture that has words beside it. On a narrow page these stand above it, and its middle lies
 * below the window, where no pointer gets.
 */
export async function focusPicture(): Promise<void> {
  await click("outputs", ".gradbook-panel-title");
  await inOutputs(() =>
    document.querySelector<HTMLElement>(".gradbook-frame")?.focus({ preventScroll: true }),
  );
}

/** The share of the chart whose text alternative holds `label` that can be seen in the window; null where there is none. */
export async function shareInView(label: string): Promise<number | null> {
  const shares = await Promise.all(await inOutputs(seenShare, label));
  return shares.find((share) => share !== null) ?? null;
}

/** Runs in the page. */
function seenShare(label: string): Promise<number | null> {
  const frame = [...document.querySelectorAll(".gradbook-frame")].find((found) =>
    found.getAttribute("aria-label")?.includes(label),
  );
  return new Promise((resolve) => {
    if (!frame) return resolve(null);
    const observer = new IntersectionObserver(([entry]) => {
      observer.disconnect();
      resolve(entry?.intersectionRatio ?? null);
    });
    observer.observe(frame);
  });
}
