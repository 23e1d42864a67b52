/** Which curve goes where, and in which colours. */
import type { CurveRole, CurveSeries } from "../../../engine/payload/curves.ts";
import type { Theme } from "../theme/theme.ts";

export type PanelKind = "loss" | "fraction" | "other";

export interface Panel {
  kind: PanelKind;
  /** What the panel's axis is called when it holds one metric; null when it holds several. */
  metric: string | null;
  series: CurveSeries[];
  /** Part of the chart's height, from the bottom: 0–1. */
  domain: [number, number];
}

/** Epochs were recorded, and not one of their values can be drawn. */
export function isBroken({ series }: Panel): boolean {
  return series.some(({ x }) => x.length > 0) && series.every(({ y }) => y.every((value) => value === null));
}

const fractions = /acc|precision|recall|f1|auc|iou|dice|jaccard/i;
const gap = 0.09;

/**
 * Losses share a panel; metrics that are fractions (accuracy and its kin) have their own below, from 0 to 1;
 * whatever else is measured has a third. There is always a panel for the loss when there is nothing else.
 */
export function panelsOf(series: readonly CurveSeries[]): Panel[] {
  const kinds = series.map((one) => kindOf(one, series));
  const groups = (["loss", "fraction", "other"] as const).map(
    (kind) => [kind, series.filter((_, i) => kinds[i] === kind)] as const,
  );
  const used = groups.filter(([, members]) => members.length > 0);
  const panels = used.length > 0 ? used : groups.slice(0, 1);
  const weights = panels.map(([kind]) => (kind === "loss" ? 1.5 : 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const room = 1 - gap * (panels.length - 1);
  let top = 1;
  return panels.map(([kind, members], i) => {
    const bottom = i === panels.length - 1 ? 0 : top - (room * (weights[i] ?? 1)) / total;
    const metrics = new Set(members.map((member) => member.metric));
    const domain: [number, number] = [bottom, top];
    top = bottom - gap;
    return {
      kind,
      metric: metrics.size === 1 ? ([...metrics][0] ?? null) : null,
      series: [...members],
      domain,
    };
  });
}

function kindOf(one: CurveSeries, all: readonly CurveSeries[]): PanelKind {
  if (/loss/i.test(one.metric)) return "loss";
  if (!fractions.test(one.metric)) return "other";
  // A percentage called accuracy is no fraction; train and validation stay together.
  const kin = all.filter((other) => other.metric === one.metric);
  return kin.every(({ y }) => y.every((v) => v === null || (v >= 0 && v <= 1))) ? "fraction" : "other";
}

interface Family {
  train: string;
  validation: string;
}

const lightFamilies: readonly Family[] = [
  { train: "#2f86c9", validation: "#003a6b" },
  { train: "#1f936c", validation: "#004d36" },
  { train: "#8f63de", validation: "#42208a" },
  { train: "#c96a10", validation: "#713600" },
  { train: "#d0478f", validation: "#7a0f4a" },
];

const darkFamilies: readonly Family[] = [
  { train: "#3f97e8", validation: "#b5dcff" },
  { train: "#2fa97f", validation: "#a9efd3" },
  { train: "#9b75f0", validation: "#dccfff" },
  { train: "#e08a33", validation: "#ffd3a3" },
  { train: "#e566a8", validation: "#ffc6e2" },
];

export interface CurveStyle {
  color: string;
  width: number;
  dash: string;
}

/** One family of colours a metric: training solid, validation dashed and stronger, a second one dotted. */
export function styleOf(one: CurveSeries, all: readonly CurveSeries[], theme: Theme): CurveStyle {
  const families = theme.dark ? darkFamilies : lightFamilies;
  const metrics = [...new Set(all.map((s) => s.metric))];
  const family = families[metrics.indexOf(one.metric) % families.length] ?? { train: "", validation: "" };
  const twins = all.filter((s) => s.metric === one.metric && s.role === one.role);
  const width = theme.lineWidth;
  return { color: family[one.role], width, dash: dashFor(one.role, twins.indexOf(one), width) };
}

function dashFor(role: CurveRole, twin: number, width: number): string {
  const pattern = twin > 0 ? [1, 1.8] : role === "validation" ? [3.7, 1.6] : [];
  return pattern.length === 0 ? "solid" : pattern.map((part) => `${(part * width).toFixed(1)}px`).join(",");
}
