/**
 * The trainings of the course from end to end, in Gradbook and in PyTorch: the same data, models, seed, batches and
 * epochs, in turns. The first time is what a person waits for who runs the cells once.
 */
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ContestantProcess } from "./harness/contestantProcess.ts";
import { gradbookEntries, peerEntries, type Entry } from "./harness/contestants.ts";
import { writeCourseData } from "./harness/courseData.ts";
import { courseTable, type Training } from "./harness/courseTable.ts";
import { courseTasks } from "./harness/tasks.ts";
import type { BenchOptions, BenchResult } from "./main.ts";

/** Times that each training is done, the first included. */
const rounds = { quick: 2, full: 6 };

interface Runner {
  entry: Entry;
  process: ContestantProcess;
}

export async function run({ quick, rows, against }: BenchOptions): Promise<BenchResult> {
  const entries = [
    ...peerEntries().filter(({ who, variant }) => who === "PyTorch" && variant === undefined),
    ...gradbookEntries().filter(({ variant }) => variant === "paired SIMD"),
  ].filter(({ id }) => against.test(id));
  const remarks = [
    "Times of a training of the course, from the seed to the last epoch, validation included. Gradbook runs " +
      "what the cells run, without the charts; PyTorch a loop over a DataLoader.",
  ];
  const runners: Runner[] = [];
  const trainings: Training[] = [];
  try {
    for (const entry of entries) {
      const process = new ContestantProcess(entry.command);
      runners.push({ entry, process });
      await process.hello().catch((error: unknown) => {
        remarks.push(`${entry.id} does not run here: ${error instanceof Error ? error.message : ""}`);
        runners.pop();
        process.stop();
      });
    }
    const engine = path.resolve("dist", "engine.js");
    const data = await writeCourseData(courseTasks, engine, path.join("out", "bench"));
    for (const [i, task] of courseTasks.entries()) {
      const place = data[i];
      if (!place || !rows.test(task.name)) continue;
      console.error(`  ${task.name}`);
      const results = runners.map(({ entry }) => ({
        entry,
        seconds: [] as number[],
        values: [] as number[],
      }));
      for (const { process } of runners) await process.prepare(task, place);
      for (let round = 0; round < (quick ? rounds.quick : rounds.full); round++) {
        for (const [which, { entry, process }] of runners.entries()) {
          results[which]?.seconds.push(await process.run(1));
          if (entry.threads > 1) await pause(40);
        }
      }
      for (const [which, { process }] of runners.entries())
        results[which]?.values.push(...(await process.result()));
      trainings.push({ task, results });
    }
  } catch (error) {
    remarks.push(`Not measured to the end: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    for (const { process } of runners) process.stop();
  }
  const counts = [...new Set(entries.map(({ threads }) => threads))].sort((a, b) => a - b);
  return {
    tables: counts
      .map((threads) => ({
        title: threads === 1 ? "The course, one thread" : `The course, all ${threads} threads`,
        rows: courseTable(trainings, threads),
      }))
      .filter((table) => table.rows.length > 0),
    remarks,
    data: trainings.map(({ task, results }) => ({
      task: task.name,
      results: results.map(({ entry, seconds, values }) => ({ entry: entry.id, seconds, values })),
    })),
  };
}
