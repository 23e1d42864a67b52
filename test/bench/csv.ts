/** How long the reader of CSV files takes for 1 to 100 MB of numbers, and whether that grows with their size alone. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { BenchOptions, BenchResult } from "./main.ts";

const sizes = [1, 10, 100];
const MB = 1e6;

/** Lines of ten numbers with four decimals, under a line of names. */
function textOf(bytes: number): string {
  const lines = ["a,b,c,d,e,f,g,h,i,j"];
  let length = 0;
  for (let i = 0; length < bytes; i++) {
    const line = Array.from({ length: 10 }, (_, j) => (Math.sin(i * 10 + j) * 100).toFixed(4)).join(",");
    lines.push(line);
    length += line.length + 1;
  }
  return `${lines.join("\n")}\n`;
}

export async function run({ quick, engines }: BenchOptions): Promise<BenchResult> {
  const file = pathToFileURL(path.resolve(engines[0] ?? "dist/engine.js")).href;
  const { data } = (await import(file)) as typeof import("../../engine/index.ts");
  data.parseCsv(textOf(MB / 10));
  const rows = (quick ? sizes.slice(0, 2) : sizes).map((size) => {
    const text = textOf(size * MB);
    const before = process.cpuUsage();
    const lines = data.parseCsv(text).rows.length;
    const { user, system } = process.cpuUsage(before);
    const ms = (user + system) / 1000;
    return {
      "size": `${size} MB`,
      "lines": lines.toLocaleString("en"),
      "processor time": `${Math.round(ms).toLocaleString("en")} ms`,
      "for one MB": `${(ms / size).toFixed(1)} ms`,
    };
  });
  return { tables: [{ title: "CSV files of numbers", rows }] };
}
