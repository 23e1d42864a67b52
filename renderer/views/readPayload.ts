/** Checks what arrives as JSON, so that a broken or newer payload is a sentence and not a broken page. */
import type { CurvesPayload } from "../../engine/payload/curves.ts";
import type { Figure } from "../../engine/payload/figure.ts";
import { CURVES_MIME, FIGURE_MIME, PICTURE_MIME, PLOTLY_MIME } from "../../engine/payload/mime.ts";
import type { Picture } from "../../engine/payload/pictures.ts";
import type { PlotlyPayload } from "../../engine/payload/plotly/figure.ts";

export type Payload =
  | { kind: "figure"; figure: Figure }
  | { kind: "curves"; curves: CurvesPayload }
  | { kind: "picture"; picture: Picture }
  | { kind: "plotly"; plotly: PlotlyPayload };

/** The lists that each kind of picture cannot be drawn without. */
const pictureLists: Readonly<Record<Picture["kind"], readonly string[]>> = {
  activation: ["x", "y", "slope", "received"],
  affine: ["weight", "points"],
  axes: ["panels"],
  diagram: ["columns", "links", "rows"],
  graph: ["nodes", "links", "steps"],
  regression: ["x", "y", "sets"],
  boundary: ["classes", "across", "up", "said", "lead"],
  recurrence: ["steps"],
  receptive: ["layers"],
  gradients: ["x", "lines"],
  runs: ["runs", "differing"],
  maps: ["xTicks", "yTicks", "groups"],
};

/** @throws {TypeError} saying what is wrong with `value`. */
export function readPayload(mime: string, value: unknown): Payload {
  if (![FIGURE_MIME, CURVES_MIME, PICTURE_MIME, PLOTLY_MIME].includes(mime))
    throw new TypeError(`unknown type ${mime}`);
  const record = recordOf(value, "payload");
  if (record["version"] !== 1) throw new TypeError(`unknown version ${String(record["version"])}`);
  if (mime === PICTURE_MIME) return { kind: "picture", picture: readPicture(record) };
  if (mime === PLOTLY_MIME) return { kind: "plotly", plotly: readPlotly(record) };
  const { series } = record;
  if (!Array.isArray(series)) throw new TypeError("series is missing");
  series.forEach((one, i) => {
    const { x, y } = recordOf(one, `series ${i + 1}`);
    if (!Array.isArray(x) || !Array.isArray(y)) throw new TypeError(`series ${i + 1} has no points`);
  });
  if (mime === FIGURE_MIME) {
    if (!Array.isArray(record["figsize"])) throw new TypeError("figsize is missing");
    return { kind: "figure", figure: value as Figure };
  }
  if (typeof record["id"] !== "string") throw new TypeError("id is missing");
  recordOf(record["marks"], "marks");
  return { kind: "curves", curves: value as CurvesPayload };
}

function readPlotly(record: Record<string, unknown>): PlotlyPayload {
  const { data } = record;
  if (!Array.isArray(data)) throw new TypeError("data is missing");
  data.forEach((trace, i) => recordOf(trace, `trace ${i + 1}`));
  for (const part of ["layout", "config"]) recordOf(record[part], part);
  return record as unknown as PlotlyPayload;
}

function readPicture(record: Record<string, unknown>): Picture {
  const { kind } = record;
  if (typeof kind !== "string" || !Object.hasOwn(pictureLists, kind)) {
    throw new TypeError(`unknown picture ${String(kind)}`);
  }
  for (const list of pictureLists[kind as Picture["kind"]]) {
    if (!Array.isArray(record[list])) throw new TypeError(`${list} is missing`);
  }
  return record as unknown as Picture;
}

function recordOf(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new TypeError(`${name} is not an object`);
  return value as Record<string, unknown>;
}
