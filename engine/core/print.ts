/** Tensors as PyTorch prints them. */
import { elementsOf, type NDArray } from "./ndarray.ts";
import { contiguousArray } from "./allocate.ts";
import { stridesOf } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

const lineWidth = 80;
const digits = 4;
/** Above this many elements the middle of each axis is left out… */
const threshold = 1000;
/** …but for so many elements at its ends. */
const edge = 3;

type Format = (value: number) => string;

/**
 * The number that JavaScript wrote with its ties rounded up, with them rounded to even as C does. `exact` is
 * the same number with many more digits.
 */
function tiesToEven(rounded: string, exact: string): string {
  const [mantissa] = rounded.split("e");
  const rest = exact.slice(exact.indexOf(".") + 1 + digits).split("e")[0];
  if (!/^50*$/.test(rest) || Number(mantissa[mantissa.length - 1]) % 2 === 0) return rounded;
  const lower = exact.slice(0, exact.indexOf(".") + 1 + digits);
  return lower + rounded.slice(mantissa.length);
}

/** JavaScript writes −0 without its sign. */
function signOfZero(value: number): string {
  return Object.is(value, -0) ? "-" : "";
}

/** 1.0e+10 in Python's way: at least two digits of exponent. */
function scientific(value: number): string {
  const text = signOfZero(value) + tiesToEven(value.toExponential(digits), value.toExponential(60));
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

function fixed(value: number): string {
  return signOfZero(value) + tiesToEven(value.toFixed(digits), value.toFixed(60));
}

function whole(value: number): string {
  return `${signOfZero(value)}${value.toFixed(0)}.`;
}

function special(value: number): string {
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

/** The common format of all numbers shown: integers as `1.`, else 4 digits, else scientific. */
function formatOf(values: readonly number[]): Format {
  const sizes = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
  const integral = values.every((value) => !Number.isFinite(value) || Number.isInteger(value));
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  const smallest = sizes.reduce((a, b) => Math.min(a, b), Infinity);
  let write = integral ? whole : fixed;
  if (largest / smallest > 1000 || largest > 1e8 || (!integral && smallest < 1e-4)) write = scientific;
  return (value) => (Number.isFinite(value) ? write(value) : special(value));
}

/** Positions shown along an axis; −1 stands for the dots. */
function shown(extent: number, abridge: boolean): number[] {
  if (!abridge || extent <= 2 * edge) return Array.from({ length: extent }, (_, i) => i);
  const head = Array.from({ length: edge }, (_, i) => i);
  return [...head, -1, ...head.map((i) => extent - edge + i)];
}

function visibleValues(array: NDArray, data: ArrayLike<number>, abridge: boolean): number[] {
  const strides = stridesOf(array.shape);
  let positions = [0];
  array.shape.forEach((extent, axis) => {
    const kept = shown(extent, abridge).filter((i) => i >= 0);
    positions = positions.flatMap((position) => kept.map((i) => position + i * strides[axis]));
  });
  return positions.map((position) => data[position]);
}

function writeVector(cells: readonly string[], indent: number, width: number): string {
  const perLine = Math.max(1, Math.floor((lineWidth - indent) / (width + 2)));
  const lines: string[] = [];
  for (let i = 0; i < cells.length; i += perLine) lines.push(cells.slice(i, i + perLine).join(", "));
  return `[${lines.join(`,\n${" ".repeat(indent + 1)}`)}]`;
}

function write(
  array: NDArray,
  data: ArrayLike<number>,
  format: Format,
  abridge: boolean,
  indent: number,
): string {
  const { shape } = array;
  const floating = array.dtype === "float32" || array.dtype === "float64";
  // As in PyTorch, zeros and what is not finite do not count for the width of a column of fractions.
  const wide = visibleValues(array, data, abridge).filter(
    (v) => !floating || (Number.isFinite(v) && v !== 0),
  );
  const width = wide.reduce((w, value) => Math.max(w, format(value).length), 1);
  const strides = stridesOf(shape);
  const level = (axis: number, start: number, depth: number): string => {
    if (axis === shape.length) return format(data[start]);
    const parts = shown(shape[axis], abridge);
    if (axis === shape.length - 1) {
      const cells = parts.map((i) => (i < 0 ? " ..." : format(data[start + i]).padStart(width)));
      return writeVector(cells, depth, width);
    }
    const rows = parts.map((i) => (i < 0 ? "..." : level(axis + 1, start + i * strides[axis], depth + 1)));
    const gap = "\n".repeat(shape.length - axis - 1) + " ".repeat(depth + 1);
    return `[${rows.join(`,${gap}`)}]`;
  };
  return level(0, 0, indent);
}

/**
 * `tensor([[1., 2.],\n        [3., 4.]], dtype=…, grad_fn=<…>)`. Large tensors are abridged with dots.
 * @param name what stands before the parenthesis
 */
export function printTensor(x: Tensor, name = "tensor"): string {
  const { array } = x;
  const data = elementsOf(contiguousArray("print", array));
  const abridge = array.size > threshold;
  const notes: string[] = [];
  let body: string;
  if (array.size === 0) {
    body = "[]";
    if (array.shape.length !== 1) notes.push(`size=(${array.shape.join(", ")})`);
  } else {
    let format: Format;
    if (x.dtype === "bool") format = (value) => (value ? "True" : "False");
    else if (x.dtype === "int32") format = (value) => String(value);
    else format = formatOf(visibleValues(array, data, abridge));
    body = write(array, data, format, abridge, name.length + 1);
  }
  if (x.dtype === "float64") notes.push("dtype=torch.float64");
  // The engine's only whole numbers stand for PyTorch's usual ones, which it prints without their dtype.
  if (x.dtype === "int32" && array.size === 0) notes.push("dtype=torch.int64");
  if (x.dtype === "bool" && array.size === 0) notes.push("dtype=torch.bool");
  if (x.gradFn) notes.push(`grad_fn=${x.gradFn.toString()}`);
  else if (x.requiresGrad) notes.push("requires_grad=True");
  return withNotes(`${name}(${body}`, notes, name.length + 1);
}

/** Appends notes, each on the last line where there is room, else on a new one. */
function withNotes(text: string, notes: readonly string[], indent: number): string {
  let out = text;
  let lineLength = out.length - out.lastIndexOf("\n") + 1;
  for (const note of notes) {
    if (lineLength + note.length + 2 > lineWidth) {
      out += `,\n${" ".repeat(indent)}${note}`;
      lineLength = indent + note.length;
    } else {
      out += `, ${note}`;
      lineLength += note.length + 2;
    }
  }
  return `${out})`;
}
