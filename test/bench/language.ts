/** How long a person waits for the editor in notebooks of 30 to 3,000 cells, and what memory it takes. */
import { execFile } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { LanguageTimes } from "./harness/languageChild.ts";
import type { BenchOptions, BenchResult } from "./main.ts";

const sizes = [30, 100, 300, 1000, 3000];
const child = path.join(path.dirname(fileURLToPath(import.meta.url)), "harness", "languageChild.js");

async function measure(cells: number, rounds: number): Promise<LanguageTimes> {
  const { stdout } = await promisify(execFile)(process.execPath, [child, `${cells}`, `${rounds}`]);
  return JSON.parse(stdout) as LanguageTimes;
}

const ms = (time: number): string => `${Math.round(time).toLocaleString("en")} ms`;

export async function run({ quick }: BenchOptions): Promise<BenchResult> {
  const measured: [cells: number, times: LanguageTimes][] = [];
  for (const cells of sizes) measured.push([cells, await measure(cells, quick ? 3 : 11)]);
  return {
    tables: [
      {
        title: "The editor in long notebooks",
        rows: measured.map(([cells, times]) => ({
          "cells": cells,
          "first answer": ms(times.first),
          "key in the last cell: completion": ms(times.lastCompletion),
          "and its marks": ms(times.lastMarks),
          "key in the first cell: its marks": ms(times.firstMarks),
          "new name in the first cell: its marks": ms(times.nameMarks),
          "and those of the last cell": ms(times.nameLastMarks),
          "marks of all cells": ms(times.all),
          "memory": `${Math.round(times.memory)} MB`,
        })),
      },
    ],
    data: measured,
  };
}
