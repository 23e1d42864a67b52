/** Child of opTable.test.ts: runs the op table, and what threads share, on the backend that the engine has opened. */
import { backendName, manualSeed, randn, tanh, type Tensor, threadCount } from "../../../../engine/node.ts";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import { context, useBackend } from "../../../../engine/core/context.ts";
import { table } from "../ops/examples/table.ts";
import { differences } from "./comparedWithOracle.ts";

/** What it prints. */
export interface TableReport {
  backend: string;
  threads: number;
  /** Operations that were compared. */
  rows: number;
  differences: string[];
}

/** Large enough to be cut among threads. */
function largeWork(): Tensor[] {
  manualSeed(0);
  const [a, b] = [randn(131, 157).requiresGrad_(), randn(157, 143).requiresGrad_()];
  const y = tanh(a.matmul(b));
  y.sum().backward();
  return [y, a.grad, b.grad, tanh(randn(100_003))].map((x) => x.detach());
}

function largeDifferences(): string[] {
  const actual = largeWork().map((x) => [...x.toTypedArray()]);
  const before = context.backend;
  useBackend(jsBackend());
  const expected = largeWork().map((x) => [...x.toTypedArray()]);
  useBackend(before);
  return actual.flatMap((values, which) => {
    const i = values.findIndex((value, place) => !(Math.abs(value - expected[which][place]) < 1e-3));
    return i < 0 ? [] : [`large result ${which}, element ${i}: ${values[i]}, expected ${expected[which][i]}`];
  });
}

const report: TableReport = {
  backend: backendName,
  threads: threadCount,
  rows: table.length,
  differences: [...table.flatMap((row) => differences(context.backend, row)), ...largeDifferences()],
};
console.log(JSON.stringify(report));
