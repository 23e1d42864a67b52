/**
 * Writes the losses of the courses' trainings to courseLosses.json, as the headless runner gets them:
 * `node out/test/golden/recordCourses.js`, after a build.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { printedLosses, type Losses } from "./courseLosses.ts";

const recorded: Record<string, Losses[]> = {};
for (const course of ["deep-learning", "convolution-to-attention"]) {
  const args = ["dist/cli.js", "run", `examples/${course}.en.grad.md`, "--json"];
  const printed = execFileSync(process.execPath, args, { encoding: "utf8", maxBuffer: 2 ** 28 });
  recorded[course] = printedLosses(printed);
}
writeFileSync(path.resolve("test/golden/courseLosses.json"), `${JSON.stringify(recorded)}\n`);
