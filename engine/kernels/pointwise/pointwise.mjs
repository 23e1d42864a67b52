/**
 * Writes the element-wise kernels in AssemblyScript from the formulas in formulas.mjs: the loops stand here once. By hand
 * they would be five thousand lines of the same. The kernels' names end in F32, F64 or I32.
 *
 * The loops take two vectors at a time, and write both after both are computed: only then does V8 make one of 256 bits of
 * them. It pairs neither conversions nor rounding, nor what lies beyond a branch; hence the blocks of float64, and hence
 * no branch in a formula.
 */
import { readFileSync } from "node:fs";
import { binary, gradients, losses, unary, WIDE, words } from "./formulas.mjs";

const f32 = { type: "f32", vector: "f32x4", suffix: "F32", lanes: 4, shift: 2 };
const f64 = { type: "f64", vector: "f64x2", suffix: "F64", lanes: 2, shift: 3 };
const i32 = { type: "i32", vector: "i32x4", suffix: "I32", lanes: 4, shift: 2 };

/** Numbers in a block that is widened or looked at. */
const BLOCK = 512;

/** The formula in the words of a type. */
function inWords(formula, { type, vector }) {
  return formula.replaceAll("$", vector).replace(/[A-Z][A-Z0-9_]+/g, (word) => words[type][word] ?? word);
}

/** A function of vectors that becomes part of who calls it. */
function inlined(name, operands, formula, t) {
  return `
// @ts-ignore: decorator
@inline
function ${name}(${operands.map((operand) => `${operand}: v128`).join(", ")}): v128 {
  return ${inWords(formula, t)};
}`;
}

const two = ({ lanes }) => 2 * lanes;

/** A pair of vectors from each pointer, and what `call` makes of them. */
function pair({ shift }, pointers, call, after) {
  return `
    const p = <usize>i << ${shift};
    ${pointers.map((x) => `const ${x}0 = v128.load(${x} + p);\n    const ${x}1 = v128.load(${x} + p, 16);`).join("\n    ")}
    const first = ${call(pointers.map((x) => `${x}0`))};
    const second = ${call(pointers.map((x) => `${x}1`))};
    ${after("first", "second")}`;
}

/** The last vectors, one at a time: `whole` of a full one, `part` of what is left of the last. */
function tail({ lanes, shift }, pointers, call, whole, part) {
  const loads = (load) => call(pointers.map((x) => load(`${x} + p`)));
  return `
  for (; i < n; i += ${lanes}) {
    const p = <usize>i << ${shift};
    const left = n - i;
    if (left >= ${lanes}) ${whole(loads((x) => `v128.load(${x})`))};
    else ${part(loads((x) => (lanes === 2 ? `v128.load_zero<u64>(${x})` : `loadPart(${x}, left)`)))};
  }`;
}

/**
 * Writes to `dst` what `call` makes of the vectors at the pointers. From the end to the beginning when `backwards`: of
 * what the forward pass wrote, the end is more likely still in the cache.
 */
function loop(t, pointers, call, backwards = false) {
  const body = pair(t, pointers, call, (a, b) => `v128.store(dst + p, ${a});\n    v128.store(dst + p, ${b}, 16);`);
  const rest = tail(
    t,
    pointers,
    call,
    (y) => `v128.store(dst + p, ${y})`,
    (y) => (t.lanes === 2 ? `v128.store_lane<u64>(dst + p, ${y}, 0)` : `storePart(dst + p, ${y}, left)`),
  );
  return backwards
    ? `
  const whole = n & ~${two(t) - 1};
  let i = whole;${rest}
  for (i = whole - ${two(t)}; i >= 0; i -= ${two(t)}) {${body}
  }`
    : `
  let i = 0;
  for (; i <= n - ${two(t)}; i += ${two(t)}) {${body}
  }${rest}`;
}

/** Block by block of m numbers; the pointers advance. */
function blocks({ shift }, pointers, body) {
  return `
  while (n > 0) {
    const m = min(n, ${BLOCK});
    ${body}
    ${pointers.map((x) => `${x} += ${BLOCK << shift};`).join("\n    ")}
    n -= ${BLOCK};
  }`;
}

/** A block of m float32 numbers by the kernel of float64. */
function inFloat64(kernel, pointers, others) {
  const places = pointers.map((_, i) => (i === 0 ? "scratch" : `scratch + ${i * BLOCK * 8}`));
  return `${pointers.map((x, i) => `widen(${places[i]}, ${x}, m);`).join("\n    ")}
    ${kernel}(scratch, ${places.join(", ")}, ${others}, 0);
    narrow(dst, scratch, m);`;
}

// One operand

const parameters = ({ type }) => `p0: ${type}, p1: ${type}`;
const splats = ({ vector }) => `  const a = ${vector}.splat(p0);\n  const b = ${vector}.splat(p1);`;

/** dst[i] = f(x[i]), by the formula; a block that is not `small` goes by float64, and there number by number. */
function unaryKernel(name, formula, t, { small, large }) {
  const head = `(dst: usize, x: usize, n: i32, ${parameters(t)}`;
  const f = `${name}${t.suffix}By`;
  const whole = `${splats(t)}${loop(t, ["x"], ([x]) => `${f}(${x}, a, b)`)}`;
  const function_ = inlined(f, ["x", "a", "b"], formula, t);
  const exported = `export function ${name}${t.suffix}${head}, scratch: usize): void {`;
  if (!small) return `${function_}\n${exported}\n${whole}\n}`;
  const near = `${name}${t.suffix}Near`;
  const byNumber = `for (let i = 0; i < m; i++) {
        const p = <usize>i << 3;
        if (${small}F64(x + p, 1)) ${near}(dst + p, x + p, 1, p0, p1);
        else store<f64>(dst + p, ${large}(load<f64>(x + p)));
      }`;
  const otherwise = t === f32 ? inFloat64(`${name}F64`, ["x"], "m, p0, p1") : byNumber;
  return `${function_}
function ${near}${head}): void {
${whole}
}
${exported}${blocks(
    t,
    ["dst", "x"],
    `if (${small}${t.suffix}(x, m)) ${near}(dst, x, m, p0, p1);
    else {
    ${otherwise}
    }`,
  )}
}`;
}

/** The same of float32 by the kernel of float64. */
function widenedUnary(name) {
  return `
export function ${name}F32(dst: usize, x: usize, n: i32, ${parameters(f32)}, scratch: usize): void {
${blocks(f32, ["dst", "x"], inFloat64(`${name}F64`, ["x"], "m, p0, p1"))}
}`;
}

/** dst[i] = g[i]·f′ */
function gradientKernel(name, formula, t) {
  const f = `${name}Grad${t.suffix}By`;
  return `${inlined(f, ["g", "v", "a", "b"], formula, t)}
export function ${name}Grad${t.suffix}(dst: usize, g: usize, v: usize, n: i32, ${parameters(t)}): void {
${splats(t)}${loop(t, ["g", "v"], ([g, v]) => `${f}(${g}, ${v}, a, b)`, true)}
}`;
}

function unaryKernels() {
  return [
    ...Object.entries(unary).flatMap(([name, [float, whole]]) => {
      const formulas = typeof float === "string" ? { f32: float, f64: float } : float;
      return [
        unaryKernel(name, formulas.f64, f64, formulas),
        formulas.f32 === WIDE ? widenedUnary(name) : unaryKernel(name, formulas.f32, f32, formulas),
        ...(whole ? [unaryKernel(name, whole, i32, {})] : []),
      ];
    }),
    ...Object.entries(gradients).flatMap(([name, formula]) => [f32, f64].map((t) => gradientKernel(name, formula, t))),
  ];
}

// Two operands. Suffixes before that of the type: none: both of length n. `S`: the second operand is a number. `SF`: the
// first is. `Row`: y has `cols` elements and serves every row of x [rows, cols]. `RowF`: x serves every row of y. `Col`: y
// has `rows` elements, one a row. `ColF`: x has.

const bothHead = (name, { suffix }) =>
  `export function ${name}${suffix}(dst: usize, x: usize, y: usize, n: i32, scratch: usize): void {`;
const numberHead = (name, form, { suffix, type }) =>
  `export function ${name}${form}${suffix}(dst: usize, x: usize, s: ${type}, n: i32, scratch: usize): void {`;

/** Vectors by the formula. */
function byFormula(name, formula, t, ordered) {
  const f = `${name}${t.suffix}By`;
  const numberLast = ([x]) => `${f}(${x}, v)`;
  const splat = `  const v = ${t.vector}.splat(s);`;
  const both = loop(t, ["x", "y"], ([x, y]) => `${f}(${x}, ${y})`);
  const last = `${splat}${loop(t, ["x"], numberLast)}`;
  const first = `${splat}${loop(t, ["x"], ([x]) => `${f}(v, ${x})`)}`;
  return [
    inlined(f, ["x", "y"], formula, t),
    `${bothHead(name, t)}${both}\n}`,
    `${numberHead(name, "S", t)}\n${last}\n}`,
    ...(ordered ? [`${numberHead(name, "SF", t)}\n${first}\n}`] : []),
  ];
}

/** Number by number, where there is no vector for it. */
function byNumber(name, f, t, ordered) {
  const body = (x, y) => `
  for (let i = 0; i < n; i++) {
    const p = <usize>i << ${t.shift};
    store<${t.type}>(dst + p, ${f}(${x}, ${y}));
  }`;
  const at = (x) => `load<${t.type}>(${x} + p)`;
  return [
    `${bothHead(name, t)}${body(at("x"), at("y"))}\n}`,
    `${numberHead(name, "S", t)}${body(at("x"), "s")}\n}`,
    ...(ordered ? [`${numberHead(name, "SF", t)}${body("s", at("x"))}\n}`] : []),
  ];
}

/** float32 by the kernels of float64. */
function widened(name) {
  const number = (form) => `${numberHead(name, form, f32)}
  ${blocks(f32, ["dst", "x"], inFloat64(`${name}${form}F64`, ["x"], "s, m"))}
}`;
  return [
    `${bothHead(name, f32)}
  ${blocks(f32, ["dst", "x", "y"], inFloat64(`${name}F64`, ["x", "y"], "m"))}
}`,
    number("S"),
    number("SF"),
  ];
}

/** By the kernels for whole rows and for numbers. */
function stretched(name, { suffix, type, shift }, ordered) {
  const kernel = (form, call, advances) => `
export function ${name}${form}${suffix}(dst: usize, x: usize, y: usize, rows: i32, cols: i32, scratch: usize): void {
  const step = <usize>cols << ${shift};
  for (let r = 0; r < rows; r++) {
    ${call};
    dst += step;
    ${advances.map((pointer) => `${pointer} += step;`).join("\n    ")}
  }
}`;
  const at = (pointer) => `load<${type}>(${pointer} + (<usize>r << ${shift}))`;
  const both = (x, y) => `${name}${suffix}(dst, ${x}, ${y}, cols, scratch)`;
  return [
    kernel("Row", both("x", "y"), ["x"]),
    kernel("Col", `${name}S${suffix}(dst, x, ${at("y")}, cols, scratch)`, ["x"]),
    ...(ordered
      ? [
          kernel("RowF", both("y", "x"), ["x"]),
          kernel("ColF", `${name}SF${suffix}(dst, x, ${at("y")}, cols, scratch)`, ["x"]),
        ]
      : []),
  ];
}

function binaryKernels() {
  return Object.entries(binary).flatMap(([name, row]) => {
    const { ordered = false } = row;
    const kinds = [
      [f64, byFormula(name, row.float ?? row.f64, f64, ordered)],
      [f32, row.float ? byFormula(name, row.float, f32, ordered) : widened(name)],
    ];
    if (row.i32) kinds.push([i32, byFormula(name, row.i32, i32, ordered)]);
    if (row.whole) kinds.push([i32, byNumber(name, row.whole, i32, ordered)]);
    return kinds.flatMap(([t, kernels]) => [...kernels, ...stretched(name, t, ordered)]);
  });
}

/** dst[i] = x[i] to a small whole power, by multiplications. */
const wholePowers = () => `
${[f32, f64].map((t) => `function cube${t.suffix}(dst: usize, x: usize, n: i32): void {${loop(t, ["x"], ([x]) => `${t.vector}.mul(${t.vector}.mul(${x}, ${x}), ${x})`)}
}`).join("\n")}
export function powWholeF64(dst: usize, x: usize, s: f64, n: i32, scratch: usize): void {
  if (s == 3) return cubeF64(dst, x, n);
  const exponent = abs(<i32>s);
  for (let i = 0; i < n; i += 2) {
    const p = <usize>i << 3;
    let power = n - i >= 2 ? v128.load(x + p) : v128.load_zero<u64>(x + p);
    let y = wone();
    for (let k = exponent; k > 0; k >>= 1) {
      if (k & 1) y = f64x2.mul(y, power);
      power = f64x2.mul(power, power);
    }
    if (s < 0) y = f64x2.div(wone(), y);
    if (n - i >= 2) v128.store(dst + p, y);
    else v128.store_lane<u64>(dst + p, y, 0);
  }
}
export function powWholeF32(dst: usize, x: usize, s: f32, n: i32, scratch: usize): void {
  if (s == 3) return cubeF32(dst, x, n);${blocks(f32, ["dst", "x"], inFloat64("powWholeF64", ["x"], "s, m"))}
}`;

/** dst += s·x */
const axpy = (t) => `
export function axpy${t.suffix}(dst: usize, x: usize, n: i32, s: ${t.type}): void {
  const v = ${t.vector}.splat(s);${loop(t, ["x", "dst"], ([x, y]) => `${words[t.type].FMA}(${x}, v, ${y})`)}
}`;

// Losses

/** Numbers whose losses are added up in the vectors' type; their sums are added up in float64. */
const SUMMED = 512;

function lossKernels() {
  return Object.entries(losses).flatMap(([name, [value, slope]]) =>
    [f32, f64].flatMap((t) => {
      const { type, vector, suffix, lanes } = t;
      const [f, d] = [`${name}Loss${suffix}By`, `${name}Slope${suffix}By`];
      const a = `  const a = ${vector}.splat(p0);`;
      const call = ([x, y]) => `${f}(${x}, ${y}, a)`;
      const sum = lanes === 2 ? "sumPair" : "sumLanesWide";
      const add = (v) => `total += ${sum}(${v})`;
      const part = (v) => add(`v128.and(${v}, ${lanes === 2 ? "i64x2(-1, 0)" : "laneMask(left)"})`);
      return [
        inlined(f, ["x", "t", "a"], value, t),
        inlined(d, ["x", "t", "a"], slope, t),
        `
/** dst[i] = loss(x[i], t[i]) */
export function ${name}Loss${suffix}(dst: usize, x: usize, t: usize, n: i32, p0: ${type}): void {
${a}${loop(t, ["x", "t"], call)}
}
/** dst[0] = scale·Σ loss */
export function ${name}LossTotal${suffix}(dst: usize, x: usize, t: usize, n: i32, scale: f64, p0: ${type}): void {
${a}
  let total: f64 = 0;
  let i = 0;
  while (i <= n - ${two(t)}) {
    const end = min(i + ${SUMMED}, n);
    let s0 = ${vector}.splat(0);
    let s1 = ${vector}.splat(0);
    for (; i <= end - ${two(t)}; i += ${two(t)}) {${pair(t, ["x", "t"], call, (y, z) => `s0 = ${vector}.add(s0, ${y});\n    s1 = ${vector}.add(s1, ${z});`)}
    }
    ${add(`${vector}.add(s0, s1)`)};
  }${tail(t, ["x", "t"], call, add, part)}
  store<${type}>(dst, <${type}>(scale * total));
}
/** dst[i] = factor·g·∂loss/∂x, for g the number at the address, or 1 when that is 0. */
export function ${name}LossGrad${suffix}(dst: usize, x: usize, t: usize, n: i32, g: usize, factor: ${type}, p0: ${type}): void {
${a}
  const scale = ${vector}.splat(g ? factor * load<${type}>(g) : factor);${loop(t, ["x", "t"], ([x, y]) => `${vector}.mul(scale, ${d}(${x}, ${y}, a))`)}
}`,
      ];
    }),
  );
}

/** What formulas may call, by module. */
const callable = Object.fromEntries(
  ["../simd", "../elementary", "./single", "./double", "./angles", "./arcs", "./power", "./widths"].map((file) => [
    file,
    [...readFileSync(new URL(`${file}.ts`, import.meta.url), "utf8").matchAll(/export function (\w+)/g)].map(
      ([, name]) => name,
    ),
  ]),
);

/** The kernels as a module, with imports of what they call. */
function moduleOf(kernels) {
  const text = kernels.join("\n");
  const called = (names) => names.filter((name) => new RegExp(`\\b${name}\\(`).test(text));
  const imports = Object.entries(callable).map(
    ([file, names]) => `import { ${called(names).join(", ")} } from "${file}";`,
  );
  return [...imports, text].join("\n");
}

/** The modules, by their names. */
export const pointwise = {
  "unary.ts": () => moduleOf(unaryKernels()),
  "binary.ts": () => moduleOf([...binaryKernels(), wholePowers(), axpy(f32), axpy(f64)]),
  "losses.ts": () => moduleOf(lossKernels()),
};
