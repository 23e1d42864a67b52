/** A process of its own, since other suites keep what they like: prints what a backward pass of every operation leaves. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { jsBackend } from "../../../engine/backend/js/jsBackend.ts";
import { useBackend } from "../../../engine/core/context.ts";
import { memory } from "../../../engine/index.ts";
import { table } from "./ops/examples/table.ts";
import { inputsOf } from "./ops/samples.ts";
import { until } from "../until.ts";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

function trainOnce(): void {
  for (const row of table) {
    for (const example of row.examples()) {
      const inputs = inputsOf(example, "float32", 1);
      inputs.forEach((input, i) => input.requiresGrad_(example.inputs[i].constant !== true));
      const y = example.run(...inputs);
      if (y.requiresGrad) y.sum().backward();
    }
  }
}

useBackend(jsBackend());
trainOnce();
const held = memory().total;
// The collector and the finalizers run when they like.
await until(() => {
  gc();
  return memory().total === 0;
}, "all memory to be given back");
console.log(JSON.stringify({ held, left: memory() }));
