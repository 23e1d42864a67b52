/** The operations of the op table, as their own examples use them: a new row is here by itself. */
import { table } from "../../unit/engine/ops/examples/table.ts";
import type { Example } from "../../unit/engine/ops/examples/example.ts";
import { nameExample } from "../execute.ts";
import { type Entry, isFloating, step, type World } from "./world.ts";

function generate(name: string, example: Example, world: World): ReturnType<Entry["generate"]> {
  const operands: number[] = [];
  for (const [at, input] of example.inputs.entries()) {
    const rank = input.shape.length;
    const first = operands.length > 0 ? world.shape(operands[0]) : null;
    const fits = (shape: readonly number[]): boolean => {
      if (first === null) return example.inputs.length > 1 || shape.length >= rank;
      return world.rng.chance(0.3) || shape.join() === first.join();
    };
    const wild = world.wild();
    const found = world.tensor(
      (x) => wild || (isFloating(x) && (at > 0 || fits(x.array.shape)) && fits(x.array.shape)),
    );
    if (found === null) return null;
    operands.push(found);
  }
  const letters = operands.map((_, i) => "abcde"[i]).join(", ");
  return step(name, operands, `example("${name}")(${letters})`, example.torch);
}

/** Written with functions of the engine's own, which trust their arguments. */
const trusting = /sliceAxis/;

/** The uses of each row that differ by more than their shapes. */
export function tableEntries(): Entry[] {
  return table.flatMap((row, at) => {
    const byText = new Map(
      row
        .examples()
        .filter(({ run }) => !trusting.test(String(run)))
        .map((example) => [example.torch, example]),
    );
    return [...byText].map(([text, example], i): Entry => {
      const name = `${row.name} ${at}.${i}`;
      nameExample(name, example.run);
      return {
        name: `${row.name}: ${text}`,
        family: "table",
        weight: 1 / byText.size + 0.1,
        generate: (world) => generate(name, example, world),
      };
    });
  });
}
