import { expect, expectObject } from "../core/expect.ts";
import { fromArray } from "../ops/create/create.ts";
import type { Tensor } from "../core/tensor.ts";
import { csvNames, type CsvOptions, parseCsv } from "./csv.ts";
import { files, readBundled, readFile } from "./files.ts";
import { parseIdx, type RawArray } from "./idx.ts";
import { parseSafetensors, printSafetensors } from "./safetensors.ts";
import { Table } from "./table.ts";
import { decodeUtf8 } from "./utf8.ts";
import { checkOptions } from "../core/options.ts";

/**
 * Reads comma-separated values, also packed with gzip. A relative path starts from the notebook's folder.
 * @throws {Error} naming the line where the file is malformed
 * @example const table = await data.readCsv("houses.csv"); const x = table.toTensor();
 */
export async function readCsv(path: string, options: CsvOptions = {}): Promise<Table> {
  checkOptions("readCsv", options, csvNames);
  return new Table(parseCsv(decodeUtf8(await readFile(path), path), options, path));
}

/**
 * Reads a file in the format of MNIST and Fashion-MNIST, also packed with gzip. Integers become int32.
 * @throws {Error} naming the byte where the file is malformed
 * @example const images = await data.readIdx("train-images-idx3-ubyte.gz");
 */
export async function readIdx(path: string): Promise<Tensor> {
  return toTensor(parseIdx(await readFile(path), path));
}

/** {@link readIdx} of a file that comes with Gradbook. */
export async function readBundledIdx(name: string): Promise<Tensor> {
  return toTensor(parseIdx(await readBundled(name), name));
}

/**
 * Reads tensors by name from a safetensors file, as PyTorch's `safetensors.torch.save_file` writes it.
 * @throws {Error} naming the byte or tensor where the file is malformed
 * @example net.loadStateDict(await data.loadSafetensors("net.safetensors"));
 */
export async function loadSafetensors(path: string): Promise<Map<string, Tensor>> {
  const raw = parseSafetensors(await readFile(path), path);
  return new Map(Array.from(raw, ([name, array]) => [name, toTensor(array)]));
}

/**
 * Writes tensors by name into a safetensors file, which Python reads with `safetensors.torch.load_file`.
 * @param metadata free-form notes that are kept in the file
 * @example await data.saveSafetensors("net.safetensors", net.stateDict());
 */
export async function saveSafetensors(
  path: string,
  tensors: ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  expect("saveSafetensors", "the path of a file", path, typeof path === "string");
  expectObject("saveSafetensors", "tensors by their names, as in { w, b }", tensors);
  const entries = [...(tensors instanceof Map ? tensors : Object.entries(tensors))] as [string, Tensor][];
  const raw = entries.map(([name, value]): [string, RawArray] => [name, fromTensor(value)]);
  await files().write(path, printSafetensors(raw, metadata));
}

function toTensor({ values, shape, dtype }: RawArray): Tensor {
  return fromArray(values, shape, { dtype });
}

function fromTensor(x: Tensor): RawArray {
  const values = x.detach().toTypedArray();
  return { dtype: x.dtype, shape: [...x.array.shape], values };
}
