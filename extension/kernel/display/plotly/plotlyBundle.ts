/** What `display.plotly` is given → a payload of plain data, or a sentence that says what to change. */
import { PLOTLY_MIME } from "../../../../engine/payload/mime.ts";
import {
  kindOfTrace,
  plotlyConfigs,
  plotlyKinds,
  plotlyMapKinds,
  type PlotlyObject,
  type PlotlyPayload,
  type PlotlyValue,
} from "../../../../engine/payload/plotly/figure.ts";
import { plotlyWords } from "../../../../engine/payload/plotly/words.ts";
import { sentences } from "../../../../engine/payload/say.ts";
import { language, say } from "../../protocol/messages.ts";
import type { MimeBundle } from "../../protocol/protocol.ts";
import { PlainData } from "./plainData.ts";

/** A figure in plotly.js's own words; typed arrays and tensors stand for arrays. */
export interface PlotlyFigure {
  /** The traces, one object each. */
  data: readonly object[];
  layout?: object;
  config?: object;
}

const parts: readonly string[] = ["data", "layout", "config"];

export function plotlyBundle(figure: PlotlyFigure): MimeBundle {
  const payload = plotlyPayload(figure);
  return { "text/plain": plotlyWords(payload, language()), [PLOTLY_MIME]: payload };
}

/** @throws {TypeError} saying what cannot be drawn, and what to write instead */
export function plotlyPayload(given: unknown): PlotlyPayload {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw noFigure();
  for (const name of Object.keys(given)) {
    if (parts.includes(name)) continue;
    if (name === "frames")
      throw new TypeError(
        say`display.plotly: frames are not drawn. Show each in its place with the handle's update().`,
      );
    throw new TypeError(
      say`display.plotly: a figure has no ${name}, only data, layout and config. Correct the name.`,
    );
  }
  const { data, layout = {}, config = {} } = given as Partial<Record<string, unknown>>;
  if (data === undefined) throw noFigure();
  if (!Array.isArray(data)) {
    throw new TypeError(
      say`display.plotly: data is an array of traces. Write data: [{ type: "bar", x, y }], with brackets also around one.`,
    );
  }
  const plain = new PlainData();
  const traces = data.map((trace: unknown, i) => traceOf(plain.of(trace, `data[${i}]`), i));
  return {
    version: 1,
    data: traces,
    layout: layoutOf(objectOf(plain.of(layout, "layout"), "layout")),
    config: configOf(objectOf(plain.of(config, "config"), "config")),
  };
}

function noFigure(): TypeError {
  return new TypeError(
    say`display.plotly: give an object with the traces in data. Write display.plotly({ data: [{ type: "bar", x, y }], layout: { title: "…" } }).`,
  );
}

function traceOf(value: PlotlyValue, i: number): PlotlyObject {
  const trace = titled(objectOf(value, `data[${i}]`));
  const kind = kindOfTrace(trace);
  if (plotlyMapKinds.includes(kind)) {
    throw new TypeError(
      say`display.plotly: ${kind} is drawn on a map, which comes by the network, and a notebook loads nothing. Draw longitude and latitude as x and y of a scatter.`,
    );
  }
  if (plotlyKinds.includes(kind)) return trace;
  throw new TypeError(
    sentences(
      say`display.plotly: plotly.js has no kind of trace called ${kind}.`,
      say`It has ${plotlyKinds.join(", ")}.`,
    ),
  );
}

function layoutOf(layout: PlotlyObject): PlotlyObject {
  for (const name of ["geo", "map", "mapbox"]) {
    if (!(name in layout)) continue;
    throw new TypeError(
      say`display.plotly: layout.${name} is a map, which comes by the network, and a notebook loads nothing. Leave it out.`,
    );
  }
  if (typeof layout["template"] === "string") {
    throw new TypeError(
      say`display.plotly: plotly.js knows no template by the name ${layout["template"]}. Leave it out, for the editor's theme, or give the template as an object.`,
    );
  }
  for (const picture of listOf(layout["images"])) {
    const { source } = picture;
    if (typeof source !== "string" || source.startsWith("data:image/")) continue;
    throw new TypeError(
      say`display.plotly: a picture of layout.images comes from ${source.slice(0, 80)}, and a notebook loads nothing. Give it as a data URL, such as data:image/png;base64,….`,
    );
  }
  return titled(layout);
}

function configOf(config: PlotlyObject): PlotlyObject {
  for (const name of Object.keys(config)) {
    // What every figure here is; people write it out of habit.
    if (name === "responsive" || name === "displaylogo" || plotlyConfigs.includes(name)) continue;
    throw new TypeError(
      say`display.plotly: config.${name} is not followed here, only ${plotlyConfigs.join(", ")}. Leave it out.`,
    );
  }
  return config;
}

function objectOf(value: PlotlyValue, where: string): PlotlyObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new TypeError(say`display.plotly: ${where} must be an object, such as { type: "bar", x, y }.`);
}

function listOf(value: PlotlyValue | undefined): PlotlyObject[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (one): one is PlotlyObject => typeof one === "object" && one !== null && !Array.isArray(one),
  );
}

/** What holds a cell's own words, in which a title is no setting of plotly.js. */
const own = ["meta", "customdata", "ids", "args", "args2"];

/** Titles as plotly.js takes them since its third version: `{ text }`, for those who write the text alone. */
function titled(object: PlotlyObject): PlotlyObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => {
      if (key === "title" && typeof value === "string") return [key, { text: value }];
      return [key, own.includes(key) ? value : titledIn(value)];
    }),
  );
}

function titledIn(value: PlotlyValue): PlotlyValue {
  if (typeof value !== "object" || value === null) return value;
  if (!Array.isArray(value)) return titled(value);
  // Points are no objects: what is long is not walked through.
  return value.some((one) => typeof one === "object" && one !== null && !Array.isArray(one))
    ? value.map(titledIn)
    : value;
}
