/**
 * What it costs that a cell can be stopped where no memory is shared, while nobody wants it to stop: the time that
 * looks at the signal take of a cell's own. And the whole cell beside itself in a page that shares memory, each at its
 * best, for other programs only ever make it longer.
 */
import { BrowserNotebook } from "../../unit/extension/kernel/browser/browserNotebook.ts";
import { launch } from "../../unit/renderer/page/notebookPage.ts";
import { median } from "../harness/statistics.ts";
import type { BenchTable } from "../main.ts";

/** Each takes some seconds, and prints its milliseconds. */
const cells: Readonly<Record<string, string>> = {
  "fit, MLP 64-64-10": `
    await fit(net, [x, y], { epochs: 500, batchSize: 32, loss: new nn.MSELoss(), optimizer, verbose: 0 });`,
  "a training loop in a function": `
    const train = () => {
      for (let i = 0; i < 60000; i++) {
        const loss = criterion(net(x.get("0:32")), y.get("0:32"));
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
    };
    train();`,
  "a loop of arithmetic in a function": `
    const add = () => { let s = 0; for (let i = 0; i < 1.5e8; i++) s = (s + i * i) % 1000003; return s; };
    add();`,
};

const setUp = `import { fit, manualSeed, nn, optim, randn } from "gradbook";
manualSeed(0);
const [x, y] = [randn(1200, 64), randn(1200, 10)];
const net = new nn.Sequential(new nn.Linear(64, 64), new nn.ReLU(), new nn.Linear(64, 10));
const criterion = new nn.MSELoss();
const optimizer = new optim.SGD(net.parameters(), { lr: 0.001 });`;

export async function interruptCost(quick: boolean): Promise<BenchTable> {
  const rounds = quick ? 3 : 9;
  const browser = await launch();
  const sites = ["http", "isolated"] as const;
  type Of = (typeof sites)[number];
  const notebooks = {
    http: await BrowserNotebook.open(browser, "http", { threads: 1 }),
    isolated: await BrowserNotebook.open(browser, "isolated", { threads: 1 }),
  };
  /** Of the cell, and of its looks. */
  const time = async (site: Of, text: string): Promise<{ ms: number; looks: number; count: number }> => {
    const { printed, error } = await notebooks[site].run(
      `{ const began = performance.now(), before = { ...globalThis.looks };${text}
console.log([performance.now() - began, globalThis.looks.ms - before.ms, globalThis.looks.count - before.count].join(" ")); }`,
    );
    if (error) throw new Error(error.stack);
    const [ms = NaN, looks = NaN, count = NaN] = printed.split(" ").map(Number);
    return { ms, looks, count };
  };
  try {
    for (const site of sites) await notebooks[site].last(setUp);
    const rows = [];
    for (const [what, text] of Object.entries(cells)) {
      for (const site of sites) await time(site, text);
      const taken: Record<Of, Awaited<ReturnType<typeof time>>[]> = { http: [], isolated: [] };
      for (let i = 0; i < rounds; i++)
        for (const site of i % 2 === 0 ? sites : sites.toReversed()) taken[site].push(await time(site, text));
      const least = (site: Of): number => Math.min(...taken[site].map(({ ms }) => ms));
      rows.push({
        "cell": what,
        "time": `${median(taken.http.map(({ ms }) => ms)).toFixed(0)} ms`,
        "looks": median(taken.http.map(({ count }) => count)),
        "their share of it": `${(100 * median(taken.http.map(({ ms, looks }) => looks / ms))).toFixed(2)} %`,
        "least time": `${least("http").toFixed(0)} ms`,
        "with shared memory, least": `${least("isolated").toFixed(0)} ms`,
      });
    }
    return {
      title: `What it costs that a cell can be stopped without shared memory (medians of ${rounds} rounds, but for the least)`,
      rows,
    };
  } finally {
    await browser.close();
  }
}
