/** Compares two traces of one program. */
import { allowance, type Oracle, oracleOf, type Sample } from "./oracle.ts";
import type { Program } from "./program.ts";
import { isTensorShot, type Outcome, type Shot, type TensorShot, type Trace } from "./trace.ts";

export type DifferenceKind =
  "refused" | "accepted" | "dtype" | "shape" | "requiresGrad" | "gradient" | "value" | "structure";

export interface Difference {
  readonly kind: DifferenceKind;
  /** The step, or the step whose value it is in the state at the end. */
  readonly step: number;
  readonly atEnd: boolean;
  readonly message: string;
}

/** What makes two differences the same, for counting and for shrinking. */
export function signature(program: Program, { kind, step, atEnd, message }: Difference): string {
  const text =
    kind === "refused" || kind === "accepted"
      ? `: ${message.slice(0, 90).replace(/-?\d+(\.\d+)?/g, "#")}`
      : "";
  return `${kind}${atEnd ? " at the end" : ""}, ${program.steps[step].kind}${text}`;
}

/** Steps that may have done a part of their work when they refuse. */
const partial = new Set(["backward", "grad", "training step", "step", "call", "set"]);

interface Settings {
  /** Relative distance of two right float results. */
  readonly eps: number;
  readonly oracle: () => Oracle;
}

/** The place in each trace of the oracle. */
type Place = (trace: Trace) => Shot | undefined;

function numbersDiffer(
  a: readonly unknown[],
  b: readonly unknown[],
  settings: Settings,
  place: Place | null,
): number {
  let samples: Sample | null = null;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [Number(a[i]), Number(b[i])];
    if (x === y || (Number.isNaN(x) && Number.isNaN(y))) continue;
    if (place === null) return i;
    const distance = Math.abs(x - y);
    if (distance <= settings.eps * 0.1 * Math.abs(y)) continue;
    samples ??= settings.oracle().map(place);
    if (samples.some((shot) => isTensorShot(shot) && shot.v.length !== a.length)) return -1;
    const allowed = allowance(samples, i, Number.isFinite(y) ? y : x, settings.eps);
    if (allowed === Infinity || distance <= allowed) continue;
    return i;
  }
  return -1;
}

type Found = Pick<Difference, "kind" | "message"> | null;

function tensorsDiffer(a: TensorShot, b: TensorShot, settings: Settings, place: Place): Found {
  if (a.d !== b.d) return { kind: "dtype", message: `${a.d}, expected ${b.d}` };
  if (a.s.join() !== b.s.join())
    return { kind: "shape", message: `(${a.s.join(", ")}), expected (${b.s.join(", ")})` };
  if (a.r !== b.r) return { kind: "requiresGrad", message: `${a.r}, expected ${b.r}` };
  // Integers and truth values that follow from inexact numbers may differ as well.
  const i = numbersDiffer(a.v, b.v, settings, place);
  if (i >= 0)
    return {
      kind: "value",
      message: `element ${i} is ${a.v[i]}, expected ${b.v[i]} ([${a.v.join(", ")}], expected [${b.v.join(", ")}])`,
    };
  if ((a.g === undefined) !== (b.g === undefined)) {
    return {
      kind: "gradient",
      message: a.g ? "there is a gradient, expected none" : "there is no gradient, expected one",
    };
  }
  if (!a.g || !b.g) return null;
  const inner = shotsDiffer(a.g, b.g, settings, (trace) => {
    const shot = place(trace);
    return isTensorShot(shot) ? shot.g : undefined;
  });
  return inner && { kind: "gradient", message: `gradient: ${inner.kind}: ${inner.message}` };
}

const partsOf = (shot: Shot | undefined): readonly Shot[] | null =>
  Array.isArray(shot)
    ? (shot as readonly Shot[])
    : typeof shot === "object" && shot !== null && "o" in shot
      ? shot.o
      : null;

const hasFloat32 = (shot: Shot): boolean =>
  isTensorShot(shot) ? shot.d === "float32" : (partsOf(shot)?.some(hasFloat32) ?? false);

function shotsDiffer(a: Shot, b: Shot, settings: Settings, place: Place): Found {
  if (isTensorShot(a) && isTensorShot(b)) return tensorsDiffer(a, b, settings, place);
  const [x, y] = [partsOf(a), partsOf(b)];
  if (x && y) {
    if (x.length !== y.length)
      return { kind: "structure", message: `${x.length} parts, expected ${y.length}` };
    for (let i = 0; i < x.length; i++) {
      const found = shotsDiffer(x[i], y[i], settings, (trace) => partsOf(place(trace))?.[i]);
      if (found) return { kind: found.kind, message: `part ${i}: ${found.message}` };
    }
    return null;
  }

  if (a !== null && b !== null && typeof a !== "object" && typeof b !== "object")
    return numbersDiffer([a], [b], settings, place) < 0
      ? null
      : { kind: "value", message: `${a}, expected ${b}` };
  if (a === b) return null;
  return {
    kind: "structure",
    message: `${JSON.stringify(a)?.slice(0, 80)}, expected ${JSON.stringify(b)?.slice(0, 80)}`,
  };
}

function outcomesDiffer(a: Outcome, b: Outcome, settings: Settings, place: Place): Found {
  if ("skipped" in a || "skipped" in b) return null;
  if ("refused" in a) return "refused" in b ? null : { kind: "refused", message: a.refused };
  if ("refused" in b) return { kind: "accepted", message: b.refused };
  return shotsDiffer(a.value, b.value, settings, place);
}

/** Tells a difference that is known and wanted. */
export type Allowed = (difference: Difference) => boolean;

export interface Verdict {
  /** The first difference; null when there is none. */
  readonly difference: Difference | null;
  /** Whether an allowed difference cut the comparison short. */
  readonly cut: Difference | null;
}

/** `a` is what is under test, `b` what it should be. */
export function compare(program: Program, a: Trace, b: Trace, allowed: Allowed = () => false): Verdict {
  let known: Oracle | null = null;
  const narrow = b.steps.some((outcome) => "value" in outcome && hasFloat32(outcome.value));
  const settings: Settings = { eps: narrow ? 1e-5 : 1e-10, oracle: () => (known ??= oracleOf(program)) };
  for (let i = 0; i < program.steps.length; i++) {
    const found = outcomesDiffer(a.steps[i], b.steps[i], settings, (trace) => {
      const outcome = trace.steps[i];
      return "value" in outcome ? outcome.value : undefined;
    });
    if (found) {
      const difference = { ...found, step: i, atEnd: false };
      return allowed(difference) ? { difference: null, cut: difference } : { difference, cut: null };
    }
    if ("refused" in a.steps[i] && partial.has(program.steps[i].kind)) return { difference: null, cut: null };
  }
  for (let i = 0; i < program.steps.length; i++) {
    const [x, y] = [a.end[i], b.end[i]];
    if (x === null || y === null) continue;
    const found = shotsDiffer(x, y, settings, (trace) => trace.end[i] ?? undefined);
    if (!found) continue;
    const difference = { ...found, step: i, atEnd: true };
    return allowed(difference) ? { difference: null, cut: difference } : { difference, cut: null };
  }
  return { difference: null, cut: null };
}
