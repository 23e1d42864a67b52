/** English and French sentences as batches, for models that translate. */
import { expect } from "../../core/expect.ts";
import type { Tensor } from "../../core/tensor.ts";
import { DataLoader } from "../../data/dataLoader.ts";
import { TensorDataset } from "../../data/dataset.ts";
import { plot } from "../../figures/plot.ts";
import { tensor } from "../../ops/create/create.ts";
import { type Phrase, say } from "../../payload/say.ts";
import { aText, aVocabulary, expectList, expectMethods, expectWhole } from "../checks.ts";
import { bookText, tellOnce } from "../shipped.ts";
import { Vocab } from "./vocab.ts";

const lists: Phrase = "lists of tokens or of their indices";

/**
 * Pairs of sentences, English, a tab, French: one pair a line. They are those of `../data/fra-eng/fra.txt`, the book's
 * file, where you have put it; else 600 short ones that were written for Gradbook.
 * @example d2l.readDataNmt().slice(0, 75)
 */
export function readDataNmt(): string {
  const text = bookText(["fra-eng/fra.txt", "fra.txt"], "eng-fra.txt.gz");
  if (text.length < 100_000)
    tellOnce(
      say`English and French: 600 pairs of sentences that come with Gradbook. For the book's, put fra.txt into ../data/fra-eng.`,
    );
  return text;
}

/**
 * The text in small letters, with a space before each of , . ! ?
 * @example d2l.preprocessNmt("Go.\tVa !") // "go .\tva !"
 */
export function preprocessNmt(text: string): string {
  expect("preprocessNmt", aText, text, typeof text === "string");
  return text
    .replaceAll("\u202f", " ")
    .replaceAll("\xa0", " ")
    .toLowerCase()
    .replace(/(?<=[^ ])[,.!?]/g, (mark) => ` ${mark}`);
}

/**
 * The tokens of the sentences of both languages.
 * @param numExamples the number of the last line that is read, counted from 0; all by default
 * @example const [source, target] = d2l.tokenizeNmt("go .\tva !"); // [["go", "."]] and [["va", "!"]]
 */
export function tokenizeNmt(
  text: string,
  numExamples: number | null = null,
): [source: string[][], target: string[][]] {
  expect("tokenizeNmt", aText, text, typeof text === "string");
  const source: string[][] = [];
  const target: string[][] = [];
  for (const [i, line] of text.split("\n").entries()) {
    if (numExamples && i > numExamples) break;
    const parts = line.split("\t");
    if (parts.length !== 2) continue;
    source.push(parts[0].split(" "));
    target.push(parts[1].split(" "));
  }
  return [source, target];
}

/**
 * The list with just `numSteps` items: its first ones, or all with `paddingToken` behind them.
 * @example d2l.truncatePad([47, 4], 4, 1) // [47, 4, 1, 1]
 */
export function truncatePad<T>(line: readonly T[], numSteps: number, paddingToken: T): T[] {
  expectList("truncatePad", lists, line);
  expectWhole("truncatePad", numSteps);
  if (line.length > numSteps) return line.slice(0, numSteps);
  return [...line, ...Array.from({ length: numSteps - line.length }, () => paddingToken)];
}

/**
 * Sentences as indices, (sentences, numSteps), each ended by `<eos>` and filled up with `<pad>`, and the number of
 * their tokens that are no `<pad>`, (sentences,).
 * @param vocab with the tokens `<eos>` and `<pad>`
 * @example const [array, validLen] = d2l.buildArrayNmt(source, srcVocab, 8);
 */
export function buildArrayNmt(
  lines: readonly (readonly string[])[],
  vocab: Vocab,
  numSteps: number,
): [array: Tensor, validLen: Tensor] {
  expectList("buildArrayNmt", lists, lines, "list");
  expectMethods("buildArrayNmt", aVocabulary, vocab, "get");
  const [eos, pad] = [vocab.get("<eos>"), vocab.get("<pad>")];
  const rows = lines.map((line) => truncatePad([...vocab.get(line), eos], numSteps, pad));
  const array = tensor(rows, { dtype: "int32" });
  return [array, array.ne(pad).int().sum(1)];
}

/**
 * Batches of sentences of both languages, and their vocabularies: source (batchSize, numSteps) and its valid lengths
 * (batchSize,), target and its valid lengths. Tokens that occur once become `<unk>`.
 * @param numExamples how many pairs are used, less one; default 600
 * @example const [trainIter, srcVocab, tgtVocab] = d2l.loadDataNmt(64, 10);
 */
export function loadDataNmt(
  batchSize: number,
  numSteps: number,
  numExamples: number | null = 600,
): [DataLoader<[X: Tensor, XValidLen: Tensor, Y: Tensor, YValidLen: Tensor]>, Vocab, Vocab] {
  expectWhole("loadDataNmt", batchSize, numSteps);
  const [source, target] = tokenizeNmt(preprocessNmt(readDataNmt()), numExamples);
  const reserved = ["<pad>", "<bos>", "<eos>"];
  const [srcVocab, tgtVocab] = [source, target].map((lines) => new Vocab(lines, 2, reserved));
  const [X, XValidLen] = buildArrayNmt(source, srcVocab, numSteps);
  const [Y, YValidLen] = buildArrayNmt(target, tgtVocab, numSteps);
  const dataset = new TensorDataset<[Tensor, Tensor, Tensor, Tensor]>(X, XValidLen, Y, YValidLen);
  return [new DataLoader(dataset, batchSize, { shuffle: true }), srcVocab, tgtVocab];
}

/**
 * Draws how many lists there are of each length, for two collections of lists.
 * @param legend the names of the two
 * @example d2l.showListLenPairHist(["source", "target"], "# tokens per sequence", "count", source, target);
 */
export function showListLenPairHist(
  legend: readonly string[],
  xlabel: string,
  ylabel: string,
  xlist: readonly (readonly unknown[])[],
  ylist: readonly (readonly unknown[])[],
): void {
  for (const list of [xlist, ylist]) expectList("showListLenPairHist", lists, list, "list");
  expectList("showListLenPairHist", lists, legend, "string");
  const longest = Math.max(1, ...[...xlist, ...ylist].map((list) => list.length));
  const lengths = Array.from({ length: longest }, (_, i) => i + 1);
  const counts = [xlist, ylist].map((all) =>
    lengths.map((n) => all.filter((list) => list.length === n).length),
  );
  plot(lengths, counts, xlabel, ylabel, { legend, fmts: ["-o", "--s"] });
}
