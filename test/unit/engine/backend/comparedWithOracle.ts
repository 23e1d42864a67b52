/** The op table on a backend, against plain loops. */
import type { Backend } from "../../../../engine/backend/backend.ts";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import { context, useBackend } from "../../../../engine/core/context.ts";
import "../../../../engine/index.ts";
import { grad } from "../../../../engine/autograd/backward.ts";
import type { Example, Row } from "../ops/examples/example.ts";
import { describeExample, inputsOf } from "../ops/samples.ts";

const oracle = jsBackend();

/** The result in float32 and, where there are any, the gradients of its inputs. */
function run(backend: Backend, example: Example): number[][] {
  const before = context.backend;
  useBackend(backend);
  try {
    const inputs = inputsOf(example, "float32", 1).map((x, i) => {
      const { dtype, constant } = example.inputs[i];
      return dtype || constant ? x : x.requiresGrad_();
    });
    const result = example.run(...inputs);
    const wanted = inputs.filter((x) => x.requiresGrad);
    const slopes = result.requiresGrad ? grad(result.sum(), wanted, { allowUnused: true }) : [];
    return [result, ...slopes].map((x) => (x ? [...x.toTypedArray()] : []));
  } finally {
    useBackend(before);
  }
}

function close(a: number, b: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  return Math.abs(a - b) <= 2e-5 + 4e-6 * Math.abs(b);
}

/** What `backend` gives otherwise for the examples of `row`, in words. */
export function differences(backend: Backend, row: Row): string[] {
  const found: string[] = [];
  for (const example of row.examples()) {
    const [actual, expected] = [run(backend, example), run(oracle, example)];
    const name = describeExample(example);
    if (actual.length !== expected.length) found.push(`${name}: ${actual.length} arrays`);
    actual.forEach((values, which) => {
      const wanted = expected[which];
      if (values.length !== wanted.length) found.push(`${name}: ${values.length} numbers`);
      const i = values.findIndex((value, place) => !close(value, wanted[place]));
      if (i >= 0) found.push(`${name}: ${values[i]}, expected ${wanted[i]}`);
    });
  }
  return found;
}
