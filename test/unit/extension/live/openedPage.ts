/** Live pages in a real Chromium without a network. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page, Request } from "playwright-core";
import { parseMarkdown } from "../../../../extension/markdown/parseMarkdown.ts";
import { liveHtml } from "../../../../extension/report/live/liveHtml.ts";

const dist = path.resolve("dist");

export interface Look {
  width?: number;
  dark?: boolean;
  touch?: boolean;
  /** With a network; as a rule there is none. */
  online?: boolean;
}

/** A page as nobody has run it: from a notebook's text, with the files beside it. */
export async function writePage(
  file: string,
  markdown: string,
  beside: Readonly<Record<string, string>> = {},
  language = "en",
): Promise<readonly string[]> {
  const { html, left } = await liveHtml(
    { ...parseMarkdown(markdown), name: `${path.basename(file, ".html")}.grad.md`, language },
    {
      dist,
      readFile: (address) => {
        const text = beside[address];
        return Promise.resolve(text === undefined ? null : new TextEncoder().encode(text));
      },
    },
  );
  writeFileSync(file, html);
  return left;
}

export class OpenedPage {
  readonly page: Page;
  /** What the page asked of the network or of the disk, besides itself. */
  readonly asked: string[] = [];
  readonly errors: string[] = [];

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(browser: Browser, file: string, look: Look = {}): Promise<OpenedPage> {
    const page = await browser.newPage({
      offline: look.online !== true,
      colorScheme: look.dark === true ? "dark" : "light",
      viewport: { width: look.width ?? 1200, height: 900 },
      hasTouch: look.touch ?? false,
    });
    page.setDefaultTimeout(60_000);
    const opened = new OpenedPage(page);
    const url = pathToFileURL(file).href;
    const note = (request: Request): void => {
      const refused = request.failure()?.errorText === "csp";
      if (request.url() !== url && !/^(?:data|blob):/.test(request.url()) && !refused)
        opened.asked.push(request.url());
    };
    page.on("requestfinished", note);
    page.on("requestfailed", note);
    page.on("pageerror", (error) => opened.errors.push(error.stack ?? String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") opened.errors.push(message.text());
    });
    await page.goto(url);
    await page.locator(".live-bar").waitFor();
    return opened;
  }

  /** The code cell of this number. */
  cell(number: number): ReturnType<Page["locator"]> {
    return this.page.locator(".live-cell").nth(number - 1);
  }

  editor(number: number): ReturnType<Page["locator"]> {
    return this.cell(number).locator(".cm-content");
  }

  /** What the cell of this number shows, as text. */
  async shown(number: number): Promise<string> {
    return (await this.cell(number).locator(".outputs").textContent()) ?? "";
  }

  async state(number: number): Promise<string> {
    return (await this.cell(number).getAttribute("data-state")) ?? "";
  }

  /** Writes over the text of a cell. */
  async write(number: number, text: string): Promise<void> {
    await this.cell(number).scrollIntoViewIfNeeded();
    await this.editor(number).click();
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.insertText(text);
  }

  /** Presses a cell's Run, and waits until the page rests. */
  async run(number: number): Promise<string> {
    await this.start(number);
    await this.rest();
    return this.state(number);
  }

  /** Presses a cell's Run. */
  async start(number: number): Promise<void> {
    await this.cell(number).locator(".live-run").click();
  }

  /** Waits until no cell runs or waits. */
  async rest(): Promise<void> {
    // The page shows what was asked for in the next frame.
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    await this.page.waitForFunction(
      () => !document.querySelector(".live-cell[data-state=running], .live-cell[data-state=waiting]"),
    );
  }

  async runAll(): Promise<string[]> {
    await this.page.locator(".live-bar button").first().click();
    await this.rest();
    return this.page
      .locator(".live-cell")
      .evaluateAll((cells) => cells.map((cell) => (cell as HTMLElement).dataset["state"] ?? ""));
  }

  async stop(): Promise<void> {
    await this.page.locator(".live-bar button").nth(1).click();
  }

  async status(): Promise<string> {
    return (await this.page.locator(".live-status").textContent()) ?? "";
  }

  /** The file that the page hands over when Download is pressed. */
  async download(): Promise<{ name: string; text: string }> {
    const begun = this.page.waitForEvent("download");
    await this.page.locator(".live-bar button").nth(3).click();
    const download = await begun;
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
  }
}
