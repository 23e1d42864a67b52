/** jax-js's side of the networks of ../networks/networkTasks.ts: one compiled function a step. Its arrays count references. */
import { blockUntilReady, jit, lax, nn, numpy as np, valueAndGrad } from "@jax-js/jax";

const dense = (x, weight, bias) => np.matmul(x, np.transpose(weight)).add(bias);
const channels = (bias) => bias.reshape([1, -1, 1, 1]);

function normalised(x, axes, weight, bias) {
  const centred = x.ref.sub(np.mean(x, axes, { keepdims: true }));
  const variance = np.mean(np.square(centred.ref), axes, { keepdims: true });
  return centred
    .div(np.sqrt(variance.add(1e-5)))
    .mul(weight)
    .add(bias);
}

/** Means of squares of 2 × 2. */
function pooled(x, count, width, size) {
  return np.mean(x.reshape([count, width, size / 2, 2, size / 2, 2]), [3, 5]);
}

const conv = (x, w, bias, pad) =>
  lax
    .convGeneralDilated(
      x,
      w,
      [1, 1],
      [
        [pad, pad],
        [pad, pad],
      ],
    )
    .add(channels(bias));

const nets = {
  lenet(p, x) {
    let h = pooled(nn.sigmoid(conv(x, p["0.weight"], p["0.bias"], 2)), 256, 6, 28);
    h = pooled(nn.sigmoid(conv(h, p["3.weight"], p["3.bias"], 0)), 256, 16, 10).reshape([256, 400]);
    h = nn.sigmoid(dense(h, p["7.weight"], p["7.bias"]));
    h = nn.sigmoid(dense(h, p["9.weight"], p["9.bias"]));
    return dense(h, p["11.weight"], p["11.bias"]);
  },
  residual(p, x) {
    const part = (h, i) => {
      const y = conv(h, p[`conv${i}.weight`], p[`conv${i}.bias`], 1);
      return normalised(y, [0, 2, 3], channels(p[`bn${i}.weight`]), channels(p[`bn${i}.bias`]));
    };
    return nn.relu(part(nn.relu(part(x.ref, 1)), 2).add(x));
  },
  gru: (p, x) => recurrent(p, x, 3),
  lstm: (p, x) => recurrent(p, x, 4),
  encoder(p, x) {
    const rows = x.reshape([32 * 64, 64]);
    const projected = dense(rows.ref, p["self_attn.in_proj_weight"], p["self_attn.in_proj_bias"]);
    const [q, k, v] = np
      .split(projected, 3, 1)
      .map((part) => np.transpose(part.reshape([32, 64, 4, 16]), [0, 2, 1, 3]));
    const weights = nn.softmax(np.matmul(q, np.transpose(k, [0, 1, 3, 2])).mul(0.25), -1);
    const joined = np.transpose(np.matmul(weights, v), [0, 2, 1, 3]).reshape([32 * 64, 64]);
    const attended = dense(joined, p["self_attn.out_proj.weight"], p["self_attn.out_proj.bias"]);
    const h = normalised(rows.add(attended), [1], p["norm1.weight"], p["norm1.bias"]);
    const hidden = nn.relu(dense(h.ref, p["linear1.weight"], p["linear1.bias"]));
    const made = dense(hidden, p["linear2.weight"], p["linear2.bias"]);
    return normalised(h.add(made), [1], p["norm2.weight"], p["norm2.bias"]).reshape([32, 64, 64]);
  },
};

function recurrent(p, x, gates) {
  const input = dense(x.reshape([35 * 32, 28]), p["rnn.weight_ih_l0"], p["rnn.bias_ih_l0"]);
  const steps = np.split(input, 35, 0);
  let h = np.zeros([32, 256]);
  let c = np.zeros([32, 256]);
  const outputs = steps.map((step) => {
    const u = dense(h.ref, p["rnn.weight_hh_l0"].ref, p["rnn.bias_hh_l0"].ref);
    if (gates === 3) {
      const [rx, zx, nx] = np.split(step, 3, 1);
      const [rh, zh, nh] = np.split(u, 3, 1);
      const z = nn.sigmoid(zx.add(zh));
      const n = np.tanh(nx.add(nn.sigmoid(rx.add(rh)).mul(nh)));
      h = h.sub(n.ref).mul(z).add(n);
    } else {
      const [i, f, g, o] = np.split(step.add(u), 4, 1);
      c = nn
        .sigmoid(f)
        .mul(c)
        .add(nn.sigmoid(i).mul(np.tanh(g)));
      h = nn.sigmoid(o).mul(np.tanh(c.ref));
    }
    return h.ref;
  });
  for (const array of [h, c, p["rnn.weight_hh_l0"], p["rnn.bias_hh_l0"]]) array.dispose();
  return dense(np.concatenate(outputs, 0), p["out.weight"], p["out.bias"]);
}

export function prepareNetwork({ net, lr, parameters }, load) {
  const names = parameters.map(({ name }) => name);
  if (!nets[net]) throw new Error("it has no gradient of a look-up by indices that are given");
  let values = names.map((name) => load(name));
  const x = load("x");
  const classes = { lenet: 10, gru: 28, lstm: 28 }[net];
  const y = classes ? nn.oneHot(load("y"), classes) : load("y");
  const lossOf = (ps, inputs, targets) => {
    const out = nets[net](Object.fromEntries(names.map((name, i) => [name, ps[i]])), inputs);
    if (!classes) return np.mean(np.square(out.sub(targets)));
    return np.mean(np.sum(nn.logSoftmax(out, -1).mul(targets), -1)).mul(-1);
  };
  const sgd = jit((ps, inputs, targets) => {
    const [value, grads] = valueAndGrad(lossOf)(
      ps.map((p) => p.ref),
      inputs,
      targets,
    );
    return [value, ps.map((p, i) => p.sub(grads[i].mul(lr)))];
  });
  let loss = np.array(0);
  return {
    async run(count) {
      for (let i = 0; i < count; i++) {
        loss.dispose();
        [loss, values] = sgd(values, x.ref, y.ref);
        await blockUntilReady([loss, ...values]);
      }
    },
    result: async () => Array.from(await loss.ref.data()),
    dispose() {
      for (const array of [...values, loss, x, y]) array.dispose();
    },
  };
}
