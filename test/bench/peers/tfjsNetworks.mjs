/** TensorFlow.js's side of the networks of ../networks/networkTasks.ts, of its operations; images in its order, (N, H, W, C). */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const tf = require("@tensorflow/tfjs");

const dense = (x, weight, bias) => tf.add(tf.matMul(x, weight, false, true), bias);
/** PyTorch's (out, in, rows, columns) as (rows, columns, in, out). */
const kernel = (weight) => tf.transpose(weight, [2, 3, 1, 0]);

function normalised(x, axes, weight, bias) {
  const { mean, variance } = tf.moments(x, axes, true);
  return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5))), weight), bias);
}

const nets = {
  lenet(p, x) {
    const conv = (h, i, pad) => tf.add(tf.conv2d(h, kernel(p[`${i}.weight`]), 1, pad), p[`${i}.bias`]);
    let h = tf.avgPool(tf.sigmoid(conv(tf.transpose(x, [0, 2, 3, 1]), 0, "same")), 2, 2, "valid");
    h = tf.avgPool(tf.sigmoid(conv(h, 3, "valid")), 2, 2, "valid");
    h = tf.reshape(tf.transpose(h, [0, 3, 1, 2]), [256, 400]);
    h = tf.sigmoid(dense(h, p["7.weight"], p["7.bias"]));
    h = tf.sigmoid(dense(h, p["9.weight"], p["9.bias"]));
    return dense(h, p["11.weight"], p["11.bias"]);
  },
  residual(p, given) {
    const x = tf.transpose(given, [0, 2, 3, 1]);
    const part = (h, i) => {
      const y = tf.add(tf.conv2d(h, kernel(p[`conv${i}.weight`]), 1, "same"), p[`conv${i}.bias`]);
      return normalised(y, [0, 1, 2], p[`bn${i}.weight`], p[`bn${i}.bias`]);
    };
    return tf.transpose(tf.relu(tf.add(part(tf.relu(part(x, 1)), 2), x)), [0, 3, 1, 2]);
  },
  gru: (p, x) => recurrent(p, x, 3),
  lstm: (p, x) => recurrent(p, x, 4),
  encoder(p, x) {
    const rows = tf.reshape(x, [32 * 64, 64]);
    const heads = (part) => tf.transpose(tf.reshape(part, [32, 64, 4, 16]), [0, 2, 1, 3]);
    const projected = dense(rows, p["self_attn.in_proj_weight"], p["self_attn.in_proj_bias"]);
    const [q, k, v] = tf.split(projected, 3, 1).map(heads);
    const weights = tf.softmax(tf.mul(tf.matMul(q, k, false, true), 0.25));
    const joined = tf.reshape(tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]), [32 * 64, 64]);
    const attended = dense(joined, p["self_attn.out_proj.weight"], p["self_attn.out_proj.bias"]);
    const h = normalised(tf.add(rows, attended), [1], p["norm1.weight"], p["norm1.bias"]);
    const hidden = tf.relu(dense(h, p["linear1.weight"], p["linear1.bias"]));
    const made = dense(hidden, p["linear2.weight"], p["linear2.bias"]);
    return tf.reshape(normalised(tf.add(h, made), [1], p["norm2.weight"], p["norm2.bias"]), [32, 64, 64]);
  },
  embedding: (p, x) => tf.gather(p.weight, x),
};

function recurrent(p, x, gates) {
  const input = dense(tf.reshape(x, [35 * 32, 28]), p["rnn.weight_ih_l0"], p["rnn.bias_ih_l0"]);
  let h = tf.zeros([32, 256]);
  let c = h;
  const outputs = tf.unstack(tf.reshape(input, [35, 32, gates * 256])).map((step) => {
    const u = dense(h, p["rnn.weight_hh_l0"], p["rnn.bias_hh_l0"]);
    if (gates === 3) {
      const [rx, zx, nx] = tf.split(step, 3, 1);
      const [rh, zh, nh] = tf.split(u, 3, 1);
      const z = tf.sigmoid(tf.add(zx, zh));
      const n = tf.tanh(tf.add(nx, tf.mul(tf.sigmoid(tf.add(rx, rh)), nh)));
      h = tf.add(tf.mul(tf.sub(h, n), z), n);
    } else {
      const [i, f, g, o] = tf.split(tf.add(step, u), 4, 1);
      c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
      h = tf.mul(tf.sigmoid(o), tf.tanh(c));
    }
    return h;
  });
  return dense(tf.concat(outputs, 0), p["out.weight"], p["out.bias"]);
}

export function prepareNetwork({ net, lr, parameters }, load) {
  const p = Object.fromEntries(parameters.map(({ name }) => [name, tf.variable(load(name))]));
  const [x, given] = [load("x"), load("y")];
  const classes = { lenet: 10, gru: 28, lstm: 28 }[net];
  const y = classes ? tf.cast(tf.oneHot(given, classes), "float32") : given;
  const update = tf.train.sgd(lr);
  const forward = () => {
    const out = nets[net](p, x);
    return classes ? tf.losses.softmaxCrossEntropy(y, out) : tf.losses.meanSquaredError(y, out);
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
      tf.dispose([Object.values(p), x, y, loss]);
      update.dispose();
    },
  };
}
