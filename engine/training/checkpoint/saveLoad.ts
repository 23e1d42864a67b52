/** A training in a file, so that it goes on where it was when the kernel that ran it is gone. */
import { expect, expectObject } from "../../core/expect.ts";
import { checkOptions } from "../../core/options.ts";
import { files, readFile } from "../../data/files.ts";
import { say } from "../../payload/say.ts";
import { History } from "../history.ts";
import { parseCheckpoint, printCheckpoint } from "./checkpointFile.ts";
import { checkParts, type CheckpointParts, contentOf, partNames, prepared } from "./parts.ts";

/** What {@link save} takes: what is loaded again, and the history. */
export interface SaveParts extends CheckpointParts {
  /** What was measured until now, as `fit` gives it. */
  history?: History;
}

/** How {@link load} takes a file. */
export interface LoadOptions {
  /** Where there is no file, change nothing and give no history: for a cell that begins and goes on. Default false. */
  optional?: boolean;
}

/** What {@link load} found. */
export interface Loaded {
  /** For `fit`, which goes on with it; null when the file has none, or there is no file. */
  history: History | null;
  /** Epochs that were finished; 0 without a history. */
  epoch: number;
}

/**
 * Writes a training into one safetensors file: what {@link load} needs to go on with the same numbers as if nothing had
 * been in between. The file before, if there is one, is replaced when the new one is whole. Its tensors are `model.` with
 * the names of the state dict, `optimizer.` with the parameter's number and what is remembered of it, and more.
 *
 * @param parts `model`, `optimizer`, `scheduler`, `callbacks`, `history`, `random`
 * @throws {TypeError} for parts that cannot be kept, such as an optimizer of one's own
 * @example await save("run.safetensors", { model: net, optimizer: trainer, history });
 */
export async function save(path: string, parts: SaveParts): Promise<void> {
  expectPath("save", path);
  expectObject("save", "what is to be kept, as in { model: net, optimizer: trainer }", parts);
  checkOptions<SaveParts>("save", parts, { ...partNames, history: 1 });
  checkParts("save", parts);
  const { history, ...rest } = parts;
  const fits = history === undefined || (history as unknown) instanceof History;
  expect("save", "a history, as fit gives it", history, fits);
  await files().write(path, bytesOf(rest, history));
}

/** The bytes of a file, of what there is now. */
export function bytesOf(parts: CheckpointParts, history: History | undefined): Uint8Array {
  const notes: Record<string, string> = history ? { epoch: String(history.epochs.at(-1) ?? 0) } : {};
  return printCheckpoint(contentOf(parts, history), notes);
}

/**
 * Puts back what {@link save} or {@link Checkpoint} wrote. All of it, or nothing: a file that is damaged, of another model
 * or of a newer Gradbook is refused before anything is changed. With the history, `fit` goes on with the epoch after, and
 * counts the finished ones among its `epochs`; its `seed`, which said how the training began, then seeds nothing.
 *
 * @param parts what to put it into, made as it was made for the training; what is left out is left alone, so that
 * `{ model: net }` loads the weights for predictions
 * @throws {Error} naming what does not fit
 * @example
 * const { history } = await load("run.safetensors", { model: net, optimizer: trainer, callbacks }, { optional: true });
 * await fit(net, [x, y], { loss: "mse", optimizer: trainer, callbacks, epochs: 100, history });
 */
export async function load(path: string, parts: CheckpointParts, options: LoadOptions = {}): Promise<Loaded> {
  expectPath("load", path);
  expectObject("load", "what to load into, as in { model: net, optimizer: trainer }", parts);
  checkOptions<CheckpointParts>("load", parts, partNames);
  checkOptions("load", options, { optional: 1 });
  checkParts("load", parts);
  const bytes = await readFile(path).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
    if (options.optional) return null;
    throw new Error(
      say`load: there is no file ${path}. Give { optional: true } behind, where a training may also begin.`,
      { cause: error },
    );
  });
  if (!bytes) return { history: null, epoch: 0 };
  const { put, history } = prepared(parseCheckpoint(bytes, path), parts, path);
  put();
  return { history, epoch: history?.epochs.at(-1) ?? 0 };
}

function expectPath(owner: string, path: unknown): void {
  expect(owner, "the path of a file", path, typeof path === "string" && path !== "");
}

function isMissing(error: unknown): boolean {
  const { code } = Object(error) as { code?: unknown };
  return code === "ENOENT" || code === "FileNotFound";
}
