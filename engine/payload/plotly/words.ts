/** Figures of `display.plotly` in words: for screen readers, and for readers that draw nothing. */
import { plural, textsIn } from "../language.ts";
import { kindOfTrace, type PlotlyObject, type PlotlyPayload, titleIn } from "./figure.ts";

const en = {
  figure: (title: string, traces: number) =>
    `Figure${title && ` “${title}”`} with ${plural(traces, "trace")}.`,
  across: (title: string) => `Horizontal: ${title}.`,
  up: (title: string) => `Vertical: ${title}.`,
  deep: (title: string) => `In depth: ${title}.`,
  trace: (place: number) => `Trace ${place}`,
  said: (name: string, kind: string, size: string) => `${name}: ${kind}${size && `, ${size}`}.`,
  values: (count: number) => plural(count.toLocaleString("en"), "value"),
  grid: (rows: number, columns: number) => `${rows} × ${columns}`,
  more: (count: number) => `${plural(count, "more trace")}.`,
  head: ["Name", "Kind", "Values"] as readonly string[],
  space: " ",
};
const zh: typeof en = {
  figure: (title, traces) => `图${title && `“${title}”`}，共 ${traces} 条轨迹。`,
  across: (title) => `横轴：${title}。`,
  up: (title) => `纵轴：${title}。`,
  deep: (title) => `深度轴：${title}。`,
  trace: (place) => `轨迹 ${place}`,
  said: (name, kind, size) => `${name}：${kind}${size && `，${size}`}。`,
  values: (count) => `${count.toLocaleString("en")} 个值`,
  grid: (rows, columns) => `${rows} × ${columns}`,
  more: (count) => `另有 ${count} 条轨迹。`,
  head: ["名称", "类型", "值"],
  space: "",
};

/** Traces that are told one by one. */
const most = 12;

/** Title and axes, then each trace with its kind and how much is in it. */
export function plotlyWords({ data, layout }: PlotlyPayload, language: string): string {
  const texts = textsIn({ en, zh }, language);
  const scene = objectIn(layout, "scene") ?? {};
  const axis = (name: string): string =>
    letters(titleIn(objectIn(layout, name) ?? objectIn(scene, name) ?? {}));
  const [across, up, deep] = [axis("xaxis"), axis("yaxis"), axis("zaxis")];
  const rows = plotlyRows({ data, layout }, language);
  const parts = [
    texts.figure(letters(titleIn(layout)), data.length),
    across && texts.across(across),
    up && texts.up(up),
    deep && texts.deep(deep),
    ...rows.slice(0, most).map(([name = "", kind = "", size = ""]) => texts.said(name, kind, size)),
    rows.length > most ? texts.more(rows.length - most) : "",
  ];
  return parts.filter((part) => part !== "").join(texts.space);
}

export function plotlyHead(language: string): readonly string[] {
  return textsIn({ en, zh }, language).head;
}

/** Of each trace: its name, its kind, how much is in it. */
export function plotlyRows({ data }: Pick<PlotlyPayload, "data" | "layout">, language: string): string[][] {
  const texts = textsIn({ en, zh }, language);
  return data.map((trace, i) => {
    const { name } = trace;
    const named = typeof name === "string" && name !== "" ? letters(name) : texts.trace(i + 1);
    const kind = kindOfTrace(trace);
    const mode = kind.startsWith("scatter") && typeof trace["mode"] === "string" ? ` (${trace["mode"]})` : "";
    return [named, kind + mode, sizeOf(trace, texts)];
  });
}

/** The lists that hold what a trace shows, the first that it has. */
const lists = ["values", "y", "x", "r", "theta", "a", "z", "open", "labels", "ids"];

function sizeOf(trace: PlotlyObject, texts: typeof en): string {
  const z = trace["z"];
  if (Array.isArray(z) && Array.isArray(z[0])) return texts.grid(z.length, z[0].length);
  const nested: readonly (readonly [string, string])[] = [
    ["link", "value"],
    ["cells", "values"],
  ];
  for (const [part, list] of nested) {
    const inside = objectIn(trace, part)?.[list];
    if (Array.isArray(inside)) return countOf(inside, texts);
  }
  const { dimensions } = trace;
  const [first] = Array.isArray(dimensions) ? dimensions : [];
  const values = isObject(first) ? first["values"] : undefined;
  if (Array.isArray(values)) return countOf(values, texts);
  const list = lists.map((name) => trace[name]).find(Array.isArray);
  return list ? countOf(list, texts) : "";
}

function countOf(list: readonly unknown[], texts: typeof en): string {
  const [first] = list;
  return Array.isArray(first) ? texts.grid(list.length, first.length) : texts.values(list.length);
}

function objectIn(object: PlotlyObject, name: string): PlotlyObject | null {
  const value = object[name];
  return isObject(value) ? value : null;
}

function isObject(value: unknown): value is PlotlyObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text without the tags that plotly.js reads in it. */
function letters(text: string): string {
  return text
    .replaceAll(/<br\s*\/?>/gi, " ")
    .replaceAll(/<\/?[a-z][^<>]*>/gi, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .trim();
}
