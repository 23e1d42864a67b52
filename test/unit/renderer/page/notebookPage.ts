/**
 * A page like the web view of a VS Code notebook, in a real Chromium: the built renderer, theme variables on
 * the root element, outputs in containers, messages in both directions.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import type { FromRenderer, ToRenderer } from "../../../../engine/payload/messages.ts";
import { PICTURE_MIME } from "../../../../engine/payload/mime.ts";
import { photograph } from "./photograph.ts";
import { bodyClass, type ThemeName, variables } from "./themes.ts";

const origin = "http://notebook.invalid";

/** What the page's script leaves on `window` for the tests. */
export interface PageHooks {
  render: (id: string, mime: string, payload: unknown, metadata?: unknown) => void;
  receive: (message: ToRenderer) => void;
  dispose: (id?: string) => void;
  posted: FromRenderer[];
  saved: { name: string; url: string }[];
}

declare global {
  interface Window {
    notebook: PageHooks;
  }
}

const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Notebook</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${origin} 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; connect-src data: blob:; font-src data:">
<style>body { margin: 0; background: var(--vscode-editor-background); color: var(--vscode-editor-foreground); font: 13px system-ui, sans-serif }
.output { width: 100%; box-sizing: border-box; padding: 8px }</style></head>
<body><div id="container"></div><script type="module">
import { activate } from "${origin}/renderer.js";
const posted = [], saved = [], listeners = new Set();
document.body.addEventListener("click", (event) => {
  const link = event.target.closest("a[download]");
  if (!link) return;
  event.preventDefault();
  saved.push({ name: link.download, url: link.href });
});
const renderer = await activate({
  setState() {}, getState() {}, getRenderer: async () => undefined, workspace: { isTrusted: true },
  postMessage: (message) => posted.push(message),
  onDidReceiveMessage: (listener) => { listeners.add(listener); return { dispose: () => listeners.delete(listener) }; },
});
const place = (id) => {
  let host = document.getElementById(id);
  if (!host) { host = document.createElement("div"); host.id = id; host.className = "output"; container.append(host); }
  return host;
};
window.notebook = {
  posted, saved,
  render: (id, mime, payload, metadata = {}) => renderer.renderOutputItem(
    { id, mime, metadata, json: () => structuredClone(payload), text: () => JSON.stringify(payload) },
    place(id), new AbortController().signal),
  receive: (message) => { for (const listener of listeners) listener(structuredClone(message)); },
  dispose: (id) => { renderer.disposeOutputItem(id); if (id) document.getElementById(id)?.remove(); },
};
</script></body></html>`;

/** Starts the machine's Chromium; installs it first where `npm test` would. */
export async function launch(): Promise<Browser> {
  const script = pathToFileURL(path.resolve("scripts/chromium.mjs")).href;
  const { installChromium } = (await import(script)) as { installChromium: () => Promise<string> };
  return chromium.launch({
    executablePath: await installChromium(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
    ],
  });
}

export interface PageOptions {
  theme?: ThemeName;
  locale?: string;
  width?: number;
  height?: number;
  /** False for a browser without it. */
  webGl?: boolean;
}

export class NotebookPage {
  readonly page: Page;
  readonly errors: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => {
      const text = message.text();
      const bad = message.type() === "error" || message.type() === "warning";
      // What the machine's graphics and Plotly's could do faster.
      const slow = text.includes("GL Driver Message") || text.includes("willReadFrequently");
      if (bad && !slow) this.errors.push(text);
    });
  }

  static async open(browser: Browser, options: PageOptions = {}): Promise<NotebookPage> {
    const page = await browser.newPage({
      viewport: { width: options.width ?? 860, height: options.height ?? 720 },
      locale: options.locale ?? "en",
      deviceScaleFactor: 2,
    });
    if (options.webGl === false) {
      await page.addInitScript(() => {
        HTMLCanvasElement.prototype.getContext = () => null;
      });
    }
    const opened = new NotebookPage(page);
    await page.route("**/*", (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === "/") return route.fulfill({ contentType: "text/html", body: html });
      const file = path.resolve("dist", path.basename(pathname));
      if (!/^\/(renderer|plotly|plotlyMore)\.js$/.test(pathname) || !existsSync(file)) return route.abort();
      return route.fulfill({ contentType: "text/javascript", body: readFileSync(file) });
    });
    await page.goto(`${origin}/`);
    await opened.setTheme(options.theme ?? "light");
    await page.waitForFunction(() => "notebook" in window);
    return opened;
  }

  async setTheme(theme: ThemeName): Promise<void> {
    await this.page.evaluate(
      ([name, values]) => {
        document.documentElement.style.cssText = Object.entries(values)
          .map(([key, value]) => `${key}: ${value}`)
          .join(";");
        document.body.className = name;
      },
      [bodyClass[theme], variables[theme]] as const,
    );
  }

  /** Renders an output, handed over as JSON, as VS Code does: driving the browser, a number at a time is slow. */
  async render(id: string, mime: string, payload: unknown, metadata: object = {}): Promise<void> {
    const item = JSON.stringify([id, mime, payload, metadata]);
    await this.page.evaluate(
      (json) => window.notebook.render(...(JSON.parse(json) as Parameters<PageHooks["render"]>)),
      item,
    );
  }

  /** Renders one of the engine's pictures, and waits until it is drawn. */
  async showPicture(id: string, picture: object): Promise<void> {
    await this.render(id, PICTURE_MIME, picture);
    await this.drawn(id);
  }

  /** Presses a key, and waits until what that changes is drawn. */
  async press(key: string, times = 1): Promise<void> {
    for (let i = 0; i < times; i++) await this.page.keyboard.press(key);
    await this.settled();
  }

  /** Text of the first element in output `id` that matches. */
  async text(id: string, selector: string): Promise<string> {
    return (await this.page.locator(`#${id} ${selector}`).first().textContent()) ?? "";
  }

  /** Hands `message` over as JSON, as VS Code does. */
  async receive(message: ToRenderer): Promise<void> {
    await this.page.evaluate(
      (json) => window.notebook.receive(JSON.parse(json) as ToRenderer),
      JSON.stringify(message),
    );
  }

  /** Waits until output `id` shows a picture. */
  async shown(id: string): Promise<void> {
    await this.page.waitForSelector(`#${id} .gradbook-frame[aria-busy="false"]`);
    await this.settled();
  }

  /** What a pointer does that enters the chart: then it is Plotly's also while it grows. */
  async turnTo(id: string): Promise<void> {
    await this.page.dispatchEvent(`#${id} .gradbook-frame`, "pointerenter");
  }

  /** Turns to output `id`, as a person does with the pointer, and waits until its plot answers. */
  async drawn(id: string): Promise<void> {
    await this.shown(id);
    await this.turnTo(id);
    // A picture has no Plotly.
    await this.page.waitForSelector(
      `#${id} .gradbook-frame[data-drawn-by="plot"], #${id} .gradbook-frame:not([data-drawn-by])`,
    );
    await this.settled();
  }

  /** Waits until output `id`, a chart that grows, shows what the delta of this number brought. */
  async grown(id: string, sequence: number): Promise<void> {
    await this.turnTo(id);
    await this.page.waitForFunction(
      ([i, wanted]) => {
        // The points will not do: Plotly holds the chart's own arrays, which grow before they are drawn.
        const plot = document.querySelector(`#${i} .gradbook-plot`) as unknown as {
          layout?: { datarevision: number };
        };
        return plot.layout?.datarevision === wanted;
      },
      [id, sequence] as const,
    );
    await this.settled();
  }

  /**
   * Waits for two animation frames: what the person asked for has been drawn, and what does not grow any more. A
   * chart that grows has {@link grown}.
   */
  async settled(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0)));
        }),
    );
  }

  /** Number of points of each trace that Plotly holds for output `id`. */
  async points(id: string): Promise<number[]> {
    return this.page.evaluate((i) => {
      const plot = document.querySelector(`#${i} .gradbook-plot`) as unknown as { data: { x: unknown[] }[] };
      return plot.data.map((trace) => trace.x.length);
    }, id);
  }

  /** `stroke` of each line drawn in output `id`. */
  async strokes(id: string): Promise<string[]> {
    return this.page.$$eval(`#${id} .scatterlayer .js-line`, (lines) =>
      lines.map((line) => (line as SVGPathElement).style.stroke),
    );
  }

  /** All text that output `id` shows in its picture. */
  async texts(id: string): Promise<string[]> {
    return this.page.$$eval(`#${id} .main-svg text`, (texts) => texts.map((text) => text.textContent ?? ""));
  }

  screenshot(name: string): Promise<void> {
    return photograph(this.page, `renderer-${name}`);
  }
}
