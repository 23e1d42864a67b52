/** TensorFlow.js as a contestant, on its WebAssembly or its plain JavaScript backend. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { digest } from "../../../out/test/bench/harness/digest.js";
import { prepareNetwork } from "./tfjsNetworks.mjs";

const require = createRequire(import.meta.url);
const tf = require("@tensorflow/tfjs");

/** @param {{ backend: "wasm" | "cpu" }} options */
export async function open({ backend }) {
  if (backend === "wasm") {
    const { setWasmPaths } = require("@tensorflow/tfjs-backend-wasm");
    setWasmPaths(new URL("node_modules/@tensorflow/tfjs-backend-wasm/dist/", import.meta.url).pathname);
  }
  if (!(await tf.setBackend(backend))) throw new Error(`The backend ${backend} does not start here.`);
  await tf.ready();
  return {
    hello: {
      name: backend === "wasm" ? "tfjs WASM" : "tfjs CPU",
      version: tf.version_core,
      detail: backend === "wasm" ? "SIMD, 1 thread (it knows no other in Node.js)" : "JavaScript, 1 thread",
    },
    prepare(task, data) {
      const load = loader(data);
      if (task.kind === "train") return prepareTraining(task, load);
      if (task.kind === "network") return prepareNetwork(task, load);
      if (task.kind === "elementwise") return prepareElementwise(task, load);
      return prepareMatmul(load);
    },
  };
}

function loader({ file, arrays }) {
  const bytes = readFileSync(file);
  return (name) => {
    const { shape, dtype, offset } = arrays[name];
    const length = shape.reduce((a, b) => a * b, 1);
    const own = bytes.buffer.slice(bytes.byteOffset + offset, bytes.byteOffset + offset + 4 * length);
    return tf.tensor(dtype === "int32" ? new Int32Array(own) : new Float32Array(own), shape, dtype);
  };
}

function prepareTraining({ layers, loss: lossName, optimizer, lr }, load) {
  const depth = layers.length - 1;
  // Inputs × outputs, as its own dense layer keeps them.
  const weights = Array.from({ length: depth }, (_, i) => tf.variable(tf.transpose(load(`w${i}`))));
  const biases = Array.from({ length: depth }, (_, i) => tf.variable(load(`b${i}`)));
  const x = load("x");
  const y = lossName === "mse" ? load("y") : tf.cast(tf.oneHot(load("y"), layers.at(-1)), "float32");
  const update = optimizer === "sgd" ? tf.train.sgd(lr) : tf.train.adam(lr, 0.9, 0.999, 1e-8);
  const forward = () => {
    let h = x;
    for (let i = 0; i < depth; i++) {
      const activation = i < depth - 1 ? "relu" : "linear";
      h = tf.fused.matMul({ a: h, b: weights[i], bias: biases[i], activation });
    }
    return lossName === "mse" ? tf.losses.meanSquaredError(y, h) : tf.losses.softmaxCrossEntropy(y, h);
  };
  let loss = tf.scalar(0);
  return {
    run(count) {
      for (let i = 0; i < count; i++) {
        loss.dispose();
        loss = update.minimize(forward, true);
      }
    },
    result: () => Array.from(loss.dataSync()),
    dispose() {
      tf.dispose([weights, biases, x, y, loss]);
      update.dispose();
    },
  };
}

function prepareElementwise({ op }, load) {
  const x = load("x");
  const g = load("g");
  const both = tf.valueAndGrad((input) => tf[op](input));
  let out = { value: tf.scalar(0), grad: tf.scalar(0) };
  return {
    run(count) {
      for (let i = 0; i < count; i++) {
        tf.dispose(out);
        out = both(x, g);
      }
    },
    result: () => [...digest(out.value.dataSync()), ...digest(out.grad.dataSync())],
    dispose: () => tf.dispose([x, g, out]),
  };
}

function prepareMatmul(load) {
  const a = load("a");
  const b = load("b");
  let c = tf.scalar(0);
  return {
    run(count) {
      for (let i = 0; i < count; i++) {
        c.dispose();
        c = tf.matMul(a, b);
      }
    },
    result: () => digest(c.dataSync()),
    dispose: () => tf.dispose([a, b, c]),
  };
}
