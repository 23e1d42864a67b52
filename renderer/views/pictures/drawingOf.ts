import { activationDrawing } from "./activationDrawing.ts";
import { affineDrawing } from "./affine/affineDrawing.ts";
import { axesDrawing } from "./axes/axesDrawing.ts";
import { blocksDrawing } from "./networks/blocksDrawing.ts";
import { gradientsDrawing } from "./networks/gradientsDrawing.ts";
import { receptiveDrawing } from "./networks/receptiveDrawing.ts";
import { recurrenceDrawing } from "./networks/recurrenceDrawing.ts";
import { boundaryDrawing } from "./fit/boundaryDrawing.ts";
import { diagramDrawing } from "./diagramDrawing.ts";
import type { Drawing } from "./drawing.ts";
import { graphDrawing } from "./graph/graphDrawing.ts";
import { mapsDrawing } from "./maps/mapsDrawing.ts";
import type { Picture } from "../../../engine/payload/pictures.ts";
import { runsDrawing } from "./runs/runsDrawing.ts";
import { regressionDrawing } from "./fit/regressionDrawing.ts";

/** What a picture of ours looks like; pure, so that it can be drawn where there is no page. */
export function drawingOf(payload: Picture): Drawing {
  switch (payload.kind) {
    case "activation":
      return activationDrawing(payload);
    case "affine":
      return affineDrawing(payload);
    case "axes":
      return axesDrawing(payload);
    case "diagram":
      return payload.blocks ? blocksDrawing(payload, payload.blocks) : diagramDrawing(payload);
    case "graph":
      return graphDrawing(payload);
    case "regression":
      return regressionDrawing(payload);
    case "boundary":
      return boundaryDrawing(payload);
    case "recurrence":
      return recurrenceDrawing(payload);
    case "receptive":
      return receptiveDrawing(payload);
    case "gradients":
      return gradientsDrawing(payload);
    case "runs":
      return runsDrawing(payload);
    case "maps":
      return mapsDrawing(payload);
  }
}
