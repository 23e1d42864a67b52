/** The words of the engine's errors: the operation, what was wrong, the remedy. */
import { bytesPerElement, type DType } from "./ndarray.ts";
import { type Shape, showShape } from "./shape.ts";
import type { MemoryUse } from "../backend/backend.ts";
import { nearest, shown } from "./options.ts";
import { say, sentences } from "../payload/say.ts";

/**
 * Thrown when a tensor does not fit into memory; the program may free some and go on.
 * @example try { big(); } catch (error) { if (error instanceof torch.OutOfMemoryError) smaller(); }
 */
export class OutOfMemoryError extends Error {
  /** `OutOfMemoryError`. */
  override name = "OutOfMemoryError";
}

export function showBytes(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB", "PB", "EB"];
  let unit = 0;
  let amount = bytes;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${unit === 0 ? String(amount) : amount.toFixed(1)} ${units[unit]}`;
}

/** `held`: what is in use; null when the result alone is more than there may be. */
export function outOfMemory(
  operation: string,
  dtype: DType,
  shape: Shape,
  size: number,
  held: MemoryUse | null,
  cause: unknown,
): Error {
  const wanted = showBytes(size * bytesPerElement[dtype]);
  const list = Object.entries(held ?? {})
    .filter(([, bytes]) => bytes > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, bytes]) => `${kind} ${showBytes(bytes)}`);
  const holding =
    held === null
      ? say`That alone is more than the engine may use.`
      : list.length > 0
        ? say`Held now: ${list.join(", ")}.`
        : "";
  return new OutOfMemoryError(
    sentences(
      say`${operation}: no memory for the ${dtype} result of shape ${showShape(shape)} (${wanted}).`,
      holding,
      say`Use a smaller batch, predict inside noGrad(), or let go of tensors you no longer need.`,
    ),
    { cause },
  );
}

/** Two shapes that do not broadcast. */
export function broadcastError(operation: string, a: Shape, b: Shape): Error {
  const rank = Math.max(a.length, b.length);
  for (let back = 1; back <= rank; back++) {
    const x = a[a.length - back] ?? 1;
    const y = b[b.length - back] ?? 1;
    if (x === y || x === 1 || y === 1) continue;
    return new RangeError(
      sentences(
        say`${operation}: ${showShape(a)} and ${showShape(b)} do not broadcast: ${x} ≠ ${y} (axis ${a.length - back}
          of the first, axis ${b.length - back} of the second).`,
        broadcastRemedy(a, b),
      ),
    );
  }
  return new RangeError(say`${operation}: ${showShape(a)} and ${showShape(b)} do not broadcast.`);
}

function broadcastRemedy(a: Shape, b: Shape): string {
  if (a.length === 2 && b.length === 1 && a[0] === b[0]) return say`Did you mean ${"y.unsqueeze(1)"}?`;
  if (a.length === 1 && b.length === 2 && a[0] === b[0]) return say`Did you mean ${"x.unsqueeze(1)"}?`;
  if (a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0]) return say`Did you mean ${"y.T"}?`;
  return say`Axes are compared from the right; they must be equal, or one of them 1.`;
}

export function matmulError(a: Shape, b: Shape): Error {
  if (a.length === 0 || b.length === 0) {
    return new RangeError(
      say`matmul: ${showShape(a)} and ${showShape(b)} do not fit: both need at least one axis. To scale by a
        number, use x.mul(s).`,
    );
  }
  const aAxis = a.length - 1;
  const bAxis = b.length === 1 ? 0 : b.length - 2;
  let remedy = say`The last axis of the first must be as long as the second to last axis of the second.`;
  if (b.length >= 2 && a[aAxis] === b[b.length - 1]) remedy = say`Did you mean ${"x.matmul(w.T)"}?`;
  else if (a.length >= 2 && a[a.length - 2] === b[bAxis]) remedy = say`Did you mean ${"x.T.matmul(w)"}?`;
  return new RangeError(
    sentences(
      say`matmul: ${showShape(a)} and ${showShape(b)} do not fit: ${a[aAxis]} ≠ ${b[bAxis]} (axis ${aAxis} of the
        first, axis ${bAxis} of the second).`,
      remedy,
    ),
  );
}

export function axisError(operation: string, axis: number, shape: Shape): Error {
  const limit = Math.max(shape.length, 1);
  return new RangeError(
    say`${operation}: there is no axis ${axis} in shape ${showShape(shape)}; use ${-limit} … ${limit - 1}.`,
  );
}

export function dtypeError(operation: string, a: DType, b: DType): Error {
  return new TypeError(
    say`${operation}: the dtypes differ, ${a} and ${b}. Convert one of them, for example x.to("${b}").`,
  );
}

/** Errors of {@link tensorExpected} for null, which a gradient may have been. */
export const nullGiven = new WeakSet<Error>();

/** Something else stands where a tensor should. */
export function tensorExpected(operation: string, given: unknown): Error {
  const what =
    given === undefined
      ? say`nothing`
      : typeof given === "object" || typeof given === "function"
        ? shown(given)
        : `${typeof given} ${JSON.stringify(given)}`;
  const remedy = Array.isArray(given) ? say`Make a tensor of it: tensor([…]).` : "";
  const error = new TypeError(
    sentences(say`${operation}: a tensor is expected where ${what} was given.`, remedy),
  );
  if (given === null) nullGiven.add(error);
  return error;
}

/** A dtype that the engine does not have, among the names that it knows. */
export function unknownDtypeError(operation: string, given: unknown, names: readonly string[]): Error {
  const near = typeof given === "string" ? nearest(given.replace(/^torch\./, ""), names) : null;
  return new TypeError(
    sentences(
      say`${operation}: there is no dtype ${shown(given)}.`,
      near === null ? "" : say`Did you mean ${`"${near}"`}?`,
      say`Use ${names.map((name) => `"${name}"`).join(", ")}, or torch.float32 and the like.`,
    ),
  );
}

export function freedError(name: string): Error {
  return new Error(
    say`backward: the graph was freed by an earlier backward (${name} has lost what it saved). Compute the loss
      anew, or keep the graph: loss.backward(undefined, { retainGraph: true }).`,
  );
}

export function overwrittenError(name: string): Error {
  return new Error(
    say`backward: ${name} needs a tensor that was changed in place after it was used. Use the out-of-place form
      (x.add(y) for x.add_(y)), or clone() before the change.`,
  );
}

export function nonScalarError(shape: Shape): Error {
  return new Error(
    say`backward: a gradient starts from a scalar, but this tensor has shape ${showShape(shape)}. Reduce it
      first, y.sum().backward(), or hand in a gradient, y.backward(ones(y.shape)).`,
  );
}

export function noGraphError(): Error {
  return new Error(
    say`backward: nothing to differentiate: this tensor does not depend on any tensor with requiresGrad, or it
      was made inside noGrad() or after detach(). Set requiresGrad on the parameters first.`,
  );
}
