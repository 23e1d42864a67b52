/** What a training costs the person who types meanwhile, and what typing costs the training. */
import * as vscode from "vscode";
import { inWorkbench, press, print, typeText, until } from "./browser.ts";
import { closeAll, openCells, plainText } from "./files.ts";
import { codeCells, runCell, showCell } from "./notebooks.ts";

/** Times that each is measured, in turns. */
const rounds = 3;
/** Keys typed each time, at a person's pace. */
const keys = 40;
const betweenKeys = 90;
/** How long a training goes on, in milliseconds: longer than the typing. */
const duration = 9000;

const model = `import { manualSeed, nn, optim, randint, randn } from "gradbook";
manualSeed(0);
const model = new nn.Sequential(
  new nn.Linear(784, 512), new nn.ReLU(), new nn.Linear(512, 512), new nn.ReLU(), new nn.Linear(512, 10));
const adam = new optim.Adam(model.parameters());
const loss = new nn.CrossEntropyLoss();
const [x, y] = [randn(256, 784), randint(0, 10, [256])];
function step(): void {
  adam.zeroGrad();
  loss.forward(model.forward(x), y).backward();
  adam.step();
}
step()`;

const training = `const until = performance.now() + ${duration};
let steps = 0;
while (performance.now() < until) { step(); steps++; if (steps % 10 === 0) await new Promise((go) => setTimeout(go)); }
console.log(\`\${steps} steps\`)`;

describe("Typing while a training runs", function () {
  this.timeout(900_000);
  afterEach(closeAll);

  it("is measured from each key to the painted text", async () => {
    const { editor, notebook } = await openCells("bench-typing.grad.md", model, training, "");
    const [prepare, train, typed] = codeCells(notebook);
    const settings = vscode.workspace.getConfiguration("gradbook");
    const threads = (count: number): Thenable<void> =>
      settings.update("engine.threads", count, vscode.ConfigurationTarget.Workspace);
    const contestants = [
      { name: "no training", threads: null, idle: false },
      { name: "training on 1 thread", threads: 1, idle: false },
      { name: "training on all cores", threads: 0, idle: false },
      { name: "training on 1 thread, nobody types", threads: 1, idle: true },
      { name: "training on all cores, nobody types", threads: 0, idle: true },
    ];
    const times = contestants.map(() => [] as number[]);
    const steps = contestants.map(() => [] as number[]);
    await watchKeys();
    for (let round = 0; round < rounds; round++) {
      for (const [i, contestant] of contestants.entries()) {
        if (contestant.threads !== null) {
          await threads(contestant.threads);
          await vscode.commands.executeCommand("gradbook.restartKernel");
          await runCell(prepare);
        }
        const ended = contestant.threads === null ? null : runCell(train);
        if (!contestant.idle) {
          await showCell(editor, typed);
          await vscode.commands.executeCommand("notebook.cell.edit");
          await until("the cell's editor", () => vscode.window.activeTextEditor?.document === typed.document);
          times[i]?.push(...(await typeKeys()));
        }
        await ended;
        if (ended) steps[i]?.push(Number.parseInt(plainText(train), 10));
      }
    }
    await threads(0);
    for (const [i, { name }] of contestants.entries()) {
      const sorted = (times[i] ?? []).toSorted((a, b) => a - b);
      const share = (part: number): string =>
        (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN).toFixed(1);
      const typing =
        sorted.length > 0
          ? `key to text: median ${share(0.5)} ms, 19 of 20 within ${share(0.95)} ms, longest ${share(1)} ms`
          : "";
      const done = steps[i] ?? [];
      const speed = done.length > 0 ? `${((middle(done) * 1000) / duration).toFixed(1)} steps a second` : "";
      await print(`  ${name}: ${[typing, speed].filter(Boolean).join("; ")}`);
    }
  });
});

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** Has the window note how long it takes from a key to the frame that shows the text. */
async function watchKeys(): Promise<void> {
  await inWorkbench(() => {
    const noted: number[] = [];
    Object.assign(window, { keysToText: noted });
    document.addEventListener(
      "keydown",
      ({ key, timeStamp }) => {
        if (key.length !== 1) return;
        const editor = document.activeElement?.closest(".monaco-editor");
        if (!editor) return;
        const observer = new MutationObserver(() => {
          observer.disconnect();
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => noted.push(performance.now() - timeStamp);
            port2.postMessage(null);
          });
        });
        const lines = editor.querySelector(".view-lines");
        if (lines) observer.observe(lines, { subtree: true, childList: true, characterData: true });
      },
      true,
    );
  });
}

/** Types a line, and takes it away again. @returns milliseconds from each key to its text */
async function typeKeys(): Promise<number[]> {
  const text = "const area = width * height + margin * 2; ".slice(0, keys);
  for (const letter of text) {
    await typeText(letter);
    await new Promise((resolve) => setTimeout(resolve, betweenKeys));
  }
  await press("Escape");
  await press("Escape");
  return inWorkbench(() => (window as unknown as { keysToText: number[] }).keysToText.splice(0));
}
