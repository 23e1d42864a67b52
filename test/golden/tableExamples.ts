/**
 * Prints the examples of the op table as JSON, one a line, for goldenTable.py:
 *
 *     node out/test/golden/tableExamples.js | /usr/bin/python3 test/golden/goldenTable.py
 */
import { table } from "../unit/engine/ops/examples/table.ts";
import "../../engine/index.ts";
import { inputsOf } from "../unit/engine/ops/samples.ts";

for (const row of table) {
  for (const example of row.examples()) {
    const inputs = inputsOf(example, "float64", 1).map((x, i) => ({
      shape: [...x.shape],
      values: Array.from(x.toTypedArray(), (value) => (Object.is(value, -0) ? "-0" : String(value))),
      dtype: x.dtype,
      constant: example.inputs[i].constant ?? example.inputs[i].dtype !== undefined,
    }));
    console.log(JSON.stringify({ op: row.name, torch: example.torch, inputs }));
  }
}
