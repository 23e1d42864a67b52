import { randomUUID } from "node:crypto";
import { inspect, type InspectOptions } from "node:util";
import type { Figure, Host } from "../../engine/host.ts";
import { FIGURE_MIME, type FigurePayload } from "../../renderer/payload.ts";
import type { AttentionFlag } from "./attention.ts";
import { LiveChart, sample } from "./liveChart.ts";
import type { MimeBundle } from "./protocol.ts";
import { callingRun } from "./runContext.ts";

/** How values are written as text. */
export const inspectOptions: InspectOptions = {
  depth: 4,
  maxArrayLength: 100,
  maxStringLength: 10_000,
  breakLength: 100,
};

/** What a value is shown as; always with `text/plain`. A value may speak for itself with `toMimeBundle()`. */
export function mimeBundle(value: unknown, colors: boolean): MimeBundle {
  const own = ownBundle(value);
  if (own && "text/plain" in own) return own;
  return { ...own, "text/plain": inspect(value, { ...inspectOptions, colors }) };
}

function ownBundle(value: unknown): MimeBundle | null {
  if (typeof value !== "object" || value === null || !("toMimeBundle" in value)) return null;
  if (typeof value.toMimeBundle !== "function") return null;
  const bundle: unknown = (value.toMimeBundle as () => unknown).call(value);
  if (typeof bundle === "object" && bundle !== null && !Array.isArray(bundle)) return bundle as MimeBundle;
  throw new TypeError("toMimeBundle() must return an object from MIME types to data.");
}

/** What `display(value)` gives back. */
export interface DisplayHandle {
  /** Shows another value in the same place. */
  update(value: unknown): void;
}

/** The global `display`: shows a value in the output of the cell that calls it. */
export function makeDisplay(colors: boolean): (value: unknown) => DisplayHandle {
  return (value) => {
    const run = callingRun();
    const id = `display-${randomUUID()}`;
    const show = (shown: unknown): void => run?.outputs.display(id, mimeBundle(shown, colors));
    show(value);
    return { update: show };
  };
}

/** What the engine draws on: the output of the run that calls it. */
export function engineHost(attention: AttentionFlag): Host {
  return {
    showFigure(figure) {
      const payload = figurePayload(figure);
      callingRun()?.outputs.display(`figure-${randomUUID()}`, {
        [FIGURE_MIME]: payload,
        "text/plain": describeFigure(payload),
      });
    },
    openChart(options) {
      const run = callingRun();
      if (!run) return { update: () => undefined };
      const chart = new LiveChart(run.outputs, options);
      run.charts.add(chart);
      return chart;
    },
    display(bundle) {
      callingRun()?.outputs.display(`display-${randomUUID()}`, bundle);
    },
    interrupted: attention.stopWanted,
    acknowledgeInterrupt: () => attention.acknowledge(),
  };
}

function figurePayload(figure: Figure): FigurePayload {
  return {
    ...figure,
    version: 1,
    series: figure.series.map((series) => ({
      ...series,
      x: Array.from(series.x, sample),
      y: Array.from(series.y, sample),
    })),
  };
}

/** The figure in words, for readers that cannot draw it. */
function describeFigure({ title, series, xLabel, yLabel }: FigurePayload): string {
  const head = title !== "" ? title : [yLabel, xLabel].filter((label) => label !== "").join(" against ");
  const lines = series.map(({ name, x }) => `${name === "" ? "curve" : name}: ${x.length} points`);
  return [head === "" ? "Figure" : `Figure: ${head}`, ...lines].join("\n");
}
