import type { ControlPayload } from "../../engine/payload/control.ts";
import {
  CONTROL_MIME,
  CURVES_MIME,
  FIGURE_MIME,
  PICTURE_MIME,
  PLOTLY_MIME,
} from "../../engine/payload/mime.ts";
import type { Chart } from "../../renderer/views/chart/chart.ts";
import { staticChart } from "../../renderer/views/chart/staticChart.ts";
import { controlSvg } from "../../renderer/views/controls/controlStill.ts";
import { staticPicture } from "../../renderer/views/pictures/staticPicture.ts";
import { safeFigure } from "../../renderer/views/plotly/safeFigure.ts";
import { readPayload } from "../../renderer/views/readPayload.ts";
import { paper } from "../../renderer/views/theme/theme.ts";
import type { MimeBundle } from "../kernel/protocol/protocol.ts";

/** What Plotly's own renderers draw. */
const STANDARD_PLOTLY_MIME = "application/vnd.plotly.v1+json";

/**
 * The bundle with what others than Gradbook can show of it: an SVG of a plot or a picture, and Plotly's JSON of a
 * plot for those that draw it. What the bundle has itself is left as it is, and so is one that cannot be drawn.
 */
export function withFallbacks(bundle: MimeBundle): MimeBundle {
  const drawn = drawnFrom(bundle);
  if (!drawn) return bundle;
  const { "text/plain": text, ...rest } = bundle;
  return {
    ...rest,
    ...drawn,
    ...pick(rest, Object.keys(drawn)),
    ...(text !== undefined && { "text/plain": text }),
  };
}

/** A cell may hand over anything under our names. */
function drawnFrom(bundle: MimeBundle): MimeBundle | null {
  const mime = [FIGURE_MIME, CURVES_MIME, PICTURE_MIME, PLOTLY_MIME].find((known) => known in bundle);
  if (mime === undefined) return CONTROL_MIME in bundle ? drawnControl(bundle[CONTROL_MIME]) : null;
  try {
    const payload = readPayload(mime, bundle[mime]);
    if (payload.kind === "picture") return { "image/svg+xml": staticPicture(payload.picture).svg };
    if (payload.kind === "plotly") return { [STANDARD_PLOTLY_MIME]: safeFigure(payload.plotly) };
    const { chart, svg } = staticChart(payload.kind === "figure" ? payload.figure : payload.curves);
    return { [STANDARD_PLOTLY_MIME]: plotlyFigure(chart), "image/svg+xml": svg };
  } catch {
    return null;
  }
}

/** A still of a drawing or of points; others are told in words. */
function drawnControl(payload: unknown): MimeBundle | null {
  try {
    const svg = controlSvg((payload as ControlPayload).control, "en");
    return svg === null ? null : { "image/svg+xml": svg };
  } catch {
    return null;
  }
}

/** As Jupyter's and VS Code's Plotly renderers draw it, so that it can be played with. */
function plotlyFigure({ data, layout }: Chart): object {
  const { background } = paper;
  return {
    data,
    layout: { ...layout, paper_bgcolor: background, plot_bgcolor: background },
    config: { responsive: true },
  };
}

function pick(bundle: MimeBundle, names: readonly string[]): MimeBundle {
  return Object.fromEntries(names.filter((name) => name in bundle).map((name) => [name, bundle[name]]));
}
