/** jax-js as a contestant: one compiled function a step, as its documentation advises. Its arrays count references. */
import { readFileSync } from "node:fs";
import { defaultDevice, init } from "@jax-js/jax";
import { loader, prepareStep } from "./jaxSteps.mjs";

const { version } = JSON.parse(
  readFileSync(new URL("node_modules/@jax-js/jax/package.json", import.meta.url), "utf8"),
);

export async function open() {
  await init("wasm");
  defaultDevice("wasm");
  const detail = `WebAssembly, ${typeof Worker === "undefined" ? "1 thread (it knows no other in Node.js)" : "threads"}`;
  return {
    hello: { name: "jax-js", version, detail },
    prepare: (task, { file, arrays }) => prepareStep(task, loader(readFileSync(file), arrays)),
  };
}
