/** A live page: a reader changes cells, runs and stops them, in one file without a network. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser } from "playwright-core";
import { launch } from "../../renderer/page/notebookPage.ts";
import { photograph } from "../../renderer/page/photograph.ts";
import { OpenedPage, writePage, type Look } from "./openedPage.ts";

const axe = readFileSync(createRequire(path.resolve("package.json")).resolve("axe-core/axe.min.js"), "utf8");

const lesson = `# A line through points

Change \`lr\` and run again.

\`\`\`ts
import { fit, manualSeed, nn, optim, randn } from "gradbook";
manualSeed(7);
const x = randn(200, 4);
const y = x.sum({ dim: 1, keepdim: true });
\`\`\`

Here it is:

\`\`\`ts
const lr = 0.01;
const epochs = 30;
\`\`\`

\`\`\`ts
manualSeed(1);
const model = new nn.Sequential(new nn.Linear(4, 16), new nn.ReLU(), new nn.Linear(16, 1));
const history = await fit(model, [x.get("0:150"), y.get("0:150")], {
  epochs,
  loss: new nn.MSELoss(),
  optimizer: new optim.SGD(model.parameters(), { lr }),
  validation: [x.get("150:"), y.get("150:")],
});
console.log((history.series["loss"] ?? []).map((value) => value.toPrecision(9)).join(" "));
\`\`\`
`;

describe("A live page", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(tmpdir(), "gradbook-live-"));
  const file = (name: string): string => path.join(folder, name);
  let browser: Browser;
  let opened: OpenedPage | null = null;
  /** What the headless runner printed. */
  let printed = "";

  before(async function () {
    this.timeout(300_000);
    writeFileSync(file("lesson.grad.md"), lesson);
    const cli = path.resolve("dist/cli.js");
    const ran = spawnSync(
      process.execPath,
      [cli, "run", file("lesson.grad.md"), "--live", file("lesson.html")],
      { encoding: "utf8" },
    );
    assert.equal(ran.status, 0, ran.stderr);
    printed = /^(?:[\d.e+-]+ ){29}[\d.e+-]+$/m.exec(ran.stdout)?.[0] ?? "";
    assert.notEqual(printed, "", ran.stdout);
    browser = await launch();
  });

  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  afterEach(async () => {
    const { asked = [], errors = [] } = opened ?? {};
    await opened?.page.close();
    opened = null;
    assert.deepEqual({ asked, errors }, { asked: [], errors: [] });
  });

  const open = async (name: string, look?: Look): Promise<OpenedPage> =>
    (opened = await OpenedPage.open(browser, file(name), look));

  /** What `shown` prints are the headless runner's losses, but for the rounding of other WebAssembly instructions. */
  const assertLosses = (shown: string): void => {
    const losses = /(?:[\d.e+-]+ ){29}[\d.e+-]+$/m.exec(shown)?.[0].split(" ").map(Number) ?? [];
    const expected = printed.split(" ").map(Number);
    assert.equal(losses.length, expected.length, shown);
    // The first may stand behind other digits.
    for (const [i, loss] of expected.slice(1).entries())
      assert.ok(Math.abs((losses[i + 1] ?? NaN) - loss) < 1e-4 * loss, `${losses[i + 1]}, not ${loss}`);
  };

  it("is a few megabytes, and shows the last run before anything has run", async () => {
    const { size } = statSync(file("lesson.html"));
    assert.ok(size < 4_000_000, `${size} bytes`);
    const live = await open("lesson.html");
    await live.cell(3).locator(".gradbook-frame").waitFor();
    assert.ok((await live.shown(3)).includes(printed));
    assert.equal(await live.status(), "Not started");
    const html = readFileSync(file("lesson.html"), "utf8");
    assert.match(
      html,
      /default-src 'none'; script-src 'sha256-[\w+/=]+' blob: 'unsafe-eval'; worker-src blob:/,
    );
  });

  it("trains as the headless runner does, and otherwise when the reader has changed a number", async () => {
    const live = await open("lesson.html");
    // Those above have not run: they run first.
    assert.equal(await live.run(3), "ok");
    assertLosses(await live.shown(3));
    assert.match(await live.status(), /^Ready \(wasm/);
    await live.write(2, "const lr = 0.0001;\nconst epochs = 100_000;");
    await live.cell(2).locator(".live-mark", { hasText: "Edited since it ran" }).waitFor();
    await live
      .cell(3)
      .locator(".live-mark", { hasText: "lr, epochs changed" })
      .or(live.cell(3).locator(".live-mark", { hasText: "epochs, lr changed" }))
      .waitFor();
    assert.equal(await live.run(2), "ok");
    await live.start(3);
    // The curve grows while the training runs.
    const path = live.cell(3).locator(".gradbook-frame path[stroke]").first();
    await path.waitFor({ state: "attached" });
    const first = await path.getAttribute("d");
    await live.page.waitForFunction(
      (before) =>
        document.querySelectorAll(".live-cell")[2]?.getAttribute("data-state") === "running" &&
        document
          .querySelectorAll(".live-cell")[2]
          ?.querySelector(".gradbook-frame path[stroke]")
          ?.getAttribute("d") !== before,
      first,
    );
    // A training that is stopped ends in good order.
    await live.stop();
    await live.rest();
    assert.equal(await live.state(3), "ok");
    await live.cell(3).locator(".gradbook-verdict .gradbook-chip").waitFor();
    assert.ok(!(await live.shown(3)).includes(printed));
    assert.equal(await live.page.locator(".live-mark:visible").count(), 0);
  });

  it("stops a loop that never ends, and keeps the variables", async () => {
    await writePage(
      file("loop.html"),
      "```ts\nlet kept = [1, 2];\n```\n\n```ts\nlet n = 0;\nwhile (true) n++;\n```\n\n```ts\nkept.map((v) => v * 21)\n```\n\n```ts\nconst spin = () => { for (;;); };\nspin();\n```\n",
    );
    const live = await open("loop.html");
    assert.equal(await live.run(1), "ok");
    await live.start(2);
    await live.page.locator('.live-cell[data-state="running"]').waitFor();
    await live.stop();
    await live.rest();
    assert.equal(await live.state(2), "stopped");
    assert.equal(await live.run(3), "ok");
    assert.match(await live.shown(3), /\[ 21, 42 \]/);
    // In a file's page, nothing reaches a function that never comes back: the reader is asked.
    await live.start(4);
    await live.cell(4).and(live.page.locator('[data-state="running"]')).waitFor();
    await live.stop();
    await live.page.getByRole("button", { name: "End the Kernel" }).click();
    await live.rest();
    assert.equal(await live.state(4), "stopped");
    // The cell that was stopped before is not run again unasked, those above that the last one needs are.
    await live.write(4, "kept");
    assert.equal(await live.run(4), "ok");
    assert.equal(await live.shown(4), "[ 1, 2 ]");
    assert.match(await live.shown(1), /its variables are gone/);
  });

  it("tells errors with what to do, and goes on", async () => {
    await writePage(
      file("errors.html"),
      "```ts\nconst f = () => { throw new RangeError('too far; come back') };\n```\n\n```ts\nf()\n```\n\n```ts\nlater + 1\n```\n\n```ts\nconst later = 1;\n```\n",
    );
    const live = await open("errors.html");
    assert.equal(await live.run(2), "failed");
    assert.match(await live.shown(2), /RangeError: too far.*come back/);
    await live.cell(2).locator(".gradbook-error a").first().click();
    assert.equal(await live.page.evaluate(() => getSelection()?.toString().slice(0, 9)), "const f =");
    assert.equal(await live.run(3), "failed");
    assert.match(await live.shown(3), /Cell 4 declares it and has not run/);
    assert.deepEqual(await live.runAll(), ["ok", "failed", "failed", "idle"]);
  });

  it("is reset to empty variables or to what it was, and hands the edited notebook over", async () => {
    const live = await open("lesson.html");
    await live.write(2, "const lr = 0.02;\nconst epochs = 3;");
    await live.cell(2).locator(".live-actions button").first().click();
    await live.page.keyboard.insertText("// mine");
    await live.page.locator(".live-text").first().hover();
    await live.page.locator(".live-text .live-edit").first().click();
    await live.page.keyboard.press("Control+a");
    await live.page.keyboard.insertText("# My *line*\n\n<script>window.hacked = 1</script>");
    await live.page.keyboard.press("Control+Enter");
    await live.page.locator("h1 em", { hasText: "line" }).waitFor();
    const { name, text } = await live.download();
    assert.equal(name, "lesson.grad.md");
    const expected = lesson
      .replace(
        "# A line through points\n\nChange `lr` and run again.",
        "# My *line*\n\n<script>window.hacked = 1</script>",
      )
      .replace(
        "const lr = 0.01;\nconst epochs = 30;\n```\n",
        "const lr = 0.02;\nconst epochs = 3;\n```\n\n```ts\n// mine\n```\n",
      );
    assert.equal(text, expected);

    assert.equal(await live.run(3), "ok");
    await live.page.getByRole("button", { name: "Reset…" }).click();
    await live.page.getByRole("button", { name: "Forget the variables" }).click();
    await live.page.waitForFunction(
      () => document.querySelector(".live-status")?.textContent === "Not started",
    );
    assert.match((await live.editor(2).textContent()) ?? "", /0\.02/);
    await live.page.getByRole("button", { name: "Reset…" }).click();
    await live.page.getByRole("button", { name: "Back to the notebook" }).click();
    await live.page.locator("h1", { hasText: "A line through points" }).waitFor();
    assert.equal(await live.page.locator(".live-cell").count(), 3);
    assert.equal((await live.download()).text, lesson);
    assert.equal(await live.run(3), "ok");
    assertLosses(await live.shown(3));
  });

  it("answers the keyboard, tells a screen reader what came, and shows where the focus is", async () => {
    const live = await open("lesson.html");
    const { page } = live;
    await live.editor(1).focus();
    await page.keyboard.press("Shift+Enter");
    await live.rest();
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? null);
    assert.equal(await focused(), "Code of cell 2");
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("6 * 7");
    await page.keyboard.press("Control+Enter");
    await page
      .locator('[role="status"]', { hasText: "Cell 2 has run. It shows: 42" })
      .waitFor({ state: "attached" });
    assert.equal(await focused(), "Code of cell 2");
    await page.keyboard.press("Alt+Enter");
    await live.rest();
    assert.equal(await page.locator(".live-cell").count(), 4);
    assert.equal(await focused(), "Code of cell 3");
    // Tab writes; behind Escape it leaves.
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Code of cell 3");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Add cell below cell 3");
    const outline = await page.evaluate(
      () => document.activeElement && getComputedStyle(document.activeElement).outlineStyle,
    );
    assert.equal(outline, "solid");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(".live-cell").count(), 3);
    // Completion of the engine's names.
    await live.write(2, "nn.Lin");
    await page.keyboard.press("Control+Space");
    await page.locator(".cm-tooltip-autocomplete li", { hasText: "Linear" }).first().waitFor();
  });

  it("lets hostile cells and texts harm nothing", async () => {
    const evil = `</script><img src=x onerror="window.hacked=1">`;
    await writePage(
      file("evil.html"),
      `# ${evil}\n\n<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>\n\n` +
        `\`\`\`ts\nconst s = ${JSON.stringify(evil)}; console.log(s); s\n\`\`\`\n\n` +
        `\`\`\`ts\nimport { display } from "gradbook";\ndisplay.html(s + "<script>parent.hacked=1</script>", { scripts: true }); display.markdown(s); display.svg("<svg onload='parent.hacked=1' xmlns='http://www.w3.org/2000/svg'/>");\n\`\`\`\n\n` +
        `\`\`\`ts\nconst got = []; for (const go of [() => fetch("https://example.org"), () => import("https://example.org/x.js"), () => { importScripts("https://example.org/x.js") }, () => new Promise((_, no) => { new WebSocket("wss://example.org").onerror = () => no(new Error("refused")) })]) { try { await go(); got.push("in") } catch (error) { got.push("out") } }\ngot.join()\n\`\`\`\n\n` +
        `\`\`\`ts\nfor (let i = 0; i < 40; i++) console.log("x".repeat(100000));\n\`\`\`\n\n` +
        `\`\`\`ts\npostMessage({ type: "thread", message: { type: "done" } }); self.onmessage = null; throw { toString() { throw 1 } }\n\`\`\`\n\n` +
        `\`\`\`ts\n[typeof document, typeof window, 1 + 1]\n\`\`\`\n`,
    );
    const live = await open("evil.html");
    for (const number of [1, 2, 3, 4, 5, 6]) await live.run(number);
    assert.match(await live.shown(1), /<\/script><img src=x/);
    assert.match(await live.shown(3), /out,out,out,out/);
    assert.ok((await live.shown(4)).length < 600_000);
    assert.equal(await live.state(5), "failed");
    assert.match(await live.shown(6), /'undefined', 'undefined', 2/);
    assert.equal(await live.page.evaluate(() => "hacked" in window), false);
    // What the browser says of what it refused.
    assert.ok(
      live.errors.every((error) => /Content Security Policy|example\.org|ERR_/.test(error)),
      live.errors.join("\n"),
    );
    live.errors.length = 0;
  });

  it("holds the files that its cells name, from beside the notebook and nowhere else", async () => {
    const left = await writePage(
      file("files.html"),
      "```ts\nimport { twice } from './lib/twice';\nimport { data } from 'gradbook';\nconst table = await data.readCsv('points.csv');\n[twice(21), JSON.stringify(table).includes('7')]\n```\n\n```ts\nconst other = '../secret.txt', hidden = '.env.txt', big = 'big.bin';\nawait data.readCsv('missing.csv')\n```\n",
      {
        "lib/twice.ts": "import { two } from './two.js';\nexport const twice = (n: number) => n * two;",
        "lib/two.ts": "export const two = 2;",
        "points.csv": "a,b\n7,8\n",
        "../secret.txt": "secret",
        ".env.txt": "secret",
        "big.bin": "x".repeat(5_000_000),
      },
    );
    assert.deepEqual(left, ["big.bin"]);
    const live = await open("files.html");
    assert.equal(await live.run(1), "ok", await live.shown(1));
    assert.match(await live.shown(1), /\[ 42, true \]/);
    assert.equal(await live.run(2), "failed");
    assert.match(await live.shown(2), /There is no file missing\.csv/);
    const data = JSON.parse((await live.page.locator("#gradbook-live").textContent()) ?? "") as {
      files: string[];
    };
    assert.deepEqual(data.files.toSorted(), ["lib/twice.ts", "lib/two.ts", "points.csv"]);
  });

  for (const look of [
    { width: 1200, dark: false },
    { width: 400, dark: true, touch: true },
    { width: 1200, dark: true },
    { width: 400, dark: false, touch: true },
  ]) {
    const name = `${look.dark ? "dark" : "light"}-${look.width}`;
    it(`can be read and run by everybody, ${name}`, async () => {
      const live = await open("lesson.html", look);
      const { page } = live;
      await live.write(2, "const lr = 0.05;\nconst epochs = 12;");
      assert.equal(await live.run(3), "ok");
      await live.write(2, "const lr = 0.06;\nconst epochs = 12; oops(");
      assert.equal(await live.run(2), "failed");
      await live.cell(3).locator('.gradbook-frame[aria-busy="false"]').waitFor();
      assert.equal(
        await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth),
        false,
      );
      await photograph(page, `live-${name}`, { fullPage: true });
      // As a person would: the script is none of the page's, whose policy forbids it.
      const found = await page.evaluate(async (code) => {
        (0, eval)(code);
        const { run } = (
          globalThis as unknown as {
            axe: {
              run: (what: object) => Promise<{
                violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
              }>;
            };
          }
        ).axe;
        const { violations } = await run({ exclude: [["iframe"]] });
        return violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join("\n")}`,
        );
      }, axe);
      assert.deepEqual(found, []);
    });
  }

  it("takes on the reader's choice of light or dark", async () => {
    const live = await open("lesson.html");
    const background = (): Promise<string> =>
      live.page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
    assert.equal(await background(), "rgb(255, 255, 255)");
    await live.page.getByRole("button", { name: "Dark colours" }).click();
    await live.page.getByRole("button", { name: "Light colours" }).waitFor();
    assert.equal(await background(), "rgb(22, 24, 29)");
    assert.equal(await live.page.locator("body.vscode-dark").count(), 1);
  });

  for (const course of ["deep-learning.zh", "convolution-to-attention.en"]) {
    it(`runs the course ${course} to its end`, async function () {
      this.timeout(300_000);
      const markdown = readFileSync(path.resolve("examples", `${course}.grad.md`), "utf8");
      await writePage(file(`${course}.html`), markdown);
      const live = await open(`${course}.html`);
      live.page.setDefaultTimeout(280_000);
      if (course.endsWith("zh")) assert.equal(await live.status(), "未启动");
      const states = await live.runAll();
      assert.ok(states.length > 20, `${states.length}`);
      assert.deepEqual(
        states.filter((state) => state !== "ok"),
        [],
      );
      assert.equal((await live.download()).text, markdown);
    });
  }
});
