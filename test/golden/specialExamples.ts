/**
 * Prints the op table's element-wise operations and reductions with special numbers as JSON, one a line, for goldenSpecials.py:
 *
 *     node out/test/golden/specialExamples.js | /usr/bin/python3 test/golden/goldenSpecials.py
 */
import { specialCases, specialValues } from "../unit/engine/ops/specialInputs.ts";

for (const given of specialCases()) {
  const values = specialValues(given);
  const inputs = given.example.inputs.map(({ shape, dtype, transposed }, i) => ({
    shape,
    dtype: dtype ?? null,
    transposed: transposed ?? false,
    values: values[i].map((value) => (Object.is(value, -0) ? "-0" : String(value))),
  }));
  console.log(JSON.stringify({ op: given.row, pool: given.pool, torch: given.example.torch, inputs }));
}
