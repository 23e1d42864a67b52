/** `npm start` as a person without a desktop VS Code meets it: an address, and a notebook behind it that runs. */
import { strict as assert } from "node:assert";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";

const root = path.resolve(fileURLToPath(import.meta.url), "../../../..");
const screenshots = path.join(root, "test-results", "screenshots");

describe("npm start", function () {
  this.timeout(120_000);
  let child: ChildProcess;
  let browser: Browser;
  let page: Page;

  before(async () => {
    mkdirSync(screenshots, { recursive: true });
    child = spawn(process.execPath, ["scripts/start.mjs", "--server"], {
      cwd: root,
      env: { ...process.env, LANG: "zh_CN.UTF-8", DISPLAY: "", WAYLAND_DISPLAY: "" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const address = await addressFrom(child);
    browser = await chromium.launch({
      executablePath: process.env["CHROMIUM"] ?? "",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
    page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    await page.goto(address);
  });

  after(async () => {
    await browser?.close();
    child.kill("SIGINT");
    if (child.exitCode === null) await new Promise((resolve) => child.once("exit", resolve));
  });

  it("opens the course as a notebook", async () => {
    await page.locator(".notebook-editor .code-cell-row").first().waitFor({ timeout: 60_000 });
    const title = await page.locator(".tab.active").first().getAttribute("aria-label");
    assert.match(title ?? "", /^deep-learning\.zh\.grad\.md/);
  });

  it("runs the first two cells from the keyboard", async () => {
    await page.locator(".notebook-editor .code-cell-row .monaco-editor").first().click();
    await page.keyboard.press("Shift+Enter");
    await page.getByText("[1]", { exact: true }).first().waitFor({ timeout: 60_000 });
    // Over the text between the cells.
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.press("Shift+Enter");
    const second = page.getByText("[2]", { exact: true }).first();
    await second.waitFor({ timeout: 60_000 });
    await until("what the second cell prints", async () => /300/.test(await textOf(page)));
    await page.screenshot({ path: path.join(screenshots, "start.png") });
  });

  it("shows nothing that covers the notebook", async () => {
    assert.ok(await page.locator(".notebook-editor").first().isVisible());
    assert.equal(await page.locator(".monaco-dialog-box").count(), 0);
    assert.deepEqual(await page.locator(".notification-toast").allInnerTexts(), []);
  });

  it("stops on Ctrl-C", async () => {
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    child.kill("SIGINT");
    assert.equal(await ended, 0);
  });
});

function addressFrom({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      said += chunk;
      const line = /^Gradbook is open at (http:\/\/127\.0\.0\.1:\d+\/\S*)$/m.exec(said);
      if (line?.[1] !== undefined) resolve(line[1]);
    });
    stdout?.once("end", () => reject(new Error(`npm start ended before it said where:\n${said}`)));
  });
}

/** What the cells have printed. */
async function textOf(page: Page): Promise<string> {
  const frames = page.frames().filter((frame) => frame.url().includes("fake.html"));
  const texts = await Promise.all(frames.map((frame) => frame.locator("body").innerText()));
  return texts.join("\n");
}

async function until(what: string, probe: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (await probe()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Waited a minute in vain for ${what}.`);
}
