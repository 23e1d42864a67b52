/** What in a program depends on what: for rules that must match one situation, not every program that has a word. */
import type { Program, Step } from "./program.ts";

/** Steps whose value is their first operand itself. */
const samePlace = /^(requiresGrad_|(noGrad )?[a-z]+_( alpha)?)$/i;
/** Steps whose value shares the memory of their first operand, or may. */
const views =
  /^(reshape|view|transpose|t|permute|flatten|squeeze|unsqueeze|expand|narrow|contiguous|detach|split|chunk|unbind|piece|get)$/;

const isSame = ({ kind, statement }: Step): boolean => statement === true || samePlace.test(kind);

/** The step that made the tensor which is the value of step `i`. */
export function origin({ steps }: Program, i: number): number {
  while (isSame(steps[i])) i = steps[i].in[0];
  return i;
}

/** The step that made the memory which the value of step `i` lies in. */
export function base(program: Program, i: number): number {
  for (;;) {
    const made = origin(program, i);
    if (!views.test(program.steps[made].kind)) return made;
    i = program.steps[made].in[0];
  }
}

/** Step `i` and all that its value may depend on, by operands and by what was done to them before. */
export function ancestors(program: Program, i: number): ReadonlySet<number> {
  const { steps } = program;
  const bases = steps.map((_, k) => base(program, k));
  const found = new Set<number>();
  const waiting = [i];
  for (let k = waiting.pop(); k !== undefined; k = waiting.pop()) {
    if (found.has(k)) continue;
    found.add(k);
    waiting.push(...steps[k].in);
    // What changed the same memory before.
    for (let other = 0; other < k; other++) {
      const changed = steps[other].in.at(0);
      if (changed !== undefined && bases[changed] === bases[k] && !found.has(other)) waiting.push(other);
    }
  }
  return found;
}

/** Whether the gradient of what step `i` gave may have come through step `through`. */
export function flowsThrough(program: Program, i: number, through: number): boolean {
  return [...ancestors(program, through)].some((k) => base(program, k) === base(program, i));
}

const givesGradients = /^(grad|grad read)$/;

/** Whether a difference in step `i`, or at the end in its gradient, may come of a gradient through step `through`. */
export function comesThrough(program: Program, i: number, through: number, gradient: boolean): boolean {
  if (gradient && flowsThrough(program, i, through)) return true;
  return [...ancestors(program, i)].some((k) => {
    const { kind, in: operands } = program.steps[k];
    const passes = givesGradients.test(kind) || /backward|step|grad in place/.test(kind);
    return passes && operands.some((operand) => flowsThrough(program, operand, through));
  });
}
