/** A notebook whose kernel runs in a real Chromium, in a page of `http:` or of `file:`. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import type {
  KernelOptions,
  KernelOutput,
  VariableSummary,
} from "../../../../../extension/kernel/protocol/protocol.ts";
import type { KernelDeath, KernelFacts, RunResult } from "../../../../../extension/kernel/handle/reports.ts";

/** What the page's script leaves on `window` for the tests. */
export interface KernelHooks {
  start(options: Partial<KernelOptions> & { closed?: boolean }, moduleServer: string): void;
  run(text: string, id: string, above: string[]): Promise<RunResult & { outputs: KernelOutput[] }>;
  interrupt(): void;
  variables(cells: string[]): Promise<VariableSummary[] | null>;
  dispose(): Promise<void>;
  files: Record<string, string>;
  printed: string;
  facts: KernelFacts | null;
  deaths: KernelDeath[];
  stuck: number;
}

declare global {
  interface Window {
    kernel: KernelHooks;
  }
}

export interface CellRun extends RunResult {
  outputs: KernelOutput[];
  shown: string | null;
  printed: string;
}

const files = ["browserKernel.js", "browserTransform.js", "typescript.cjs"] as const;

/** In front of the cells' worker: what a cell may not do, and a browser may; and how long looks at the signal take. */
const watched = `var endWorker = self.close.bind(self), looks = { count: 0, ms: 0 };
self.importScripts = ((own) => (...urls) => {
  const began = performance.now();
  try { return own.apply(self, urls); } finally { looks.count++; looks.ms += performance.now() - began; }
})(self.importScripts);`;

/** The page's script, with the assets in it as a page without a network needs them. */
async function pageScript(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { BrowserKernel } from "./extension/kernel/browser/browserKernel.ts";
        const assets = window.assets, watched = ${JSON.stringify(watched)};
        const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
        const hooks = (window.kernel = { files: {}, printed: "", facts: null, deaths: [], stuck: 0 });
        let kernel, execution = 0;
        hooks.start = (options, moduleServer) => {
          kernel = new BrowserKernel(
            { options: { cwd: "file:///work/", notebook: "file:///work/note.grad.md", language: "en", ...options }, interruptPatience: 8000 },
            {
              script: async (name) => (name === "browserKernel.js" ? watched : "") + assets[name],
              kernels: async () => [bytes(assets.relaxed), bytes(assets.plain)],
              files: {
                read: async (url) => (url in hooks.files ? new TextEncoder().encode(hooks.files[url]) : null),
                write: async (url, content) => void (hooks.files[url] = new TextDecoder().decode(content)),
                bundled: async (name) => {
                  const found = assets["data/" + name];
                  if (!found) throw new Error("no " + name);
                  return bytes(found);
                },
              },
              moduleServer,
              closed: options.closed === true,
            },
            { ready: (facts) => (hooks.facts = facts), died: (death) => hooks.deaths.push(death), stuck: () => hooks.stuck++ },
          );
        };
        hooks.run = async (text, id, above) => {
          const outputs = [];
          const result = await kernel.run({ cell: { id, text }, execution: ++execution, above }, (output) => {
            outputs.push(output);
            if (output.type === "stream") hooks.printed += output.text;
          });
          return { ...result, outputs };
        };
        hooks.interrupt = () => kernel.interrupt();
        hooks.variables = (cells) => kernel.variables(cells);
        hooks.dispose = () => kernel.dispose();
      `,
      resolveDir: process.cwd(),
      loader: "ts",
    },
    bundle: true,
    write: false,
    platform: "browser",
    format: "iife",
    target: "es2023",
    logLevel: "error",
  });
  return outputFiles[0]?.text ?? "";
}

/** A page with a kernel, all in one text. */
async function pageHtml(): Promise<string> {
  const dist = (name: string): Buffer => readFileSync(path.join("dist", name));
  const assets: Record<string, string> = {
    relaxed: dist("kernels.relaxed.wasm").toString("base64"),
    plain: dist("kernels.wasm").toString("base64"),
  };
  for (const name of files) assets[name] = dist(name).toString();
  for (const name of ["timemachine.txt.gz", "iris.csv", "digits.csv.gz"])
    assets[`data/${name}`] = readFileSync(path.join("examples/data", name)).toString("base64");
  const inScript = (text: string): string =>
    text.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><body><script>window.assets=${inScript(JSON.stringify(assets))}</script><script>${inScript(await pageScript())}</script></body></html>`;
}

let html: Promise<string> | null = null;

/** `https` is what browsers call secure, and not isolated, as vscode.dev is. */
export type Site = "http" | "https" | "isolated" | "file";

export class BrowserNotebook {
  readonly page: Page;
  readonly #folder: string | null;
  #cells: string[] = [];

  private constructor(page: Page, folder: string | null) {
    this.page = page;
    this.#folder = folder;
  }

  static async open(
    browser: Browser,
    site: Site = "http",
    options: Partial<KernelOptions> & { closed?: boolean } = {},
    moduleServer = "",
  ): Promise<BrowserNotebook> {
    html ??= pageHtml();
    const body = await html;
    const page = await browser.newPage();
    let folder: string | null = null;
    if (site === "file") {
      folder = mkdtempSync(path.join(tmpdir(), "gradbook-page-"));
      const file = path.join(folder, "page.html");
      writeFileSync(file, body);
      await page.goto(pathToFileURL(file).href);
    } else {
      const origin = `${site === "http" ? "http" : "https"}://gradbook.invalid/`;
      const isolated = {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
      };
      await page.route(`${origin}**`, (route) =>
        route.fulfill({ contentType: "text/html", body, ...(site === "isolated" && { headers: isolated }) }),
      );
      await page.goto(origin);
    }
    await page.evaluate(([given, server]) => window.kernel.start(given, server), [
      options,
      moduleServer,
    ] as const);
    return new BrowserNotebook(page, folder);
  }

  /** Runs a cell: a new one below the others. */
  async run(text: string): Promise<CellRun> {
    const above = this.#cells;
    const id = `cell-${above.length + 1}`;
    this.#cells = [...above, id];
    const result = await this.page.evaluate(([cell, name, others]) => window.kernel.run(cell, name, others), [
      text,
      id,
      above,
    ] as const);
    const display = result.outputs.findLast((output) => output.type === "display");
    return {
      ...result,
      shown: display ? String(display.data["text/plain"]) : null,
      printed: result.outputs.map((output) => (output.type === "stream" ? output.text : "")).join(""),
    };
  }

  /** Runs cells one below the other and gives what the last one shows; a cell that throws fails the test. */
  async last(...texts: string[]): Promise<string | null> {
    let shown: string | null = null;
    for (const text of texts) {
      const result = await this.run(text);
      if (result.error) throw new Error(result.error.stack);
      shown = result.shown;
    }
    return shown;
  }

  /** A notebook without cells, and so without names; the kernel is the same. */
  clear(): void {
    this.#cells = [];
  }

  /** Runs a cell, and stops it as soon as it has printed. */
  async interrupted(text: string): Promise<CellRun & { took: number }> {
    const before = await this.page.evaluate(() => window.kernel.printed.length);
    const running = this.run(text);
    await this.page.waitForFunction((length) => window.kernel.printed.length > length, before);
    const began = performance.now();
    await this.page.evaluate(() => window.kernel.interrupt());
    const result = await running;
    return { ...result, took: performance.now() - began };
  }

  get cells(): readonly string[] {
    return this.#cells;
  }

  async close(): Promise<void> {
    await this.page.evaluate(() => window.kernel.dispose());
    await this.page.close();
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }
}
