/** What jax-js does step by step; it knows no system, and so runs in browsers too. */
import { blockUntilReady, jit, nn, numpy as np, valueAndGrad, vjp } from "@jax-js/jax";
import { digest } from "../../../out/test/bench/harness/digest.js";
import { prepareNetwork } from "./jaxNetworks.mjs";

export function prepareStep(task, load) {
  if (task.kind === "train") return prepareTraining(task, load);
  if (task.kind === "network") return prepareNetwork(task, load);
  if (task.kind === "elementwise") return prepareElementwise(task, load);
  return prepareMatmul(load);
}

/** Makes arrays of those in a task's file. */
export function loader(bytes, arrays) {
  return (name) => {
    const { shape, dtype, offset } = arrays[name];
    const length = shape.reduce((a, b) => a * b, 1);
    const own = new Uint8Array(bytes.subarray(offset, offset + 4 * length)).buffer;
    const values = dtype === "int32" ? new Int32Array(own) : new Float32Array(own);
    return np.array(values, { shape, dtype: dtype === "int32" ? np.int32 : np.float32 });
  };
}

function prepareTraining({ layers, loss: lossName, optimizer, lr }, load) {
  const depth = layers.length - 1;
  const classes = layers.at(-1);
  let parameters = Array.from({ length: depth }, (_, i) => [load(`w${i}`), load(`b${i}`)]).flat();
  const x = load("x");
  const y = lossName === "mse" ? load("y") : nn.oneHot(load("y"), classes);

  const lossOf = (ps, inputs, targets) => {
    let h = inputs;
    for (let i = 0; i < depth; i++) {
      h = np.matmul(h, np.transpose(ps[2 * i])).add(ps[2 * i + 1]);
      if (i < depth - 1) h = nn.relu(h);
    }
    if (lossName === "mse") return np.mean(np.square(h.sub(targets)));
    return np.mean(np.sum(nn.logSoftmax(h, -1).mul(targets), -1)).mul(-1);
  };

  const sgd = jit((ps, inputs, targets) => {
    const [value, grads] = valueAndGrad(lossOf)(
      ps.map((p) => p.ref),
      inputs,
      targets,
    );
    return [value, ps.map((p, i) => p.sub(grads[i].mul(lr)))];
  });
  // Bias corrections come in as numbers: the compiled function stays the same from step to step.
  const adam = jit((ps, ms, vs, c1, c2, inputs, targets) => {
    const [value, grads] = valueAndGrad(lossOf)(
      ps.map((p) => p.ref),
      inputs,
      targets,
    );
    const m = ms.map((old, i) => old.mul(0.9).add(grads[i].ref.mul(0.1)));
    const v = vs.map((old, i) => old.mul(0.999).add(np.square(grads[i]).mul(0.001)));
    const moved = ps.map((p, i) =>
      p.sub(
        m[i].ref
          .mul(c1.ref)
          .div(np.sqrt(v[i].ref.mul(c2.ref)).add(1e-8))
          .mul(lr),
      ),
    );
    c1.dispose();
    c2.dispose();
    return [value, moved, m, v];
  });

  let loss = np.array(0);
  let step = 0;
  let first = optimizer === "adam" ? parameters.map((p) => np.zeros(p.shape)) : [];
  let second = optimizer === "adam" ? parameters.map((p) => np.zeros(p.shape)) : [];
  const update = () => {
    loss.dispose();
    step++;
    if (optimizer === "sgd") [loss, parameters] = sgd(parameters, x.ref, y.ref);
    else {
      const [c1, c2] = [1 / (1 - 0.9 ** step), 1 / (1 - 0.999 ** step)];
      [loss, parameters, first, second] = adam(
        parameters,
        first,
        second,
        np.array(c1),
        np.array(c2),
        x.ref,
        y.ref,
      );
    }
  };
  return {
    async run(count) {
      for (let i = 0; i < count; i++) {
        update();
        // Otherwise what is thrown away unread is never computed.
        await blockUntilReady([loss, ...parameters]);
      }
    },
    result: async () => Array.from(await loss.ref.data()),
    dispose() {
      for (const array of [...parameters, ...first, ...second, loss, x, y]) array.dispose();
    },
  };
}

function prepareElementwise({ op }, load) {
  const f = { relu: nn.relu, sigmoid: nn.sigmoid, tanh: np.tanh }[op];
  const x = load("x");
  const g = load("g");
  const both = jit((input, gradient) => {
    const [value, pull] = vjp(f, [input]);
    const [grad] = pull(gradient);
    return [value, grad];
  });
  let out = [];
  return {
    async run(count) {
      for (let i = 0; i < count; i++) {
        for (const array of out) array.dispose();
        out = both(x.ref, g.ref);
        await blockUntilReady(out);
      }
    },
    result: async () => [...digest(await out[0].ref.data()), ...digest(await out[1].ref.data())],
    dispose() {
      for (const array of [...out, x, g]) array.dispose();
    },
  };
}

function prepareMatmul(load) {
  const a = load("a");
  const b = load("b");
  const product = jit((left, right) => np.matmul(left, right));
  let c = null;
  return {
    async run(count) {
      for (let i = 0; i < count; i++) {
        c?.dispose();
        c = product(a.ref, b.ref);
        await blockUntilReady(c);
      }
    },
    result: async () => digest(await c.ref.data()),
    dispose() {
      for (const array of [c, a, b]) array?.dispose();
    },
  };
}
