/**
 * How much of *Dive into Deep Learning* translates, runs, and shows what Python shows, from the chapter files that
 * you have (its sources, in English or Chinese; nothing of them is part of Gradbook):
 *
 *     npm run check && node esbuild.mjs
 *     node out/test/bench/chapters/main.js FILE-OR-FOLDER… [--python COMMAND] [--data FOLDER] [--details FILE]
 *         [--most-epochs N]
 *
 * `--data` is a folder with what the chapters download, such as FashionMNIST/raw. `--details` writes each cell that
 * fell short, with its translation, to a file. `--most-epochs` cuts trainings short, on both sides.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { markdownTable } from "../harness/markdownTable.ts";
import { withFewerEpochs } from "./epochs.ts";
import { type BookCell, pytorchCells } from "./extract.ts";
import { type CellMeasure, measureChapter } from "./measure.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "python": { type: "string", default: "/usr/bin/python3" },
    "data": { type: "string" },
    "details": { type: "string" },
    "most-epochs": { type: "string" },
  },
});

/** In the order given, and in that of a folder's names. */
function chapterFiles(place: string): string[] {
  if (statSync(place).isFile()) return [place];
  return readdirSync(place)
    .filter((name) => !name.includes("_origin"))
    .flatMap((name) => {
      const inner = path.join(place, name);
      return statSync(inner).isDirectory() || name.endsWith(".md") ? chapterFiles(inner) : [];
    });
}

function shortened(cell: BookCell): BookCell {
  const most = values["most-epochs"];
  return most === undefined ? cell : { ...cell, python: withFewerEpochs(cell.python, Number(most)) };
}

interface Chapter {
  name: string;
  cells: BookCell[];
}

const chapters: Chapter[] = positionals
  .flatMap(chapterFiles)
  .map((file) => ({
    name: path.basename(file, ".md"),
    cells: pytorchCells(readFileSync(file, "utf8")).map(shortened),
  }))
  .filter(({ cells }) => cells.length > 0);
const saved = chapters.flatMap(({ cells }) => cells.filter((cell) => cell.saved).map(({ python }) => python));
const home = mkdtempSync(path.join(tmpdir(), "gradbook-chapters-"));
const measured: { name: string; cells: CellMeasure[] }[] = [];
try {
  for (const { name, cells } of chapters) {
    const folders = { here: place(name, "here"), python: place(name, "python") };
    measured.push({ name, cells: await measureChapter(cells, { saved, folders, python: values.python }) });
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
process.stdout.write(`${tableOf(measured)}\n`);
if (values.details !== undefined) writeFileSync(values.details, detailsOf(measured));

/** A folder with the data beside it, as the chapters expect it: `../data`. */
function place(name: string, side: string): string {
  const folder = path.join(home, side, name, "chapter");
  mkdirSync(folder, { recursive: true });
  const data = path.join(home, side, name, "data");
  if (values.data !== undefined && existsSync(values.data)) cpSync(values.data, data, { recursive: true });
  return folder;
}

function tableOf(all: readonly { name: string; cells: readonly CellMeasure[] }[]): string {
  const rows = all.map(({ name, cells }) => counts(name, cells));
  return markdownTable([
    ...rows,
    counts(
      "**all**",
      all.flatMap(({ cells }) => cells),
    ),
  ]);
}

function counts(chapter: string, cells: readonly CellMeasure[]): Record<string, string> {
  const count = (test: (cell: CellMeasure) => boolean): string => String(cells.filter(test).length);
  const clean = (cell: CellMeasure): boolean => cell.marks.length === 0;
  return {
    "chapter": chapter,
    "cells": String(cells.length),
    "translate clean": count(clean),
    "clean without type errors": count((cell) => clean(cell) && cell.typeErrors.length === 0),
    "clean and run": count((cell) => clean(cell) && cell.error === null),
    "compared": count((cell) => clean(cell) && cell.error === null && cell.expected !== null),
    "show what Python shows": count(
      (cell) => clean(cell) && cell.error === null && cell.expected !== null && cell.difference === null,
    ),
  };
}

function detailsOf(all: readonly { name: string; cells: readonly CellMeasure[] }[]): string {
  return all
    .flatMap(({ name, cells }) => cells.map((cell, i) => ({ cell, title: `## ${name}, cell ${i + 1}` })))
    .filter(({ cell }) => remarks(cell).length > 0)
    .map(({ cell, title }) =>
      [title, ...remarks(cell).map((remark) => `- ${remark}`), "", cell.python, "--->", cell.text, ""].join(
        "\n",
      ),
    )
    .join("\n");
}

function remarks({ marks, typeErrors, error, difference, shown, expected }: CellMeasure): string[] {
  return [
    ...marks.map((mark) => `mark: ${mark}`),
    ...typeErrors.map((text) => `type: ${text}`),
    ...(error === null ? [] : [`error: ${error}`]),
    ...(difference === null ? [] : [`shows: ${difference}\n<here\n${shown}\n<Python\n${expected ?? ""}`]),
    ...(expected === null && error === null && marks.length === 0 ? ["not compared"] : []),
  ];
}
