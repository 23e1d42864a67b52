/** Notebooks of any length: three names a cell, which use those of the cell before, of the first cell and of one between. */
export function longNotebook(cells: number): string[] {
  const first =
    'import { ones, type Tensor } from "gradbook";\nconst a0 = ones(2, 3);\nfunction f0(x: Tensor) { return x.mul(a0) }\nlet n0 = 0;';
  return [first, ...Array.from({ length: cells - 1 }, (_, i) => cellText(i + 1))];
}

function cellText(i: number): string {
  const between = i >> 1;
  return [
    `const a${i} = f${i - 1}(a0).add(a${between}).relu();`,
    `function f${i}(x: Tensor) { return x.sub(a${i}).mul(n${between}) }`,
    `let n${i} = n${i - 1} + ${i};`,
    `n${i - 1} = a${i}.shape.length;`,
  ].join("\n");
}
