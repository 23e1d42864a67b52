/** Gradbook as a contestant: what a person writes in a cell, with the engine that is shipped. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { prepareOp } from "../ops/gradbookOp.ts";
import type { Contestant, Prepared } from "./child.ts";
import { type Load, loader, prepareStep } from "./gradbookSteps.ts";
import type { BookTask, CourseTask } from "./tasks.ts";

type Engine = typeof import("../../../engine/node.ts");
type Tensor = import("../../../engine/index.ts").Tensor;
type Layer = import("../../../engine/index.ts").nn.Layer;

/** @param options `engine`, the file */
export async function open(options: Record<string, string>): Promise<Contestant> {
  const file = options["engine"] ?? path.resolve("dist/engine.js");
  const torch = (await import(pathToFileURL(file).href)) as Engine;
  const threads = process.env["GRADBOOK_THREADS"] ?? "default";
  return {
    hello: { name: "Gradbook", version: "", detail: `${torch.backendName}, threads: ${threads}` },
    prepare(task, data) {
      if (task.kind === "op") return prepareOp(torch, task, data.file);
      const load = loader(torch, readFileSync(data.file), data.arrays);
      if (task.kind === "course") return prepareCourse(torch, task, load);
      if (task.kind === "book") return prepareBook(torch, task, load);
      return prepareStep(torch, task, load);
    },
  };
}

/** The book's trainEpochCh3 and evaluateAccuracy over a DataLoader. */
function prepareBook({ data, manualSeed, nn, noGrad, optim }: Engine, task: BookTask, load: Load): Prepared {
  manualSeed(task.seed);
  const net = new nn.Sequential(
    new nn.Linear(784, task.hidden),
    new nn.ReLU(),
    new nn.Linear(task.hidden, 10),
  );
  for (const layer of [net[0], net[2]]) nn.init.normal_(layer.weight, 0, 0.01);
  const dataset = (part: "train" | "test") =>
    new data.TensorDataset(load(`${part}Images`).div(255), load(`${part}Labels`).to("int32"));
  const train = new data.DataLoader(dataset("train"), task.batch, { shuffle: true });
  const test = new data.DataLoader(dataset("test"), task.batch);
  const criterion = new nn.CrossEntropyLoss();
  const optimizer = new optim.SGD(net.parameters(), { lr: task.lr });
  const right = (scores: Tensor, y: Tensor): number => scores.argmax(1).eq(y).sum().item();
  let values: number[] = [];
  const epoch = (): void => {
    let [sum, correct, tested] = [0, 0, 0];
    for (const [x, y] of train) {
      const scores = net(x);
      const loss = criterion(scores, y);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
      sum += loss.item() * y.numel();
      correct += right(scores, y);
    }
    noGrad(() => {
      for (const [x, y] of test) tested += right(net(x), y);
    });
    const { length } = train.dataset;
    values = [sum / length, correct / length, tested / test.dataset.length];
  };
  return {
    run(count) {
      for (let i = 0; i < count; i++) epoch();
    },
    result: () => values,
  };
}

/** A training of the course, as its cell writes it, without the chart. */
function prepareCourse(torch: Engine, task: CourseTask, load: Load): Prepared {
  const { nn, optim } = torch;
  const [x, y, validX, validY] = [load("x"), load("y"), load("validX"), load("validY")];
  const criterion = task.loss === "mse" ? new nn.MSELoss() : new nn.CrossEntropyLoss();
  let values: number[] = [];
  return {
    async run(count) {
      for (let i = 0; i < count; i++) {
        torch.manualSeed(task.seed);
        const net = new nn.Sequential(...layersOf(torch, task));
        const optimizer =
          task.optimizer === "sgd"
            ? new optim.SGD(net.parameters(), { lr: task.lr })
            : new optim.Adam(net.parameters(), { lr: task.lr });
        if (task.loop) {
          const loader = new torch.data.DataLoader(new torch.data.TensorDataset(x, y), task.batch, {
            shuffle: true,
          });
          for (let epoch = 0; epoch < task.epochs; epoch++) {
            for (const [features, labels] of loader) {
              const loss = criterion(net(features), labels);
              optimizer.zeroGrad();
              loss.backward();
              optimizer.step();
            }
            values = [torch.noGrad(() => criterion(net(x), y).item())];
          }
          continue;
        }
        const { series } = await torch.fit(net, [x, y], {
          validation: [validX, validY],
          epochs: task.epochs,
          batchSize: task.batch,
          loss: criterion,
          optimizer,
          metrics: task.loss === "mse" ? [] : ["accuracy"],
          verbose: 0,
        });
        values = [series.loss, series.valLoss, series.valAccuracy ?? []].flatMap((all) => all?.at(-1) ?? []);
      }
    },
    result: () => values,
  };
}

function layersOf({ nn }: Engine, { layers, dropout }: CourseTask): Layer[] {
  return layers.slice(1).flatMap((units, i): Layer[] => {
    const linear = new nn.Linear(layers[i] ?? 0, units);
    if (i === layers.length - 2) return [linear];
    return dropout > 0 ? [linear, new nn.ReLU(), new nn.Dropout(dropout)] : [linear, new nn.ReLU()];
  });
}
