/** A figure that anyone may have written → one that leads nowhere, loads nothing, and holds no markup but emphasis. */
import {
  kindOfTrace,
  plotlyConfigs,
  plotlyKinds,
  type PlotlyObject,
  type PlotlyPayload,
  type PlotlyValue,
} from "../../../engine/payload/plotly/figure.ts";
import { safeText } from "./safeText.ts";

/** Pictures that a page holds itself, in kinds that hold no markup. */
const ownPicture = /^data:image\/(?:png|jpe?g|gif|webp);base64,[A-Za-z\d+/=\s]*$/;
/** Attributes that a page would load from, also at the end of a path such as `images[0].source`. */
const loaded = /(?:^|\.)(?:source|href|url|src|sourceattribution|topojsonURL)$/i;
/** An address of anything, as browsers read it. */
const address = /^[\s\u0000-\u0020]*(?:[a-z][a-z\d+.-]*:|\/\/|\\\\)/i;
/** Names with which a figure would reach what is behind its values. */
const unsafe: readonly string[] = ["__proto__", "constructor", "prototype"];
/** What a button of the figure's may do: change what is drawn. */
const methods: readonly string[] = ["restyle", "relayout", "update", "skip"];

/** What is drawn on maps. */
const maps = /^(?:geo|map|mapbox)\d*$/;

export interface SafeFigure {
  data: PlotlyObject[];
  layout: PlotlyObject;
  config: PlotlyObject;
}

/** @throws {TypeError} for a kind of trace that is not drawn */
export function safeFigure({ data, layout, config }: PlotlyPayload): SafeFigure {
  for (const trace of data) {
    const kind = kindOfTrace(trace);
    if (!plotlyKinds.includes(kind))
      throw new TypeError(`${safeText(kind)} is no kind of trace that is drawn here`);
  }
  const safeLayout = safeObject(layout);
  for (const name of Object.keys(safeLayout)) if (maps.test(name)) Reflect.deleteProperty(safeLayout, name);
  return {
    data: data.map((trace) => safeObject(trace)),
    layout: safeLayout,
    config: Object.fromEntries(
      Object.entries(config).filter(
        ([name, value]) =>
          plotlyConfigs.includes(name) && (typeof value !== "object" || Array.isArray(value)),
      ),
    ),
  };
}

function safeObject(object: PlotlyObject): PlotlyObject {
  const safe: PlotlyObject = {};
  for (const [key, value] of Object.entries(object)) {
    if (unsafe.includes(key)) continue;
    // Buttons that send or save the figure.
    if (key === "modebar") {
      const bar = typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
      safe[key] = safeObject(Object.fromEntries(Object.entries(bar).filter(([name]) => name !== "add")));
      continue;
    }
    if (loaded.test(key) && typeof value === "string") {
      if (ownPicture.test(value)) safe[key] = value;
    } else if (key === "method" && typeof value === "string" && !methods.includes(value)) safe[key] = "skip";
    else if (key === "args" || key === "args2") safe[key] = withoutAddresses(value);
    else safe[key] = safeValue(value);
  }
  return safe;
}

function safeValue(value: PlotlyValue): PlotlyValue {
  if (typeof value === "string") return safeText(value);
  if (typeof value !== "object" || value === null) return value;
  return Array.isArray(value) ? value.map(safeValue) : safeObject(value);
}

/** What a button changes names attributes by paths, apart from their values. */
function withoutAddresses(value: PlotlyValue): PlotlyValue {
  if (typeof value === "string") return address.test(value) && !ownPicture.test(value) ? "" : safeText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutAddresses);
  return Object.fromEntries(
    Object.entries(safeObject(value)).map(([key, one]) => [key, withoutAddresses(one)]),
  );
}
