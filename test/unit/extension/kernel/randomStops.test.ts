/**
 * Stops at random moments, over cells of ten kinds. `GRADBOOK_STOPS=300` makes so many, `GRADBOOK_SEED=7` others.
 */
import assert from "node:assert/strict";
import { ExecutionTerminator } from "../../../../extension/kernel/node/executionTerminator.ts";
import { rng } from "../../../fuzz/random.ts";
import { StartedKernel } from "./startedKernel.ts";

const stops = Number(process.env["GRADBOOK_STOPS"] ?? 12);
const seed = Number(process.env["GRADBOOK_SEED"] ?? 1);

/** None of them ends by itself. */
const kinds: [title: string, cell: string, needsCut?: boolean][] = [
  ["loops", "let n = 0; for (;;) { n++; if (n % 1e6 === 0) later(() => n) }"],
  ["a wait", "await new Promise(() => undefined)"],
  ["waits and timers", "for (;;) { await new Promise((resolve) => setTimeout(resolve, 3)); later(() => 1) }"],
  ["console text", "for (let i = 0; ; i++) { console.log(i, { i }); console.error(i) }"],
  ["displays", "const shown = display(0); for (let i = 0; ; i++) shown.update([i, { i }])"],
  [
    "cleanup",
    "for (;;) { try { for (let i = 0; i < 1e7; i++) i ^= 0 } finally { for (let i = 0; i < 1e5; i++); } }",
  ],
  [
    "training",
    "const net = new nn.Sequential(new nn.Linear(20, 30), new nn.ReLU(), new nn.Linear(30, 1)); const sgd = new optim.SGD(net.parameters(), { lr: 1e-3 }); for (;;) { sgd.zeroGrad(); net.forward(randn(50, 20)).pow(2).mean().backward(); sgd.step(); }",
  ],
  [
    "hidden recursion",
    "const memo = (f: any) => (n: any) => f(n); const fib: any = memo((n: number) => n < 2 ? n : fib(n - 1) + fib(n - 2)); noGrad(() => fib(90))",
    true,
  ],
  [
    "a sort's comparator",
    "const h: any = {}; h.f = (n: number) => n && (h.f(n - 1), h.f(n - 1)); [3, 1, 2].sort(() => h.f(90))",
    true,
  ],
  [
    "a flood of microtasks",
    "const m: any = {}; m.f = () => { queueMicrotask(m.f) }; m.f(); await new Promise(() => undefined)",
    true,
  ],
];

describe("Stops at random moments", function () {
  this.timeout(60_000 + 5000 * stops);

  it("cost neither the kernel nor its variables, timers, promises, or the engine's state", async () => {
    const notebook = new StartedKernel({}, 60_000, "real");
    const numbers = rng(seed);
    const possible = kinds.filter(([, , needsCut]) => needsCut !== true || ExecutionTerminator.possible);
    try {
      await notebook.run(
        "import { isGradEnabled, nn, noGrad, ones, optim, randn } from 'gradbook'; const kept = 42; let ticks = 0;\n" +
          "const later = (f: () => unknown) => { setTimeout(f, 1) }; setInterval(() => { for (const one of [1]) ticks += one }, 5); undefined",
      );
      for (let i = 0; i < stops; i++) {
        const [title, cell] = possible[i % possible.length] ?? ["", ""];
        const after = Math.floor(numbers.next() ** 2 * 700);
        const told = `stop ${i} of seed ${seed}: ${title} after ${after} ms`;
        // Impatience: a second stop, while the cell cleans up or is about to be cut off.
        const again = numbers.chance(0.2) ? after + numbers.int(0, 600) : null;
        const timer = again === null ? undefined : setTimeout(() => notebook.kernel.interrupt(), again);
        const { error, interrupted } = await notebook.interrupted(cell, after);
        clearTimeout(timer);
        assert.deepEqual([error?.name, interrupted], ["Interrupted", true], `${told}: ${error?.message}`);
        const check = await notebook.run(
          `const w = ones(3, { requiresGrad: true }); w.mul(2).sum().backward(); const before = ticks;
          for (const end = Date.now() + 5000; ticks === before && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 5));
          await Promise.resolve(); [kept, isGradEnabled(), w.grad?.tolist().join(), ticks > before]`,
        );
        assert.deepEqual([check.error, check.shown()], [null, "[ 42, true, '2,2,2', true ]"], told);
        assert.deepEqual([notebook.deaths, notebook.stuck], [[], 0], told);
      }
    } finally {
      await notebook.dispose();
    }
  });
});
