import assert from "node:assert/strict";
import { mkdirSync, realpathSync } from "node:fs";
import path from "node:path";
import { StartedKernel } from "./startedKernel.ts";

describe("A cell's process", function () {
  this.timeout(30_000);
  let notebook: StartedKernel;
  before(() => (notebook = new StartedKernel()));
  after(() => notebook.dispose());

  it("has the time zone that process.env.TZ names", async () => {
    const zone = async (name: string): Promise<string | null> =>
      (await notebook.run(`process.env.TZ = '${name}'; new Date(0).getHours()`)).shown();
    assert.equal(await zone("Asia/Tokyo"), "9");
    assert.equal(await zone("America/New_York"), "19");
    const child = await notebook.run(
      "import { execFileSync } from 'node:child_process'; process.env.GIVEN = 'yes'; execFileSync(process.execPath, ['-p', 'process.env.GIVEN'], { encoding: 'utf8' }).trim()",
    );
    assert.equal(child.shown(), "'yes'");
  });

  it("changes its working directory, and imports from beside the notebook as before", async () => {
    const folder = path.join(notebook.folder, "sub");
    mkdirSync(folder);
    notebook.write("near.ts", "export const near = 1");
    const changed = await notebook.run(
      "import fs from 'node:fs'; process.chdir('sub'); fs.writeFileSync('made.txt', ''); console.log(process.cwd()); process.chdir('..'); console.log(process.cwd(), fs.existsSync('sub/made.txt'))",
    );
    assert.equal(changed.printed(), `${realpathSync(folder)}\n${realpathSync(notebook.folder)} true\n`);
    const run = await notebook.run("process.chdir('sub'); import { near } from './near.ts'; near");
    assert.equal(run.shown(), "1");
  });

  it("says why it cannot change its working directory", async () => {
    assert.match((await notebook.run("process.chdir('nowhere')")).error?.message ?? "", /ENOENT.*nowhere/);
    notebook.write("file.txt", "");
    const file = path.join(notebook.folder, "file.txt");
    const { error } = await notebook.run(`process.chdir(${JSON.stringify(file)})`);
    assert.match(error?.message ?? "", /process\.chdir: .*file\.txt cannot be made the working directory/);
  });

  it("tells of 100,000 rejections that nobody handles in few words, and runs the next cell", async () => {
    const { outputs } = await notebook.run(
      "for (let i = 0; i < 1e5; i++) void Promise.reject(new Error('number ' + i)); await new Promise((resolve) => setTimeout(resolve)); undefined",
    );
    const text = outputs.map((output) => (output.type === "stream" ? output.text : "")).join("");
    assert.ok(text.length < 20_000, String(text.length));
    assert.match(text, /Uncaught Error: number 0\n/);
    assert.match(text, /100000 errors so far that nobody caught/);
    assert.equal((await notebook.run("1 + 1")).shown(), "2");
  });
});
