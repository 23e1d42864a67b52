import assert from "node:assert/strict";
import type { Backend } from "../../../../engine/backend/backend.ts";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import {
  bytesPerElement,
  type DType,
  fromStorage,
  NDArray,
  type Storage,
  type TypedArray,
} from "../../../../engine/core/ndarray.ts";
import { type Shape, sizeOf, stridesOf } from "../../../../engine/core/shape.ts";
import { builds } from "./builds.ts";
import { type Arrays, memoryEntries, type Numbers, type Row, rows } from "./wallRows.ts";

const entries = Object.entries(rows);
const dtypes = Object.keys(bytesPerElement) as DType[];
const backends = [{ name: "js", backend: jsBackend() }, ...builds] as {
  name: string;
  backend: Backend;
}[];

interface Mismatch {
  title: string;
  arrays: Arrays;
  numbers: Numbers;
}

/** Makes arrays of one backend, and remembers their memory. */
class Kit {
  readonly backend: Backend;
  readonly storages: Storage[] = [];

  constructor(backend: Backend) {
    this.backend = backend;
  }

  storage(dtype: DType, length: number): Storage {
    const storage = this.backend.allocate(dtype, length, "temporary");
    // Indices stay where every row allows them; a canary after each array.
    storage.data.set(Array.from({ length }, (_, i) => (dtype === "int32" ? i % 3 : ((i % 7) + 1) / 7)));
    this.storages.push(storage, this.backend.allocate("float32", 16, "temporary"));
    return storage;
  }

  array(shape: Shape, dtype: DType = "float32"): NDArray {
    return fromStorage(this.storage(dtype, sizeOf(shape)), shape);
  }

  all(row: Row): Record<string, NDArray> {
    return Object.fromEntries(
      Object.entries(row.arrays).map(([name, [shape, dtype]]) => [name, this.array(shape, dtype)]),
    );
  }
}

/** An array with the given last extent changed by `by`. */
function resized(shape: Shape, by: number): Shape {
  return [...shape.slice(0, -1), (shape.at(-1) ?? 0) + by];
}

/** `x` as it would be seen if it lay elsewhere in its storage. */
function moved(x: NDArray, offset: number): NDArray {
  return new NDArray(x.storage, x.shape, x.strides, offset, x.size, x.contiguous);
}

/** What does not fit one array of a row. */
function replacements(kit: Kit, row: Row, name: string): [title: string, array: NDArray][] {
  const [shape, dtype = "float32"] = row.arrays[name];
  const found: [string, NDArray][] = [];
  const [free, grows] = [row.anySize?.includes(name), row.mayGrow?.includes(name)];
  if (!free) found.push(["too short", kit.array(resized(shape, -1), dtype)]);
  if (!free && !grows) found.push(["too long", kit.array(resized(shape, 1), dtype)]);
  if (!row.anyDtype?.includes(name)) {
    for (const other of dtypes) if (other !== dtype) found.push([`of ${other}`, kit.array(shape, other)]);
  }
  const released = kit.array(shape, dtype);
  kit.backend.release(released.storage);
  found.push(["given back", released]);
  const x = kit.array(shape, dtype);
  found.push(["behind its memory", moved(x, 1)], ["far behind", moved(x, 2 ** 30)]);
  found.push(["before its memory", moved(x, -1)], ["nowhere", moved(x, NaN)]);
  const { storage, size } = x;
  found.push([
    "with strides out of its memory",
    new NDArray(
      storage,
      shape,
      stridesOf(shape).map((s) => 2 * s),
      0,
      size,
      false,
    ),
  ]);
  found.push([
    "with strides below its memory",
    new NDArray(
      storage,
      shape,
      stridesOf(shape).map((s) => -s),
      0,
      size,
      false,
    ),
  ]);
  const one = kit.storage(dtype, 1);
  found.push(["of a size that it has not", new NDArray(one, shape, stridesOf(shape), 0, size, true)]);
  if (row.whole.includes(name)) {
    const wide = kit.storage(dtype, 2 * size);
    found.push([
      "with gaps",
      new NDArray(
        wide,
        shape,
        stridesOf(shape).map((s) => 2 * s),
        0,
        size,
        size < 2,
      ),
    ]);
  }
  if (!row.whole.includes(name) && row.written.includes(name) && !free) {
    found.push([
      "expanded",
      new NDArray(
        one,
        shape,
        shape.map(() => 0),
        0,
        size,
        false,
      ),
    ]);
  }
  return found.filter(([title]) => size > 1 || !["with gaps", "of a size that it has not"].includes(title));
}

/** Written arrays that an input lies across, one element further. */
function overlaps(kit: Kit, row: Row): Mismatch[] {
  if (row.mayOverlap) return [];
  const found: Mismatch[] = [];
  for (const out of row.written) {
    for (const [name, [shape, dtype = "float32"]] of Object.entries(row.arrays)) {
      const [own, kind = "float32"] = row.arrays[out];
      if (name === out || dtype !== kind) continue;
      const storage = kit.storage(dtype, sizeOf(shape) + sizeOf(own));
      const at = (s: Shape, offset: number) => new NDArray(storage, s, stridesOf(s), offset, sizeOf(s), true);
      const from = sizeOf(own) === 1 ? 0 : 1;
      const arrays = { ...kit.all(row), [out]: at(own, from), [name]: at(shape, 0) };
      found.push({ title: `${name} across ${out}`, arrays, numbers: row.counts ?? {} });
    }
  }
  return found;
}

function mismatchs(kit: Kit, row: Row, stranger: Kit | null): Mismatch[] {
  const numbers = row.counts ?? {};
  const found = overlaps(kit, row);
  for (const [name, [shape, dtype]] of Object.entries(row.arrays)) {
    for (const [title, array] of replacements(kit, row, name)) {
      found.push({ title: `${name} ${title}`, arrays: { ...kit.all(row), [name]: array }, numbers });
    }
    if (stranger) {
      const arrays = { ...kit.all(row), [name]: stranger.array(shape, dtype) };
      found.push({ title: `${name} of another backend`, arrays, numbers });
    }
    for (const wrong of row.indices?.[name] === undefined
      ? []
      : [-1, row.indices[name], 2 ** 31 - 1, -(2 ** 31)]) {
      const arrays = kit.all(row);
      arrays[name].storage.data[1] = wrong;
      found.push({ title: `index ${wrong} in ${name}`, arrays, numbers });
    }
  }
  for (const [name, value] of Object.entries(numbers)) {
    for (const wrong of [value + 1, value - 1, -value, value / 2 + 0.25, 2 ** 32, NaN, Infinity]) {
      found.push({ title: `${name} ${wrong}`, arrays: kit.all(row), numbers: { ...numbers, [name]: wrong } });
    }
  }
  return found;
}

/** All bytes that could be written: the whole linear memory, or each storage's own. */
function bytesOf(kit: Kit): Uint8Array[] {
  const views = kit.storages.flatMap((storage): TypedArray[] => (storage.released ? [] : [storage.data]));
  return [...new Set(views.map((view) => view.buffer))].map((buffer) => new Uint8Array(buffer));
}

describe("the wall in front of every backend", () => {
  it("has a row here for each of its entries", () => {
    const own = Object.keys(jsBackend()).filter((name) => name !== "name");
    assert.deepEqual(own.sort(), [...Object.keys(rows), ...memoryEntries].sort());
  });

  for (const { name, backend } of backends) {
    describe(name, () => {
      for (const [entry, row] of entries) {
        it(`${entry} refuses whatever does not fit, with nothing written, and does what fits`, () => {
          const kit = new Kit(backend);
          // Kernels are examined, in memory of their own, before their first use.
          row.call(backend, kit.all(row), row.counts ?? {});
          const stranger = name === "js" ? null : new Kit(jsBackend());
          const cases = mismatchs(kit, row, stranger);
          // A kernel is examined when it is first wanted, in memory of its own.
          row.call(backend, kit.all(row), row.counts ?? {});
          const fitting = kit.all(row);
          const before = bytesOf(kit).map((bytes) => bytes.slice());
          const accepted = cases.filter(({ arrays, numbers }) => {
            try {
              row.call(backend, arrays, numbers);
              return true;
            } catch (error) {
              assert.ok(error instanceof Error);
              assert.match(error.message, /Nothing was written|another backend|after giving it back/);
              return false;
            }
          });
          assert.deepEqual(
            accepted.map(({ title }) => title),
            [],
          );
          const after = bytesOf(kit);
          assert.ok(cases.length >= 8 && after.length === before.length);
          after.forEach((bytes, i) =>
            assert.ok(Buffer.compare(bytes, before[i]) === 0, "memory was written"),
          );
          row.call(backend, fitting, row.counts ?? {});
          if (row.written.length === 0) return;
          const written = fitting[row.written[0]].storage.data;
          assert.ok(
            written.some((value, i) => value !== ((i % 7) + 1) / 7),
            "what fits is written",
          );
        });
      }

      it("allocates no length that is none, and nothing beyond what it can address, at once", () => {
        for (const length of [-1, 0.5, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 40, 2 ** 42, 2 ** 53, 1e300]) {
          assert.throws(() => backend.allocate("float32", length, "temporary"), RangeError, String(length));
        }
        assert.throws(() => backend.allocate("float16" as DType, 1, "temporary"), TypeError);
        assert.equal(backend.allocate("float32", 3, "temporary").data.length, 3);
      });

      it("lets arrays without elements through", () => {
        const kit = new Kit(backend);
        const none = kit.array([0, 5]);
        backend.unary(0, none, none, 0, 0);
        backend.copy(none, kit.array([0, 5]));
        backend.matmul(kit.array([2, 0]), none, kit.array([2, 5]), null, 0, false);
      });
    });
  }
});
