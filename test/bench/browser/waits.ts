/** How long a person waits for a kernel in a browser, beside one in Node.js. */
import type { Browser } from "playwright-core";
import { BrowserNotebook, type Site } from "../../unit/extension/kernel/browser/browserNotebook.ts";
import { launch } from "../../unit/renderer/page/notebookPage.ts";
import { median } from "../harness/statistics.ts";
import type { BenchTable } from "../main.ts";

/** Milliseconds. */
interface Waits {
  /** From the first run of a notebook to its cell's end, the kernel's start included. */
  firstCell: number;
  /** The first cell that imports the engine, in a started kernel. */
  firstImport: number;
  /** A short cell in a kernel that has run some. */
  warmCell: number;
}

const titles: Record<keyof Waits, string> = {
  firstCell: "first cell, the kernel's start included",
  firstImport: "first cell that imports gradbook",
  warmCell: "a warm cell",
};

export async function browserWaits(quick: boolean): Promise<BenchTable> {
  const rounds = quick ? 2 : 5;
  const sites = { "not isolated": "http", "isolated": "isolated", "a live page": "file" } as const;
  const browser = await launch();
  const measured: Record<string, Waits[]> = {};
  try {
    // The first fills caches, as the first start after an installation does.
    for (let i = -1; i < rounds; i++)
      for (const [name, site] of Object.entries(sites)) {
        const waits = await measureOnce(browser, site);
        if (i >= 0) (measured[name] ??= []).push(waits);
      }
  } finally {
    await browser.close();
  }
  const keys = Object.keys(titles) as (keyof Waits)[];
  return {
    title: `A person's waits for a kernel in Chromium, in ms (medians of ${rounds} kernels)`,
    rows: keys.map((key) => ({
      what: titles[key],
      ...Object.fromEntries(
        Object.entries(measured).map(([name, all]) => [name, median(all.map((one) => one[key])).toFixed(1)]),
      ),
    })),
  };
}

async function measureOnce(browser: Browser, site: Site): Promise<Waits> {
  const notebook = await BrowserNotebook.open(browser, site);
  const cells: string[] = [];
  /** By the page's own clock: the way to it is none of a person's. */
  const run = async (text: string): Promise<number> => {
    const id = `timed-${cells.length}`;
    const { ms, error } = await notebook.page.evaluate(
      async ([cell, name, above]) => {
        const began = performance.now();
        const result = await window.kernel.run(cell, name, above);
        return { ms: performance.now() - began, error: result.error?.stack };
      },
      [text, id, [...cells]] as [string, string, string[]],
    );
    if (error !== undefined) throw new Error(error);
    cells.push(id);
    return ms;
  };
  try {
    const firstCell = await run("let n: number = 1; function inc() { n++ }");
    const firstImport = await run("import { tensor } from 'gradbook'; tensor([1, 2, 3])");
    const warm: number[] = [];
    for (let i = 0; i < 40; i++) warm.push(await run("inc(); n"));
    return { firstCell, firstImport, warmCell: median(warm.slice(10)) };
  } finally {
    await notebook.close();
  }
}
