/** A process of its own, since other suites keep what they like: prints what a backward pass of every operation leaves. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { JsBackend } from "../../../engine/backend/jsBackend.ts";
import { useBackend } from "../../../engine/context.ts";
import { memory } from "../../../engine/index.ts";
import { table } from "../../../engine/ops/table.ts";
import { inputsOf } from "./ops/samples.ts";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

function trainOnce(): void {
  for (const row of table) {
    for (const example of row.examples?.() ?? []) {
      const inputs = inputsOf(example, "float32", 1);
      for (const input of inputs) input.requiresGrad_();
      const y = example.run(...inputs);
      if (y.requiresGrad) y.sum().backward();
    }
  }
}

useBackend(new JsBackend());
trainOnce();
const held = memory().total;
// The collector and the finalizers run when they like.
for (let i = 0; i < 500 && memory().total > 0; i++) {
  gc();
  await new Promise((resolve) => setTimeout(resolve, 5));
}
console.log(JSON.stringify({ held, left: memory() }));
