/** How long a person waits from moving a control to the first new point of the chart. */
import * as vscode from "vscode";
import { inOutputs, print, until } from "./browser.ts";
import { closeAll, openCells } from "./files.ts";
import { codeCells, kernels, runCell, showCell } from "./notebooks.ts";

const rounds = 8;
/** Kernels that leave the processor to the editor, as they do, and kernels that do not: by turns. */
const priorities = ["", "normal", "", "normal"];

interface Watched extends Window {
  /** When the chart showed the curves of a further training, by the page's clock. */
  drawn?: number;
}

/** The course's small nets, each with a training that is still under way, and one that has ended. */
const nets: [name: string, cell: string][] = [
  [
    "early stopping on 10 features, 9,793 parameters, under way",
    `const net = new nn.Sequential(
  new nn.Linear(10, 128), new nn.ReLU(), new nn.Linear(128, 64), new nn.ReLU(), new nn.Linear(64, 1));
await fit(net, [X, Y], {
  validation: [X, Y], epochs: 100_000, batchSize: 32, loss: new nn.MSELoss(),
  optimizer: new optim.Adam(net.parameters(), { lr }), title: \`rate \${lr}\` });`,
  ],
  [
    "one neuron on 10 features, ended",
    `const net = new nn.Linear(10, 1);
await fit(net, [X, Y], {
  validation: [X, Y], epochs: 40, batchSize: 32, loss: new nn.MSELoss(),
  optimizer: new optim.Adam(net.parameters(), { lr }), title: \`rate \${lr}\` });`,
  ],
];

describe("Waiting", function () {
  this.timeout(600_000);
  afterEach(closeAll);

  for (const [name, training] of nets) {
    it(`for the first new point: ${name}`, async () => {
      const times = new Map(priorities.map((priority) => [priority, [] as number[]]));
      try {
        for (const priority of priorities) {
          process.env["GRADBOOK_PRIORITY"] = priority;
          times.get(priority)?.push(...(await measureNotebook(training)));
          await closeAll();
          await until("the kernel to end", () => kernels().length === 0);
        }
      } finally {
        delete process.env["GRADBOOK_PRIORITY"];
      }
      for (const [priority, measured] of times) {
        const sorted = measured.toSorted((a, b) => a - b);
        const at = (share: number): string =>
          (sorted[Math.floor(share * (sorted.length - 1))] ?? NaN).toFixed(0);
        await print(
          `  ${at(0.5).padStart(8)} ms  from a key on a slider to the first new point, ${name}` +
            `${priority === "normal" ? ", kernel does not give way" : ""}; least ${at(0)}, most ${at(1)} of ${sorted.length}`,
        );
      }
    });
  }
});

/** @returns milliseconds, for each of {@link rounds} moves in a new notebook */
async function measureNotebook(training: string): Promise<number[]> {
  const { editor, notebook } = await openCells(
    "bench-controls.grad.md",
    `import { fit, input, nn, optim, randn } from "gradbook";
const X = randn(300, 10);
const Y = X.sum(1).reshape(300, 1);`,
    'const lr = input.slider("learning rate", { min: 1e-4, max: 0.1, value: 0.003, scale: "log" });',
    training,
  );
  const [first, second, third] = codeCells(notebook);
  await runCell(first);
  await runCell(second);
  await showCell(editor, second);
  void vscode.commands.executeCommand("notebook.cell.execute", {
    ranges: [{ start: 2, end: 3 }],
    document: notebook.uri,
  });
  await until("a chart", () =>
    inOutputs(() => document.querySelector(".gradbook-frame svg path") !== null).then((all) =>
      all.includes(true),
    ),
  );
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await new Promise((resolve) => setTimeout(resolve, 1200));
    if (third.executionSummary?.success === false) throw new Error("The training failed.");
    const begun = (await inOutputs(measure)).find((at) => at !== null) ?? NaN;
    const drawn = await until("the new point", async () =>
      (await inOutputs(() => (window as Watched).drawn ?? 0)).find((at) => at > 0),
    );
    times.push(drawn - begun);
  }
  return times;
}

/** Moves the slider by one place, as a key does; tells when. The chart's title tells which training it shows. */
function measure(): number | null {
  const page = window as Watched;
  const range = document.querySelector<HTMLInputElement>(".gradbook-control input[type=range]");
  const frame = document.querySelector(".gradbook-frame");
  if (!range || !frame) return null;
  page.drawn = 0;
  const up = Number(range.value) < Number(range.max) - 2;
  range.value = String(Number(range.value) + (up ? 1 : -20));
  const begun = performance.now();
  range.dispatchEvent(new Event("input", { bubbles: true }));
  const title = `rate ${range.getAttribute("aria-valuetext") ?? ""}`;
  const look = (): void => {
    const shows =
      frame.getAttribute("aria-label")?.includes(title) === true && frame.querySelector("svg") !== null;
    // The frame after the one that drew it has it on the screen.
    if (shows && frame.textContent?.includes(title))
      requestAnimationFrame(() => (page.drawn = performance.now()));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  return begun;
}
