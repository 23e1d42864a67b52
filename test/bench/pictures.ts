/** What a picture that follows a training costs it, in a real kernel: the same training with and without, in turns. */
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { KernelProcess } from "../../extension/kernel/host/kernelProcess.ts";
import type { BenchOptions, BenchResult } from "./main.ts";

const entry = path.resolve("dist/kernel.js");

/** A training of some seconds. `model`, `loss`, `x` and `y` are expressions; `show` draws `net`. */
interface Watched {
  picture: string;
  model: string;
  loss: string;
  show: string;
  epochs: number;
}

const trainings: Watched[] = [
  {
    picture: "regressionFit",
    model:
      "new nn.Sequential(new nn.Linear(1, 64), new nn.Tanh(), new nn.Linear(64, 64), new nn.Tanh(), new nn.Linear(64, 1))",
    loss: "mse",
    show: "regressionFit(net, line, wave, { validation: [line, wave] })",
    epochs: 3000,
  },
  {
    picture: "decisionBoundary",
    model:
      "new nn.Sequential(new nn.Linear(2, 64), new nn.Tanh(), new nn.Linear(64, 64), new nn.Tanh(), new nn.Linear(64, 3))",
    loss: "crossEntropy",
    show: "decisionBoundary(net, plane, kinds)",
    epochs: 3000,
  },
  {
    picture: "diagram",
    model:
      "new nn.Sequential(new nn.Linear(2, 64), new nn.ReLU(), new nn.Linear(64, 64), new nn.ReLU(), new nn.Linear(64, 3))",
    loss: "crossEntropy",
    show: "diagram(net)",
    epochs: 3000,
  },
];

const setup = `
import { arange, decisionBoundary, diagram, fit, manualSeed, nn, rand, regressionFit } from "gradbook";
import process from "node:process";
manualSeed(0);
const line = rand(400, 1).mul(6), wave = line.sin();
const plane = rand(400, 2), kinds = plane.sum(1).mul(1.49).floor().to("int32");
async function timed(net: nn.Module, loss: any, x: any, y: any, epochs: number) {
  const [cpu, began] = [process.cpuUsage(), performance.now()];
  await fit(net as any, [x, y], { loss, epochs, batchSize: 32, verbose: 0 });
  const { user, system } = process.cpuUsage(cpu);
  console.log(JSON.stringify([performance.now() - began, (user + system) / 1000]));
}`;

interface Times {
  wall: number[];
  cpu: number[];
  /** Pictures that reached the host, in the last run. */
  pictures: number;
}

export async function run({ quick, rows }: BenchOptions): Promise<BenchResult> {
  if (!existsSync(entry)) throw new Error(`There is no ${entry}: run npm run build first.`);
  const cwd = mkdtempSync(path.join(tmpdir(), "gradbook-bench-"));
  const kernel = new KernelProcess({ entry, options: { cwd, notebook: null, language: "en" } });
  const above: string[] = [];
  const runCell = async (text: string): Promise<{ printed: string; pictures: number }> => {
    const id = `cell-${above.length}`;
    let [printed, pictures] = ["", 0];
    const { error } = await kernel.run(
      { cell: { id, text }, execution: above.length + 1, above },
      (output) => {
        if (output.type === "stream") printed += output.text;
        else if (output.type === "display") pictures++;
      },
    );
    if (error) throw new Error(error.stack);
    above.push(id);
    return { printed, pictures };
  };
  const table = [];
  try {
    await runCell(setup);
    for (const { picture, model, loss, show, epochs } of trainings.filter((one) => rows.test(one.picture))) {
      const [x, y] = loss === "mse" ? ["line", "wave"] : ["plane", "kinds"];
      const times = { without: none(), with: none() };
      for (let round = -1; round < (quick ? 3 : 5); round++) {
        for (const which of ["without", "with"] as const) {
          const shown = which === "with" ? `${show};` : "";
          const training = `await timed(net, "${loss}", ${x}, ${y}, ${epochs});`;
          const { printed, pictures } = await runCell(
            `{ manualSeed(1); const net = ${model}; ${shown} ${training} }`,
          );
          const [wall = NaN, cpu = NaN] = JSON.parse(printed) as number[];
          times[which].pictures = pictures;
          // The first of each warms the machine up.
          if (round < 0) continue;
          times[which].wall.push(wall);
          times[which].cpu.push(cpu);
        }
      }
      table.push({
        "picture": picture,
        "without, s": seconds(median(times.without.wall)),
        "with, s": seconds(median(times.with.wall)),
        "more time": more(times.without.wall, times.with.wall),
        "more processor time": more(times.without.cpu, times.with.cpu),
        "drawn": times.with.pictures,
      });
    }
  } finally {
    await kernel.dispose();
  }
  return {
    tables: [{ title: "A picture that follows a training (medians; goal: no more than 5 %)", rows: table }],
    remarks: ["Drawn counts the picture at the start and all renewals that reached the notebook."],
  };
}

function none(): Times {
  return { wall: [], cpu: [], pictures: 0 };
}

/** Medians, so that what else the machine did in one round does not count. */
function more(without: readonly number[], withIt: readonly number[]): string {
  return `${((median(withIt) / median(without) - 1) * 100).toFixed(1)} %`;
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
