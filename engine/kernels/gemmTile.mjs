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
 * The wide tile is for runtimes that make pairs of 128-bit operations into 256-bit ones (V8's revectoriser), the
 * narrow one for all others: the accumulators fill twelve of sixteen registers, of 256 or of 128 bits.
 *
 * - There is one store an element and no branch around it, because the revectoriser starts from adjacent stores.
 * - Between two steps stands a way out, where a condition on the loop alone would do: within one basic block V8
 *   brings together what the steps add to the same accumulator, and runs out of registers.
 * - Steps that differ by constant addresses only leave the processor's ports to the multiply-adds: to add up
 *   the addresses of every step costs a tenth of the speed.
 */

/** Steps of k in a turn of the loop. */
const STEPS = 8;

/** The module: `tile6x8`, `tile6x16`, `tile4x8` and `tile4x16`. */
export function gemmTile() {
  return ['import { fma } from "./simd";', tile(6, 2), tile(6, 4), tile(4, 2), tile(4, 4)].join("\n\n");
}

/** A tile with `height` rows and `vectors` vectors of four columns. */
function tile(height, vectors) {
  const steps = each(STEPS, (step) =>
    (step > 0 ? `if (k == ${step}) break;` : "") + oneStep(step, height, vectors));
  return `
export function tile${height}x${4 * vectors}(
  k: i32, a0: usize, aRow: usize, rows: i32, b: usize, bStep: usize,
  init: usize, initStep: usize, c: usize, cStep: usize, floor: f32,
): void {
  ${each(height - 1, (i) => `let a${i + 1} = rows > ${i + 1} ? a${i} + aRow : a${i};`)}
  ${each(height, (i) => `
    ${each(vectors, (j) => `let c${i}${j} = v128.load(init, ${16 * j});`)}
    init += initStep;`)}
  while (k > 0) {
    ${steps}
    ${each(height, (i) => `a${i} += ${4 * STEPS};`)}
    k -= ${STEPS};
  }
  const least = f32x4.splat(floor);
  ${each(height, (i) => `
    ${each(vectors, (j) => `v128.store(c, f32x4.pmax(c${i}${j}, least), ${16 * j});`)}
    c += cStep;`)}
}`;
}

/** One row of B times one column of A, `step` elements on from where the turn began. */
function oneStep(step, height, vectors) {
  return `
    {
      ${each(vectors, (j) => `const b${j} = v128.load(b, ${16 * j});`)}
      ${each(height, (i) => `
        const s${i} = v128.load_splat<f32>(a${i}, ${4 * step});
        ${each(vectors, (j) => `c${i}${j} = fma(s${i}, b${j}, c${i}${j});`)}`)}
      b += bStep;
    }`;
}

function each(count, text) {
  return Array.from({ length: count }, (_, i) => text(i)).join("\n");
}
