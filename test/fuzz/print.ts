/** Programs as people read and run them: a TypeScript cell and its PyTorch twin. */
import { translate } from "../../extension/translate/translate.ts";
import { letters, type Program, type Step } from "./program.ts";

/** `text` with the operands' letters, where they stand alone, replaced by the names of values. */
function named(text: string, operands: readonly number[]): string {
  return text.replace(/(?<![\w.'"])([a-l])(?![\w'"])/g, (whole, letter: string) => {
    const at = letters.indexOf(letter);
    return at < operands.length ? `v${operands[at]}` : whole;
  });
}

const before = "import torch\nimport torch.nn.functional as F\na = b = c = torch.ones(2, 3)";

/** Examples of the op table are closures; what a reader would write is their PyTorch, translated as in a notebook. */
function spelt(step: Step): string {
  if (!step.ts.startsWith("example(")) return step.ts;
  const surroundings = { above: [before], imported: ["torch", "nn"] };
  const { text } = translate(`value = ${step.py}`, ({ kind }) => kind, surroundings);
  return text
    .slice(text.indexOf("const value = ") + "const value = ".length)
    .replace(/;$/, "")
    .replaceAll(/(?<![.\w])(F|functional|nn)\./g, (name) =>
      name === "nn." ? "torch.nn." : "torch.nn.functional.",
    );
}

/** A cell that runs in a notebook. */
export function typescriptOf({ seed, steps }: Program): string {
  const lines = steps.map((step, i) => {
    if (step.statement) return `${named(step.ts, step.in)}; const v${i} = v${step.in[0]};`;
    return `const v${i} = ${named(spelt(step), step.in)};`;
  });
  const head = ['import * as torch from "gradbook";', `torch.manualSeed(${seed});`];
  return [...head, ...lines].join("\n");
}

/** The same for `python3`, beside torch_runner.py. */
export function pythonOf({ seed, steps }: Program): string {
  const head = ["from torch_runner import *", `torch.manual_seed(${seed})`];
  const lines = steps.flatMap((step, i) =>
    step.statement
      ? [named(step.py, step.in), `v${i} = v${step.in[0]}`]
      : [`v${i} = ${named(step.py, step.in)}`],
  );
  return [...head, ...lines].join("\n");
}
