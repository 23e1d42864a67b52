/** Makes a failing program smaller, as long as it fails in the same way. */
import { makeStep, type Make, type Program, type Step } from "./program.ts";

type Fails = (program: Program) => Promise<boolean>;

/** Without step `i`; its uses become those of `instead`. Null when something needs it and there is no `instead`. */
function without(program: Program, i: number, instead: number | null): Program | null {
  const steps: Step[] = [];
  for (const [k, step] of program.steps.entries()) {
    if (k === i) continue;
    if (step.in.includes(i) && instead === null) return null;
    const operands = step.in.map((operand) => {
      const to = operand === i && instead !== null ? instead : operand;
      return to > i ? to - 1 : to;
    });
    steps.push({ ...step, in: operands });
  }
  return { ...program, steps };
}

function simplerMakes(make: Make): Make[] {
  const simpler: Make[] = [];
  if (make.requiresGrad) simpler.push({ ...make, requiresGrad: false });
  make.shape.forEach((extent, axis) => {
    if (extent <= 1) return;
    for (const smaller of extent > 3 ? [1, 2, 3] : [extent - 1]) {
      const shape = make.shape.map((n, k) => (k === axis ? smaller : n));
      const size = shape.reduce((a, b) => a * b, 1);
      simpler.push({ ...make, shape, values: make.values.slice(0, size) });
    }
  });
  const small = make.values.map((_, i) => (make.dtype === "bool" ? i % 2 : i + 1));
  if (make.dtype !== "bool" && small.join() !== make.values.join()) simpler.push({ ...make, values: small });
  const whole = make.values.map((v) => (typeof v === "number" ? Math.round(v) : v));
  if (whole.join() !== make.values.join() && small.join() !== make.values.join())
    simpler.push({ ...make, values: whole });
  return simpler;
}

function* candidates(program: Program): Generator<Program> {
  const { steps } = program;
  for (let i = steps.length - 1; i >= 0; i--) {
    const bare = without(program, i, null);
    if (bare) yield bare;
    else {
      for (const operand of new Set(steps[i].in)) {
        const replaced = without(program, i, operand);
        if (replaced) yield replaced;
      }
    }
  }
  for (const [i, step] of steps.entries()) {
    if (!step.make) continue;
    for (const make of simplerMakes(step.make)) {
      yield { ...program, steps: steps.map((other, k) => (k === i ? makeStep(make) : other)) };
    }
  }
  // Two tensors at once, as both operands of a sum must be.
  const makes = steps.flatMap((step, i) => (step.make ? [i] : []));
  for (const axis of [0, 1, 2]) {
    const smaller = steps.map((step) => {
      const { make } = step;
      if (!make || (make.shape[axis] ?? 0) < 2) return step;
      const shape = make.shape.map((n, k) => (k === axis ? n - 1 : n));
      const size = shape.reduce((a, b) => a * b, 1);
      return makeStep({ ...make, shape, values: make.values.slice(0, size) });
    });
    if (makes.some((i) => smaller[i] !== steps[i])) yield { ...program, steps: smaller };
  }
}

/** Tries at most `most` programs. */
export async function shrink(program: Program, fails: Fails, most = 400): Promise<Program> {
  let best = program;
  let tries = 0;
  for (let again = true; again;) {
    again = false;
    for (const candidate of candidates(best)) {
      if (++tries > most) return best;
      if (!(await fails(candidate))) continue;
      best = candidate;
      again = true;
      break;
    }
  }
  return best;
}
