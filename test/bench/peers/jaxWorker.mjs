/** jax-js in a browser's worker: the benchmark bundles it with test/bench/browser/serve.ts. */
import { defaultDevice, init } from "@jax-js/jax";
import { version } from "./node_modules/@jax-js/jax/package.json";
import { serve } from "../../../out/test/bench/browser/serve.js";
import { loader, prepareStep } from "./jaxSteps.mjs";

serve(
  async () => {
    await init("wasm");
    defaultDevice("wasm");
    const threads = globalThis.crossOriginIsolated ? navigator.hardwareConcurrency : 1;
    return { name: "jax-js", version, detail: `WebAssembly, threads: ${threads}` };
  },
  ({ task, bytes, arrays }) => prepareStep(task, loader(bytes, arrays)),
);
