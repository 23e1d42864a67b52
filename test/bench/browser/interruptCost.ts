/**
 * What it costs that a cell can be stopped where no memory is shared. While nobody wants it to stop, the same cell runs
 * in turns in a page whose worker looks at its signal, and in one that has none to look at.
 */
import { BrowserNotebook } from "../../unit/extension/kernel/browser/browserNotebook.ts";
import { launch } from "../../unit/renderer/page/notebookPage.ts";
import { median, spread } from "../harness/statistics.ts";
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
  const notebooks = {
    http: await BrowserNotebook.open(browser, "http", { threads: 1 }),
    isolated: await BrowserNotebook.open(browser, "isolated", { threads: 1 }),
  };
  const time = async (site: (typeof sites)[number], text: string): Promise<number> => {
    const { printed, error } = await notebooks[site].run(
      `{ const began = performance.now();${text}\nconsole.log(performance.now() - began); }`,
    );
    if (error) throw new Error(error.stack);
    return Number(printed);
  };
  try {
    for (const site of sites) await notebooks[site].last(setUp);
    const rows = [];
    for (const [what, text] of Object.entries(cells)) {
      for (const site of sites) await time(site, text);
      const taken: Record<(typeof sites)[number], number[]> = { http: [], isolated: [] };
      for (let i = 0; i < rounds; i++)
        for (const site of i % 2 === 0 ? sites : sites.toReversed()) taken[site].push(await time(site, text));
      const ratios = taken.http.map((ms, i) => ms / (taken.isolated[i] ?? NaN));
      rows.push({
        "cell": what,
        "looks at its signal": `${median(taken.http).toFixed(0)} ms`,
        "shares memory": `${median(taken.isolated).toFixed(0)} ms`,
        "more": `${(100 * (median(ratios) - 1)).toFixed(1)} %`,
        "spread of the ratios": `${(100 * spread(ratios)).toFixed(1)} %`,
      });
    }
    return {
      title: `What it costs that a cell can be stopped without shared memory (medians of ${rounds} rounds)`,
      rows,
    };
  } finally {
    await browser.close();
  }
}
