/**
 * Writes the innermost part of the matrix product, a tile of C in registers, in AssemblyScript: eight steps of it
 * by hand would be four hundred lines of the same.
 *
 * C = max(init + A·B, floor), where `floor` is −Infinity, or 0 for relu. Row i of A starts at a + i·aRow and is
 * contiguous; row p of B starts at b + p·bStep; row i of `init` (the bias with initStep 0, C itself, or zeros) starts
 * at init + i·initStep. All steps are in bytes. Where the tile stands over the edge of A, `rows` says how many rows
 * there are: the last one is read again for the others, so that C must then be scratch. Each element is summed in
 * the order of k whatever the tile's size, so that all sizes give the same bits.
 *
 * The tile of four rows is for what tiles of six leave over of a block.
 *
 * `shifted` tiles are for convolutions: row p of B starts at b + the p-th of the numbers at `offsets`, so that rows may
 * be one image at different places. `tapped` ones read A in that way: row i of it starts at a + the i-th of them.
 *
 * The wide tile is for runtimes that make pairs of 128-bit operations into 256-bit ones (V8's revectoriser), the
 * narrow one for all others: the accumulators fill twelve of sixteen registers, of 256 or of 128 bits.
 *
 * - There is one store an element and no branch around it, because the revectoriser starts from adjacent stores.
 * - Between two steps stands a way out, where a condition on the loop alone would do: within one basic block V8
 *   brings together what the steps add to the same accumulator, and runs out of registers.
 * - Steps that differ by constant addresses only leave the processor's ports to the multiply-adds: to add up
 *   the addresses of every step costs a tenth of the speed.
 */

/** Steps of k in a turn of the loop: as many of the kinds that are rarer as one turn of them is worth its code. */
const STEPS = { f32: 8, f64: 4, i32: 2 };

/** What the names of tiles end in. */
const SUFFIX = { f32: "", f64: "F64", i32: "I32" };

/** How a tile finds its rows, by what its name begins with. */
const KINDS = {
  tile: { a: "a0: usize, aRow: usize", b: "b: usize, bStep: usize", types: ["f32", "f64", "i32"] },
  shifted: { a: "turns: i32, a0: usize, aRow: usize", b: "image: usize, bStep: usize, offsets: usize", types: ["f32", "f64"] },
  tapped: { a: "turns: i32, skip: usize, a: usize, offsets: usize", b: "b: usize, bStep: usize", types: ["f32", "f64"] },
};

/** The module: `tile6x8`, `tile6x16`, `tile4x8` and `tile4x16`, and the other kinds; of 8 bytes an element as wide in bytes. */
export function gemmTile() {
  const sizes = [[6, 2], [6, 4], [4, 2], [4, 4]];
  const tiles = Object.entries(KINDS).flatMap(([kind, { types }]) =>
    types.flatMap((type) => sizes.map(([height, vectors]) => tile(kind, type, height, vectors))));
  return ['import { madd } from "./simd";', ...tiles].join("\n\n");
}

/** Where the rows of A start. */
function rowsOfA(kind, height) {
  if (kind !== "tapped") return each(height - 1, (i) => `let a${i + 1} = rows > ${i + 1} ? a${i} + aRow : a${i};`);
  return "let a0 = a + <usize>load<i32>(offsets);" + each(height - 1, (i) =>
    `let a${i + 1} = rows > ${i + 1} ? a + <usize>load<i32>(offsets, ${4 * (i + 1)}) : a${i};`);
}

/** A tile with `height` rows and `vectors` vectors of columns. */
function tile(kind, type, height, vectors) {
  const steps = each(STEPS[type], (step) =>
    (step > 0 ? `if (k == ${step}) break;` : "") + oneStep(type, step, height, vectors));
  const size = type === "f64" ? 8 : 4;
  // No whole number is less than the least one.
  const clamped = (c) => (type === "i32" ? c : `v128.pmax<${type}>(${c}, least)`);
  return `
export function ${kind}${height}x${4 * vectors}${SUFFIX[type]}(
  k: i32, ${KINDS[kind].a}, rows: i32, ${KINDS[kind].b},
  init: usize, initStep: usize, c: usize, cStep: usize, floor: f32,
): void {
  ${rowsOfA(kind, height)}
  ${each(height, (i) => `
    ${each(vectors, (j) => `let c${i}${j} = v128.load(init, ${16 * j});`)}
    init += initStep;`)}
  ${kind === "tile" ? "" : "const length = k;\n  while (turns > 0) {\n  k = length;"}
  ${kind === "shifted" ? "let b = image + <usize>load<i32>(offsets);\n  offsets += 4;" : ""}
  while (k > 0) {
    ${steps}
    ${each(height, (i) => `a${i} += ${size * STEPS[type]};`)}
    k -= ${STEPS[type]};
  }
  ${kind === "tile" ? "" : `const past = <usize>k * ${size}${kind === "tapped" ? " + skip" : ""};
  ${each(height, (i) => `a${i} += past;`)}
  turns--;
  }`}
  const least = v128.splat<${type}>(<${type}>floor);
  ${each(height, (i) => `
    ${each(vectors, (j) => `v128.store(c, ${clamped(`c${i}${j}`)}, ${16 * j});`)}
    c += cStep;`)}
}`;
}

/** One row of B times one column of A, `step` elements on from where the turn began. */
function oneStep(type, step, height, vectors) {
  const size = type === "f64" ? 8 : 4;
  return `
    {
      ${each(vectors, (j) => `const b${j} = v128.load(b, ${16 * j});`)}
      ${each(height, (i) => `
        const s${i} = v128.load_splat<${type}>(a${i}, ${size * step});
        ${each(vectors, (j) => `c${i}${j} = madd<${type}>(s${i}, b${j}, c${i}${j});`)}`)}
      b += bStep;
    }`;
}

function each(count, text) {
  return Array.from({ length: count }, (_, i) => text(i)).join("\n");
}
