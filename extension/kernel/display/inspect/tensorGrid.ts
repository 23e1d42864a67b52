/** The part of a tensor's numbers that the data viewer shows. Numbers are read in place, through the strides. */
import type { nn, Tensor } from "../../../../engine/index.ts";
import type { GridAsk, GridNumber, GridPart, GridStats } from "../../../../engine/payload/variables.ts";
import { own } from "./brief.ts";
import { isOf, type EngineClasses } from "./summarise.ts";
import { elements } from "./tensorSummary.ts";
import { types } from "./valueInspection.ts";

/** Most numbers read for the slice's statistics. */
const most = 4_000_000;
/** Most blocks of the heat map along each axis. */
const blocks = 64;
const classes = 32;
/** Most rows and columns of a part, whatever is asked for. */
const largest = 1000;

/** Numbers with a shape. */
interface Numbers {
  data: ArrayLike<number>;
  dtype: string;
  shape: readonly number[];
  strides: readonly number[];
  offset: number;
}

/** Rows and columns of numbers, read as `data[offset + row · down + column · right]`. */
interface Slice {
  data: ArrayLike<number>;
  offset: number;
  rows: number;
  columns: number;
  down: number;
  right: number;
}

/** Whether {@link tensorGrid} has something to show of it. */
export function hasGrid(value: unknown, engine: EngineClasses): boolean {
  try {
    return numbersOf(value, engine) !== null || membersOf(value, engine).length > 0;
  } catch {
    return false;
  }
}

/** The part of `value` that is asked for; null for what has no numbers in rows and columns. */
export function tensorGrid(value: unknown, ask: GridAsk, engine: EngineClasses): GridPart | null {
  const members = membersOf(value, engine);
  const [member, held] = members.find(([name]) => name === ask.member) ?? members[0] ?? [null, value];
  const numbers = numbersOf(held, engine);
  if (!numbers) return null;
  const { shape, dtype } = numbers;
  const axes = axesOf(shape.length, ask.axes);
  const at = shape.map((extent, axis) => within(ask.at[axis] ?? 0, extent));
  const slice = sliceOf(numbers, axes, at);
  const found = ask.notFiniteAfter ? nextNotFinite(slice, ask.notFiniteAfter) : null;
  const [height, width] = ask.size.map((size) => within(size, largest + 1)) as [number, number];
  const [rowAxis, columnAxis] = axes;
  const start = [at[rowAxis] ?? 0, at[columnAxis] ?? 0];
  if (found) {
    // On the pages that one gets by turning them.
    start[0] = found[0] - (found[0] % Math.max(1, height));
    start[1] = found[1] - (found[1] % Math.max(1, width));
    if (rowAxis < at.length) at[rowAxis] = start[0];
    if (columnAxis < at.length) at[columnAxis] = start[1];
  }
  return {
    members: members.map(([name]) => name),
    member,
    shape: [...shape],
    dtype,
    axes,
    at,
    extent: [slice.rows, slice.columns],
    values: page(slice, [start[0] ?? 0, start[1] ?? 0], [height, width], dtype),
    found,
    stats: statistics(slice),
  };
}

/** Of a module, by the engine's own method: a subclass's would be the notebook's code. */
function membersOf(value: unknown, engine: EngineClasses): [string, unknown][] {
  const { Module } = (engine.nn ?? {}) as Partial<typeof nn>;
  if (!Module || !isOf(value, Module)) return [];
  return [...Module.prototype.namedParameters.call(value as nn.Module)];
}

function numbersOf(value: unknown, engine: EngineClasses): Numbers | null {
  if (isOf(value, engine.Tensor) && own(value, "array") !== undefined) {
    const { storage, shape, strides, offset, dtype } = (value as Tensor).array;
    return { data: elements(storage), dtype, shape, strides, offset };
  }
  if (types.isProxy(value) || !ArrayBuffer.isView(value) || value instanceof DataView) return null;
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return null;
  const data = value as unknown as ArrayLike<number>;
  const dtype = Object.prototype.toString.call(value).slice("[object ".length, -1);
  return { data, dtype, shape: [data.length], strides: [1], offset: 0 };
}

/** The last two where none are given, or none that can be; a list is a column. */
function axesOf(count: number, asked: GridAsk["axes"]): [number, number] {
  const known = (axis: number): boolean => Number.isInteger(axis) && axis >= 0 && axis < count;
  if (asked && asked[0] !== asked[1] && asked.every(known)) return [asked[0], asked[1]];
  return count < 2 ? [0, 1] : [count - 2, count - 1];
}

function within(place: number, extent: number): number {
  return Math.max(0, Math.min(Math.floor(Number.isFinite(place) ? place : 0), extent - 1));
}

function sliceOf(
  numbers: Numbers,
  [rowAxis, columnAxis]: readonly [number, number],
  at: readonly number[],
): Slice {
  const { data, shape, strides, offset } = numbers;
  let start = offset;
  at.forEach((place, axis) => {
    if (axis !== rowAxis && axis !== columnAxis) start += place * (strides[axis] ?? 0);
  });
  const empty = shape.some((extent) => extent === 0);
  return {
    data,
    offset: start,
    rows: empty ? 0 : (shape[rowAxis] ?? 1),
    columns: empty ? 0 : (shape[columnAxis] ?? 1),
    down: strides[rowAxis] ?? 0,
    right: strides[columnAxis] ?? 0,
  };
}

function page(
  { data, offset, rows, columns, down, right }: Slice,
  [row, column]: readonly [number, number],
  [height, width]: readonly [number, number],
  dtype: string,
): GridNumber[][] {
  const part: GridNumber[][] = [];
  for (let i = row; i < Math.min(rows, row + height); i++) {
    const line: GridNumber[] = [];
    for (let j = column; j < Math.min(columns, column + width); j++) {
      line.push(sent(data[offset + i * down + j * right] ?? NaN, dtype));
    }
    part.push(line);
  }
  return part;
}

/** A float32 in as few digits as tell it from its neighbours. */
function sent(value: number, dtype: string): GridNumber {
  if (Number.isFinite(value)) return dtype === "float32" ? shortest(value) : value;
  return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞";
}

function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

function nextNotFinite(slice: Slice, [row, column]: readonly [number, number]): [number, number] | null {
  const { data, offset, rows, columns, down, right } = slice;
  const size = rows * columns;
  const from = row * columns + column + 1;
  // Once round: the one before comes last.
  for (let k = 0; k < size; k++) {
    const place = (from + k) % size;
    const [i, j] = [Math.floor(place / columns), place % columns];
    if (!Number.isFinite(data[offset + i * down + j * right] ?? NaN)) return [i, j];
  }
  return null;
}

function statistics({ data, offset, rows, columns, down, right }: Slice): GridStats {
  const step = Math.max(1, Math.ceil((rows * columns) / most));
  const heatRows = Math.min(blocks, Math.ceil(rows / step));
  const heatColumns = Math.min(blocks, columns);
  const sums = new Float64Array(heatRows * heatColumns);
  const parts = new Float64Array(heatRows * heatColumns);
  const broken = new Uint8Array(heatRows * heatColumns);
  let [min, max, sum, looked, notFinite] = [Infinity, -Infinity, 0, 0, 0];
  for (let i = 0; i < rows; i += step) {
    const line = Math.min(heatRows - 1, Math.floor((i * heatRows) / rows)) * heatColumns;
    let at = offset + i * down;
    for (let j = 0; j < columns; j++, at += right) {
      const value = data[at] ?? NaN;
      const block = line + Math.floor((j * heatColumns) / columns);
      looked++;
      if (value - value !== 0) {
        notFinite++;
        broken[block] = 1;
        continue;
      }
      sum += value;
      sums[block] = (sums[block] ?? 0) + value;
      parts[block] = (parts[block] ?? 0) + 1;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  const finite = looked - notFinite;
  return {
    looked,
    notFinite,
    min: finite > 0 ? min : null,
    max: finite > 0 ? max : null,
    mean: finite > 0 ? sum / finite : null,
    counts: finite > 0 ? histogram({ data, offset, rows, columns, down, right }, step, min, max) : [],
    heat: {
      rows: heatRows,
      columns: heatColumns,
      values: Array.from(sums, (total, block) =>
        broken[block] ? null : total / Math.max(1, parts[block] ?? 1),
      ),
    },
  };
}

function histogram(slice: Slice, step: number, min: number, max: number): number[] {
  const { data, offset, rows, columns, down, right } = slice;
  const counts = new Array<number>(classes).fill(0);
  // A range beyond what a number can hold is halved before it is taken.
  const span = max / 2 - min / 2;
  const scale = span > 0 ? classes / span : 0;
  for (let i = 0; i < rows; i += step) {
    let at = offset + i * down;
    for (let j = 0; j < columns; j++, at += right) {
      const value = data[at] ?? NaN;
      if (value - value !== 0) continue;
      const kind = Math.min(classes - 1, Math.floor((value / 2 - min / 2) * scale));
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
  }
  return counts;
}
