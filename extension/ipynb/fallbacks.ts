import { PICTURE_MIME } from "../../engine/payload/mime.ts";
import type { Picture } from "../../engine/payload/pictures.ts";
import { stillPicture } from "../../renderer/views/pictures/stillPicture.ts";
import type { MimeBundle } from "../kernel/protocol.ts";
import { plotIn } from "./plotModel.ts";
import { PLOTLY_MIME, plotlyFigure } from "./plotly.ts";
import { plotSvg } from "./plotSvg.ts";

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
  try {
    const plot = plotIn(bundle);
    if (plot) return { [PLOTLY_MIME]: plotlyFigure(plot), "image/svg+xml": plotSvg(plot) };
    const picture = bundle[PICTURE_MIME] as Picture | undefined;
    return picture ? { "image/svg+xml": stillPicture(picture).svg } : null;
  } catch {
    return null;
  }
}

function pick(bundle: MimeBundle, names: readonly string[]): MimeBundle {
  return Object.fromEntries(names.filter((name) => name in bundle).map((name) => [name, bundle[name]]));
}
