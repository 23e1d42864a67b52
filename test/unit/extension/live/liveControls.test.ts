/** Controls in a live page: moving one runs again what uses it, and nothing else. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser } from "playwright-core";
import { launch } from "../../renderer/page/notebookPage.ts";
import { photograph } from "../../renderer/page/photograph.ts";
import { OpenedPage, writePage, type Look } from "./openedPage.ts";

const axe = readFileSync(createRequire(path.resolve("package.json")).resolve("axe-core/axe.min.js"), "utf8");

const all = `# Controls

\`\`\`ts
import { input } from "gradbook";
const lr = input.slider("learning rate", { min: 0, max: 10, step: 1, value: 3 });
const act = input.select("activation", ["relu", "tanh"]);
const kind = input.radio("kind", ["plain", "convolution"]);
const on = input.checkbox("dropout");
const name = input.text("name", { value: "Ada" });
const presses = input.button("again");
const drawn = input.drawing("digit", { size: 8 });
const placed = input.points("examples");
const chosen = input.file("image");
const units = input.number("units", { value: 4, min: 1, max: 64 });
\`\`\`

\`\`\`ts
console.log("lr", lr, "units", units, act, kind, on, name);
\`\`\`

\`\`\`ts
console.log("presses", presses, "drawn", drawn.sum().item() > 0, "points", placed.y.shape[0], "file", chosen?.name);
\`\`\`

\`\`\`ts
console.log("untouched");
\`\`\`
`;

const training = (epochs: number): string => `\`\`\`ts
import { fit, input, nn, optim, randn, linspace, plot } from "gradbook";
const lr = input.slider("learning rate", { min: 1e-4, max: 1, value: 0.01, scale: "log" });
const X = randn(64, 2);
const Y = X.sum(1).reshape(64, 1);
\`\`\`

\`\`\`ts
const net = new nn.Sequential(new nn.Linear(2, 4), new nn.Linear(4, 1));
const history = await fit(net, [X, Y], {
  loss: "mse", optimizer: new optim.SGD(net.parameters(), { lr }), epochs: ${epochs}, title: "Training",
});
console.log("trained with", lr);
\`\`\`
`;

describe("Controls in a live page", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(tmpdir(), "gradbook-live-controls-"));
  const file = (name: string): string => path.join(folder, name);
  let browser: Browser;
  let opened: OpenedPage | null = null;

  before(async () => {
    browser = await launch();
    await writePage(file("all.html"), all);
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

  const prints = (live: OpenedPage, cell: number, text: string): Promise<void> =>
    live.cell(cell).locator("pre.stdout", { hasText: text }).waitFor();

  it("run again only what uses them, whichever kind is moved, by mouse and keyboard", async () => {
    const live = await open("all.html");
    const { page } = live;
    assert.deepEqual(await live.runAll(), ["ok", "ok", "ok", "ok"], await live.shown(1));
    await prints(live, 2, "lr 3 units 4 relu plain false Ada");
    const counts = (): Promise<(string | null)[]> =>
      page.locator(".live-cell .count").evaluateAll((all) => all.map(({ textContent }) => textContent));
    assert.deepEqual(await counts(), ["[1]", "[2]", "[3]", "[4]"]);

    const slider = page.getByRole("slider", { name: "learning rate" });
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    await prints(live, 2, "lr 4 ");
    // The hand stays on it.
    assert.equal(await slider.evaluate((range) => range === document.activeElement), true);
    await live
      .cell(2)
      .locator(".live-mark", { hasText: "Ran by itself, because of a change: learning rate" })
      .waitFor();
    const box = await slider.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 0.4 * box.width, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 2, box.y + box.height / 2, { steps: 6 });
    await page.mouse.up();
    await prints(live, 2, "lr 10 ");

    await page.getByRole("combobox", { name: "activation" }).selectOption("tanh");
    await prints(live, 2, "lr 10 units 4 tanh plain false Ada");
    await page.getByRole("radio", { name: "convolution" }).check();
    await prints(live, 2, "tanh convolution false");
    await page.getByRole("checkbox", { name: "dropout" }).check();
    await prints(live, 2, "convolution true Ada");
    await page.getByRole("textbox", { name: "name" }).fill("Grace");
    await prints(live, 2, "true Grace");
    await page.getByRole("spinbutton", { name: "units" }).fill("9");
    await page.keyboard.press("Enter");
    await prints(live, 2, "units 9 ");
    assert.equal((await counts())[3], "[4]", "the last cell uses none of them");
    assert.equal((await counts())[0], "[1]", "the cell with the controls need not run");

    await page.getByRole("button", { name: "again" }).click();
    await prints(live, 3, "presses 1");
    const sheet = page.locator(".gradbook-control-canvas");
    const place = await sheet.boundingBox();
    assert.ok(place);
    await page.mouse.move(place.x + 10, place.y + 10);
    await page.mouse.down();
    await page.mouse.move(place.x + 40, place.y + 40, { steps: 4 });
    await page.mouse.up();
    await prints(live, 3, "drawn true");
    await page.locator(".gradbook-control-plane").click({ position: { x: 90, y: 60 } });
    await prints(live, 3, "points 1");
    await page
      .locator(".gradbook-control input[type=file]")
      .setInputFiles({ name: "a.bin", mimeType: "application/octet-stream", buffer: Buffer.from([1, 2, 3]) });
    await prints(live, 3, "file a.bin");

    // A fresh kernel: what was chosen stays, but that a button was pressed.
    await page.getByRole("button", { name: "Reset…" }).click();
    await page.getByRole("button", { name: "Forget the variables" }).click();
    await page.waitForFunction(() => document.querySelector(".live-status")?.textContent === "Not started");
    await slider.focus();
    await page.keyboard.press("ArrowLeft");
    await live.cell(1).getByText("Run the cell to use this value.").waitFor();
    await live.runAll();
    await prints(live, 2, "lr 9 units 9 tanh convolution true Grace");
    await prints(live, 3, "presses 0 drawn true points 1 file a.bin");
  });

  it("end a training under way at a batch, and begin it again in the same chart", async () => {
    await writePage(file("training.html"), training(100_000));
    const live = await open("training.html");
    const { page } = live;
    await live.start(2);
    const chart = live.cell(2).locator(".gradbook-frame");
    await chart.waitFor();
    await chart.evaluate((frame) => ((frame as HTMLElement).dataset["first"] = "yes"));
    const line = chart.locator("path[stroke]").first();
    await line.waitFor({ state: "attached" });
    await page.getByRole("slider", { name: "learning rate" }).focus();
    await page.keyboard.press("Home");
    await live.cell(2).locator(".live-mark", { hasText: "learning rate" }).waitFor();
    await live.cell(2).and(page.locator('[data-state="running"]')).waitFor();
    assert.equal(await live.cell(2).locator(".gradbook-frame").count(), 1);
    assert.equal(await chart.getAttribute("data-first"), "yes", "it is drawn in place");
    assert.equal(await live.cell(2).locator(".gradbook-error").count(), 0);
    await live.stop();
    await live.rest();
    // What the reader stopped does not go on.
    await prints(live, 2, "trained with 0.0001");
    assert.equal(await live.state(2), "ok");
  });

  it("move a what-if picture in the chart of a function", async () => {
    await writePage(
      file("figure.html"),
      "```ts\nimport { input, linspace, plot } from 'gradbook';\nconst k = input.slider('slope', { min: 1, max: 5, step: 1, value: 1 });\n```\n\n```ts\nconst x = linspace(0, 1, 11);\nplot(x, x.mul(k), { title: 'A line' })\n```\n",
    );
    const live = await open("figure.html");
    const { page } = live;
    assert.deepEqual(await live.runAll(), ["ok", "ok"], await live.shown(2));
    const frame = live.cell(2).locator(".gradbook-frame");
    await frame.waitFor();
    await frame.evaluate((chart) => ((chart as HTMLElement).dataset["first"] = "yes"));
    await page.getByRole("slider", { name: "slope" }).focus();
    await page.keyboard.press("End");
    await live.cell(2).locator(".live-mark", { hasText: "slope" }).waitFor();
    await live.rest();
    assert.equal(await frame.getAttribute("data-first"), "yes");
    assert.equal(await live.cell(2).locator(".gradbook-frame").count(), 1);
  });

  for (const look of [
    { width: 1200, dark: false },
    { width: 400, dark: true, touch: true },
  ]) {
    const name = `${look.dark ? "dark" : "light"}-${look.width}`;
    it(`can be read and moved by everybody, ${name}`, async () => {
      const live = await open("all.html", look);
      const { page } = live;
      await live.runAll();
      await page.getByRole("slider", { name: "learning rate" }).focus();
      await page.keyboard.press("ArrowRight");
      await prints(live, 2, "lr 4 ");
      assert.equal(
        await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth),
        false,
      );
      await photograph(page, `live-controls-${name}`, { fullPage: true });
      const found = await page.evaluate(async (code) => {
        (0, eval)(code);
        const { run } = (
          globalThis as unknown as {
            axe: {
              run: () => Promise<{
                violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
              }>;
            };
          }
        ).axe;
        const { violations } = await run();
        return violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join("\n")}`,
        );
      }, axe);
      assert.deepEqual(found, []);
    });
  }
});
