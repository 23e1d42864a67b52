/**
 * A short examination of a fast backend: every kernel once or twice against the oracle, on sizes that reach the main
 * loop and the tail. It guards against JavaScript engines that compile an instruction wrongly (experimental ones most of
 * all), not against our own mistakes, which the tests find. Kernels of which there are many are examined when they are
 * first used, the others before the first use of any.
 */
import { type NDArray } from "../../core/ndarray.ts";
import type { Backend } from "../backend.ts";
import { type Check, samplesOn } from "./samples.ts";
import { movingChecks } from "./moving.ts";
import { randomChecks } from "./random.ts";
import { rowChecks } from "./rows.ts";
import { optimiserChecks } from "./training.ts";
import { sequenceChecks } from "./sequences.ts";
import { windowChecks } from "./windows.ts";
import { UncheckedJs } from "../js/jsBackend.ts";

/** Random and evenly spaced numbers are the same everywhere, to the last bit. */
const exact: ReadonlySet<keyof Backend> = new Set(["draw", "ramp", "order"]);

function agree(results: NDArray[], expected: NDArray[], tolerance: number): boolean {
  return results.every((result, which) => {
    const [x, y] = [result.storage.data, expected[which].storage.data];
    // Of float64 the numbers must be as near as its digits are.
    const [least, share] =
      result.dtype === "float64" ? [tolerance * 1e-7, tolerance * 1e-6] : [tolerance * 10, tolerance];
    return x.every(
      (value, i) => Object.is(value, y[i]) || Math.abs(value - y[i]) <= least + share * Math.abs(y[i]),
    );
  });
}

/** @returns the methods of `backend` whose results differ from the JS backend's; none when all is well. */
export function failing(backend: Backend, checks: readonly Check[]): Set<keyof Backend> {
  const failed = new Set<keyof Backend>();
  const [examined, oracle] = [samplesOn(backend), samplesOn(new UncheckedJs())];
  for (const [method, run] of checks) {
    const tolerance = exact.has(method) ? 0 : 1e-5;
    try {
      if (!agree(run(examined), run(oracle), tolerance)) failed.add(method);
    } finally {
      examined.release();
    }
  }
  return failed;
}

/** All but those of element-wise kernels. */
function checks(): Check[] {
  return [
    ...rowChecks(),
    ...movingChecks(),
    ...optimiserChecks(),
    ...randomChecks(),
    ...windowChecks(),
    ...sequenceChecks(),
  ];
}

/** What is examined before the first kernel is used. */
export function selfCheck(backend: Backend): Set<keyof Backend> {
  return failing(
    backend,
    checks().filter(([, , kernels]) => kernels === undefined),
  );
}

/** What a kernel must give when it is first wanted. */
export function checksOf(kernel: string): Check[] {
  return checks().filter(([, , kernels]) => kernels?.includes(kernel));
}
