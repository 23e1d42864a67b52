/** What Gradbook does step by step, as a person writes it; it knows no system, and so runs in browsers too. */
import { prepareNetwork } from "../networks/gradbookNetwork.ts";
import type { Prepared } from "./child.ts";
import { digest } from "./digest.ts";
import type { ArrayPlace } from "./taskData.ts";
import type { CallTask, ElementwiseTask, MatmulTask, StepTask, TrainTask } from "./tasks.ts";

type Engine = typeof import("../../../engine/index.ts");
type Tensor = import("../../../engine/index.ts").Tensor;
export type Load = (name: string) => Tensor;

export function prepareStep(torch: Engine, task: StepTask, load: Load): Prepared {
  if (task.kind === "train") return prepareTraining(torch, task, load);
  if (task.kind === "network") return prepareNetwork(torch, task, load);
  if (task.kind === "elementwise") return prepareElementwise(torch, task, load);
  if (task.kind === "matmul") return prepareMatmul(task, load);
  return prepareCall(torch, task, load);
}

/** Makes tensors of the arrays in a task's file. */
export function loader(
  { tensor }: Engine,
  bytes: Uint8Array,
  arrays: Readonly<Record<string, ArrayPlace>>,
): Load {
  return (name) => {
    const place = arrays[name];
    if (!place) throw new Error(`There is no array ${name}.`);
    const { shape, dtype, offset } = place;
    const length = shape.reduce((a, b) => a * b, 1);
    if (dtype === "uint8")
      return tensor(Float32Array.from(bytes.subarray(offset, offset + length))).reshape(...shape);
    // A copy: what Node.js calls a slice of a Buffer is none.
    const own = new Uint8Array(bytes.subarray(offset, offset + 4 * length)).buffer;
    return tensor(dtype === "int32" ? new Int32Array(own) : new Float32Array(own)).reshape(...shape);
  };
}

function prepareTraining({ nn, noGrad, optim }: Engine, task: TrainTask, load: Load): Prepared {
  const { layers, lr } = task;
  const net = new nn.Sequential(
    ...layers.slice(1).flatMap((units, i) => {
      const linear = new nn.Linear(layers[i] ?? 0, units);
      return i < layers.length - 2 ? [linear, new nn.ReLU()] : [linear];
    }),
  );
  noGrad(() => {
    for (const [i, parameter] of net.parameters().entries()) {
      parameter.copy_(load(`${i % 2 === 0 ? "w" : "b"}${Math.floor(i / 2)}`));
    }
  });
  const [x, y] = [load("x"), load("y")];
  const criterion = task.loss === "mse" ? new nn.MSELoss() : new nn.CrossEntropyLoss();
  const optimizer =
    task.optimizer === "sgd"
      ? new optim.SGD(net.parameters(), { lr })
      : new optim.Adam(net.parameters(), { lr });
  let loss = x;
  return {
    run(count) {
      for (let i = 0; i < count; i++) {
        loss = criterion(net(x), y);
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
    },
    result: () => [loss.item()],
  };
}

function prepareElementwise(torch: Engine, { op }: ElementwiseTask, load: Load): Prepared {
  const x = load("x").requiresGrad_();
  const g = load("g");
  let y = x;
  return {
    run(count) {
      for (let i = 0; i < count; i++) {
        x.grad = null;
        y = torch[op](x);
        y.backward(g);
      }
    },
    result: () => [...digest(numbers(y)), ...digest(x.grad ? numbers(x.grad) : [])],
  };
}

function prepareMatmul(_task: MatmulTask, load: Load): Prepared {
  const [a, b] = [load("a"), load("b")];
  let c = a;
  return {
    run(count) {
      for (let i = 0; i < count; i++) c = a.matmul(b);
    },
    result: () => digest(numbers(c)),
  };
}

function prepareCall({ manualSeed, nn, noGrad }: Engine, { call }: CallTask, load: Load): Prepared {
  manualSeed(0);
  const [x, y] = [load("x"), load("y")];
  const w = load("y").requiresGrad_();
  const net = new nn.Sequential(new nn.Linear(4, 4), new nn.ReLU(), new nn.Linear(4, 4));
  const calls: Record<CallTask["call"], () => Tensor> = {
    add: () => x.add(y),
    matmul: () => x.matmul(y),
    predict: () => noGrad(() => net(x)),
    backward: () => {
      w.grad = null;
      const z = x.mul(w).sum();
      z.backward();
      return z;
    },
  };
  const once = calls[call];
  let z = x;
  return {
    run(count) {
      for (let i = 0; i < count; i++) z = once();
    },
    result: () => digest(numbers(z)),
  };
}

function numbers(x: Tensor): number[] {
  return x.detach().flatten().toArray() as number[];
}
