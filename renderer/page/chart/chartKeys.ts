/** The keyboard of a chart: a pure table from key to action. */

export type ChartAction =
  | { type: "move"; by: number }
  | { type: "moveTo"; end: "first" | "last" }
  | { type: "zoom"; factor: number }
  | { type: "reset" }
  | { type: "leave" }
  | { type: "toggleLog" }
  | { type: "toggleSmoothed" }
  | { type: "toggleShifted" };

const actions: Readonly<Record<string, ChartAction>> = {
  "ArrowRight": { type: "move", by: 1 },
  "ArrowLeft": { type: "move", by: -1 },
  "PageDown": { type: "move", by: 10 },
  "PageUp": { type: "move", by: -10 },
  "Home": { type: "moveTo", end: "first" },
  "End": { type: "moveTo", end: "last" },
  "+": { type: "zoom", factor: 0.5 },
  "=": { type: "zoom", factor: 0.5 },
  "-": { type: "zoom", factor: 2 },
  "0": { type: "reset" },
  "Escape": { type: "leave" },
  "l": { type: "toggleLog" },
  "L": { type: "toggleLog" },
  "s": { type: "toggleSmoothed" },
  "S": { type: "toggleSmoothed" },
  "h": { type: "toggleShifted" },
  "H": { type: "toggleShifted" },
};

/** What a key press asks of the chart; null leaves the key to the notebook. */
export function chartAction(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">,
): ChartAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  return Object.hasOwn(actions, event.key) ? (actions[event.key] ?? null) : null;
}

/**
 * The part of the axis to show after zooming `view` by `factor` about `centre`, never beyond `full`; null
 * when that is all of it.
 */
export function zoomed(
  view: readonly [number, number],
  full: readonly [number, number],
  centre: number,
  factor: number,
): [number, number] | null {
  const span = (view[1] - view[0]) * factor;
  if (span >= full[1] - full[0]) return null;
  const share = Math.min(1, Math.max(0, (centre - view[0]) / (view[1] - view[0])));
  const low = Math.min(Math.max(full[0], centre - share * span), full[1] - span);
  return [low, low + span];
}
