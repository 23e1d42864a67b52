import assert from "node:assert/strict";
import { exercisesOf, solutionCode } from "../../../../extension/exercises/exercises.ts";
import { fenceInfoOf, pointsOf } from "../../../../extension/exercises/fenceInfo.ts";
import { readMaster, studentCopy } from "../../../../extension/exercises/master.ts";
import { cutRegions, markFault } from "../../../../extension/exercises/regions.ts";
import { parseMarkdown } from "../../../../extension/markdown/parseMarkdown.ts";
import { printMarkdown } from "../../../../extension/markdown/printMarkdown.ts";
import { masterText } from "../grade/copies.ts";

const fence = "```";
const folded = [
  "## Twice",
  `${fence}ts exercise="twice"`,
  "const twice = (x: number) => 0;",
  fence,
  "<details>\n<summary>Hint 1</summary>\n\nAdd.\n\n</details>\n",
  "<details>\n<summary>提示 2</summary>\n\nOr multiply.\n\n</details>\n",
  `<details>\n<summary>Solution</summary>\n\n${fence}ts,text\nconst twice = (x: number) => 2 * x;\n${fence}\n\n</details>\n`,
  `${fence}ts points=1.5`,
  'await check("twice", { "of 2": (t) => t.equal(twice(2), 4) });',
  fence,
  "",
].join("\n");

function faultsOf(text: string): string[] {
  const read = readMaster(parseMarkdown(text));
  return "faults" in read
    ? read.faults.map((fault) => ("id" in fault ? `${fault.kind} ${fault.id}` : fault.kind))
    : [];
}

describe("Exercises of a notebook", () => {
  it("are found with their hints, solutions, points and headings", () => {
    const [exercise, ...others] = exercisesOf(parseMarkdown(folded).cells);
    assert.deepEqual(others, []);
    assert.ok(exercise);
    const { id, title, answer, check, points, hints } = exercise;
    assert.deepEqual([id, title, answer, check, points], ["twice", "Twice", 1, 3, 1.5]);
    assert.deepEqual(hints, ["Add.", "Or multiply."]);
    assert.equal(solutionCode(exercise), "const twice = (x: number) => 2 * x;");
  });

  it("read what a fence says, whatever its order and quotes", () => {
    const info = (text: string) => fenceInfoOf(parseMarkdown(`${fence}${text}\n1\n${fence}\n`).cells[0]);
    assert.deepEqual(info("ts"), { exercise: null, check: null, points: null, locked: false });
    assert.deepEqual(info('ts points=2 exercise="a b" locked'), {
      exercise: "a b",
      check: null,
      points: "2",
      locked: true,
    });
    assert.deepEqual(
      [null, "0", "-1", "two", "2", "0.5", "1e9"].map((points) => pointsOf({ points })),
      [1, null, null, null, 2, 0.5, null],
    );
  });

  it("have marks that come in pairs", () => {
    const lines = (...text: string[]): string => text.join("\n");
    assert.equal(markFault(lines("// BEGIN SOLUTION", "1", "// END SOLUTION")), null);
    assert.equal(markFault(lines("a", "//begin solution", "1", "  //  End  Solution ")), null);
    assert.equal(markFault(lines("// BEGIN SOLUTION", "1"))?.line, 1);
    assert.equal(markFault(lines("1", "// END SOLUTION"))?.line, 2);
    assert.equal(markFault(lines("// BEGIN SOLUTION", "// BEGIN SOLUTION", "// END SOLUTION"))?.line, 2);
    assert.equal(markFault(lines("// BEGIN SOLUTION", "// END HIDDEN TESTS"))?.line, 2);
    const text = lines("a", "  // BEGIN SOLUTION", "  b", "  // END SOLUTION", "c");
    assert.deepEqual(cutRegions(text, "SOLUTION", "// here"), {
      text: lines("a", "  // here", "c"),
      count: 1,
    });
    assert.deepEqual(cutRegions(text, "HIDDEN TESTS", null), { text, count: 0 });
  });

  it("are refused by name where a master lacks something", () => {
    assert.deepEqual(faultsOf(masterText), []);
    assert.deepEqual(faultsOf(folded), []);
    assert.deepEqual(faultsOf("# Text\n"), ["none"]);
    assert.deepEqual(faultsOf(folded + folded), ["twice twice", "twice twice"]);
    assert.deepEqual(faultsOf(folded.replace("exercise=", "x=")), ["noAnswer twice"]);
    assert.deepEqual(faultsOf(folded.replace("check(", "look(")), ["noCheck twice"]);
    assert.deepEqual(faultsOf(folded.replace("Solution", "Idea")), ["noSolution twice"]);
    assert.deepEqual(faultsOf(folded.replace("1.5", "many")), ["points twice"]);
    assert.deepEqual(faultsOf(masterText.replace("// END SOLUTION", "")), ["mark"]);
  });

  it("lose solutions and hidden tests in the students' copy, and nothing else", () => {
    const { notebook, took } = studentCopy(parseMarkdown(folded));
    assert.deepEqual(took, { solutions: 1, hiddenTests: 0 });
    const text = printMarkdown(notebook);
    assert.ok(!text.includes("2 * x"), text);
    assert.match(text, /Hint 1[^]*提示 2/);
    assert.match(text, /points=1\.5 locked\nawait check/);
    assert.deepEqual(studentCopy(notebook).took, { solutions: 0, hiddenTests: 0 });
    assert.equal(printMarkdown(studentCopy(notebook).notebook), text);
    const windows = printMarkdown(studentCopy(parseMarkdown(masterText.replaceAll("\n", "\r\n"))).notebook);
    assert.equal(
      windows.replaceAll("\r\n", "\n"),
      printMarkdown(studentCopy(parseMarkdown(masterText)).notebook),
    );
    assert.ok(!/[^\r]\n/.test(windows));
  });

  it("say where to write in the notebook's language", () => {
    const chinese = masterText.replace("title: Slopes", "title: 斜率\nlanguage: zh");
    assert.match(printMarkdown(studentCopy(parseMarkdown(chinese)).notebook), /在此写代码/);
  });
});
