/**
 * A short examination of a fast backend at start-up: every kernel once or twice against the oracle, on sizes that
 * reach the main loop and the tail. It guards against JavaScript engines that compile an instruction wrongly
 * (experimental ones most of all), not against our own mistakes, which the tests find.
 */
import type { NDArray } from "../ndarray.ts";
import type { Backend } from "./backend.ts";
import { bench } from "./checks/bench.ts";
import { elementwiseChecks } from "./checks/elementwise.ts";
import { movingChecks } from "./checks/moving.ts";
import { rowChecks } from "./checks/rows.ts";
import { trainingChecks } from "./checks/training.ts";
import { UncheckedJs } from "./jsBackend.ts";

function agree(results: NDArray[], expected: NDArray[]): boolean {
  return results.every((result, which) => {
    const [x, y] = [result.storage.data, expected[which].storage.data];
    return x.every((value, i) => Math.abs(value - y[i]) <= 1e-4 + 1e-5 * Math.abs(y[i]));
  });
}

/** @returns the methods of `backend` whose results differ from the JS backend's; none when all is well. */
export function selfCheck(backend: Backend): Set<keyof Backend> {
  const failed = new Set<keyof Backend>();
  const [examined, oracle] = [bench(backend), bench(new UncheckedJs())];
  const checks = [...elementwiseChecks(), ...rowChecks(), ...movingChecks(), ...trainingChecks()];
  for (const [method, run] of checks) {
    if (!agree(run(examined), run(oracle))) failed.add(method);
  }
  return failed;
}
