import type { MimeBundle } from "../kernel/protocol.ts";
import { plotIn } from "./plotModel.ts";
import { PLOTLY_MIME, plotlyFigure } from "./plotly.ts";
import { plotSvg } from "./plotSvg.ts";

/**
 * The bundle with what others than Gradbook can show of its plot: Plotly's JSON for those that draw it, and an SVG
 * for all others. What the bundle has itself is left as it is.
 */
export function withFallbacks(bundle: MimeBundle): MimeBundle {
  const plot = plotIn(bundle);
  if (!plot) return bundle;
  const { "text/plain": text, ...rest } = bundle;
  return {
    ...rest,
    [PLOTLY_MIME]: rest[PLOTLY_MIME] ?? plotlyFigure(plot),
    "image/svg+xml": rest["image/svg+xml"] ?? plotSvg(plot),
    ...(text !== undefined && { "text/plain": text }),
  };
}
