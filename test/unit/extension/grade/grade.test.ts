/** Copies of a master, hostile ones among them, graded as a teacher does. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { GradedCopy } from "../../../../extension/grade/gradeCopy.ts";
import { copyText, hostileCopies, masterText, plainCopies, tried } from "./copies.ts";

/** What is built, as teachers have it: from its sources, a kernel takes many times as long to start. */
const cli = path.resolve("dist/cli.js");

describe("gradbook grade", function () {
  this.timeout(900_000);
  const folder = mkdtempSync(path.join(tmpdir(), "gradbook-graded-"));
  const master = path.join(folder, "master.grad.md");
  after(() => rmSync(folder, { recursive: true, force: true }));

  before(() => writeFileSync(master, masterText));

  function gradbook(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8" });
    return { status, stdout, stderr };
  }

  function folderOf(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
    const copies = path.join(folder, name);
    mkdirSync(copies, { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(copies, file), text);
    return copies;
  }

  function grade(copies: string, ...more: string[]): GradedCopy[] {
    const json = path.join(folder, "out.json");
    const { status, stderr } = gradbook("grade", master, copies, "--json", json, "--seconds", "2", ...more);
    assert.equal(stderr, "");
    assert.equal(status, 0);
    return JSON.parse(readFileSync(json, "utf8")) as GradedCopy[];
  }

  it("grades whatever is handed in, and no copy harms another", () => {
    const all = { ...plainCopies, ...hostileCopies };
    assert.ok(Object.keys(all).length >= 60, String(Object.keys(all).length));
    const files = Object.entries(all).map(([name, { text }]) => [`${name}.grad.md`, text] as const);
    const escaped = path.join(tmpdir(), "gradbook-escaped");
    rmSync(escaped, { force: true });
    const graded = grade(folderOf("all", Object.fromEntries(files)));
    assert.deepEqual(
      graded.map(({ copy }) => copy),
      Object.keys(all)
        .map((name) => `${name}.grad.md`)
        .sort(),
    );
    for (const { copy, checks, points, of, error, ms } of graded) {
      const name = copy.replace(".grad.md", "");
      const wanted = all[name];
      assert.ok(wanted, copy);
      assert.equal(of, 5, copy);
      assert.deepEqual(
        checks.map(({ id, of: most }) => [id, most]),
        [
          ["relu-slope", 2],
          ["squares", 3],
        ],
        copy,
      );
      const told = `${copy}: ${JSON.stringify(checks)} ${String(error)}`;
      for (const [i, right] of wanted.points.entries())
        if (!Number.isNaN(right)) assert.equal(checks[i]?.points, right, told);
      assert.equal(points, Math.round(100 * checks.reduce((sum, check) => sum + check.points, 0)) / 100);
      if (wanted.error) assert.match(error ?? "", wanted.error, told);
      assert.ok(ms > 0);
      // It came to its end, and the answer is the wrong one that nothing had let out.
      if (Object.hasOwn(tried, name)) assert.match(checks[0]?.message ?? "", /5 is there/, told);
    }
    assert.ok(!readdirSync(tmpdir()).includes("gradbook-escaped"));
  });

  it("says of what is no notebook why it is not graded", () => {
    const right = plainCopies["right"]?.text ?? "";
    const copies = folderOf("odd", {
      "empty.grad.md": "",
      "blank.grad.md": " \n\n",
      "utf16.grad.md": Buffer.from(`\uFEFF${right}`, "utf16le"),
      "latin1.grad.md": Buffer.from("# Lösung\n", "latin1"),
      "notes.txt": "I could not open it",
      "zero.grad.md": Uint8Array.of(35, 0, 10),
      "huge.grad.md": "x".repeat(11e6),
      "=cmd.grad.md": right,
      "<b>.grad.md": copyText("throw new Error('<script>alert(1)</script>');"),
    });
    mkdirSync(path.join(copies, "folder.grad.md"));
    symlinkSync("/etc/passwd", path.join(copies, "link.grad.md"));
    symlinkSync(master, path.join(copies, "masterLink.grad.md"));
    symlinkSync("/nowhere", path.join(copies, "dangling.grad.md"));
    const report = path.join(folder, "report");
    const csv = path.join(folder, "out.csv");
    const graded = grade(copies, "--csv", csv, "--report", report);
    const errors = Object.fromEntries(
      graded.map(({ copy, error, points }) => [copy, `${points} ${String(error)}`]),
    );
    assert.deepEqual(errors, {
      "<b>.grad.md": "3 null",
      "=cmd.grad.md": "5 null",
      "blank.grad.md": "0 The file is empty.",
      "dangling.grad.md": "0 It is a link: hand in the file itself.",
      "empty.grad.md": "0 The file is empty.",
      "folder.grad.md": "0 It is a folder, not a notebook.",
      "huge.grad.md": "0 It is larger than 10 MB.",
      "latin1.grad.md": "0 It is not UTF-8 text.",
      "link.grad.md": "0 It is a link: hand in the file itself.",
      "masterLink.grad.md": "0 It is a link: hand in the file itself.",
      "notes.txt": "0 It is no Gradbook notebook: its name has to end in .md.",
      "utf16.grad.md": "0 It holds bytes that no text has.",
      "zero.grad.md": "0 It holds bytes that no text has.",
    });
    // For a spreadsheet, nothing is a formula.
    const table = readFileSync(csv, "utf8");
    assert.match(table, /^\uFEFFcopy,points,of,relu-slope,squares,error\r\n/);
    assert.match(table, /^'=cmd\.grad\.md,5,5,2,3,\r$/m);
    const page = readFileSync(path.join(report, "<b>.grad.md.html"), "utf8");
    assert.ok(!page.includes("<script>"));
    assert.match(page, /&lt;script&gt;/);
    const index = readFileSync(path.join(report, "index.html"), "utf8");
    assert.ok(!index.includes("<b>.grad"));
    assert.equal(readdirSync(report).length, graded.length + 1);
    // What is for students has neither the solution nor the text of hidden tests.
    assert.ok(!/x > 0 \? 1 : 0|reluSlope\(-7\)/.test(page));
  });

  it("gives the same marks for the same input, random numbers included", () => {
    const draws =
      'import { rand } from "gradbook";\nconst reluSlope = (x: number) => (Math.random() + rand(1).item() < 1 ? 1 : 0);';
    const files = Object.fromEntries(
      Array.from({ length: 4 }, (_, i) => [
        `copy${i}.grad.md`,
        copyText(`${draws}\n${"Math.random();".repeat(i)}`),
      ]),
    );
    const copies = folderOf("random", files);
    const marks = (): unknown[] =>
      grade(copies).map(({ points, checks, error }) => ({ points, checks, error }));
    assert.deepEqual(marks(), marks());
  });

  it("refuses a master whose own solution does not pass, and one that is none", () => {
    const copies = folderOf("one", { "right.grad.md": plainCopies["right"]?.text ?? "" });
    const wrong = path.join(folder, "wrong.grad.md");
    writeFileSync(wrong, masterText.replace("x > 0 ? 1 : 0", "x < 0 ? 1 : 0"));
    const graded = gradbook("grade", wrong, copies);
    assert.equal(graded.status, 1);
    assert.match(
      graded.stderr,
      /relu-slope: the master's own solution does not pass\. right of 0 it is 1: 1 was expected, and 0 is there/,
    );
    const out = path.join(folder, "copy.grad.md");
    assert.equal(gradbook("copy", wrong, out).status, 1);
    assert.ok(!readdirSync(folder).includes("copy.grad.md"));
    const none = path.join(folder, "none.grad.md");
    writeFileSync(none, "# Nothing\n");
    assert.deepEqual(
      [gradbook("grade", none, copies).status, gradbook("grade", "nowhere.md", copies).status],
      [2, 2],
    );
    assert.match(gradbook("grade", none, copies).stderr, /It has no exercises/);
    mkdirSync(path.join(folder, "emptied"));
    assert.match(gradbook("grade", master, path.join(folder, "emptied")).stderr, /There are no copies/);
  });

  it("makes the students' copy, which has neither solutions nor hidden tests and passes nothing", () => {
    const copies = folderOf("made", {});
    const out = path.join(copies, "student.grad.md");
    const { status, stdout } = gradbook("copy", master, out);
    assert.equal(status, 0);
    assert.equal(stdout, "All 2 solutions pass. Taken out: 2 solutions, 1 hidden tests.\n");
    const text = readFileSync(out, "utf8");
    assert.ok(!/x > 0 \? 1 : 0|SOLUTION|HIDDEN|reluSlope\(-7\)|pow\(2\)/.test(text), text);
    assert.match(text, /```ts points=2 locked\n/);
    assert.match(text, /<summary>Hint<\/summary>/);
    assert.deepEqual(
      grade(copies).map(({ points }) => points),
      [0],
    );
    assert.match(gradbook("copy", master, master).stderr, /would replace the master/);
  });
});
