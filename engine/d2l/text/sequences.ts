/** Parts of a long sequence as batches: what comes, and what comes next. */
import { throwIfInterrupted } from "../../core/host.ts";
import type { Tensor } from "../../core/tensor.ts";
import { tensor } from "../../ops/create/create.ts";
import { permutation } from "../../random/draw.ts";
import { defaultGenerator } from "../../random/generator.ts";
import { aVocabulary, expectList, expectMethods, expectWhole, indicesOfTokens } from "../checks.ts";
import { loadCorpusTimeMachine } from "./timeMachine.ts";
import type { Vocab } from "./vocab.ts";

/** Batches of sequences: X and Y of shape (batchSize, numSteps), Y one step ahead. */
export type SequenceBatches = Iterable<readonly [X: Tensor, Y: Tensor]>;

/**
 * Batches of parts of a sequence in a random order: X and Y of shape (batchSize, numSteps), where Y is one step ahead.
 * They begin at a random place of the first `numSteps`.
 * @param corpus indices of tokens
 * @example for (const [X, Y] of d2l.seqDataIterRandom(corpus, 2, 5)) { … }
 */
export function seqDataIterRandom(
  corpus: readonly number[],
  batchSize: number,
  numSteps: number,
): Generator<[X: Tensor, Y: Tensor]> {
  expectList("seqDataIterRandom", indicesOfTokens, corpus, "number");
  expectWhole("seqDataIterRandom", batchSize, numSteps);
  return inAnyOrder(corpus, batchSize, numSteps);
}

function* inAnyOrder(
  corpus: readonly number[],
  batchSize: number,
  numSteps: number,
): Generator<[Tensor, Tensor]> {
  const offset = defaultGenerator.below(numSteps);
  const parts = Math.max(0, Math.floor((corpus.length - offset - 1) / numSteps));
  const order = permutation(defaultGenerator, parts);
  for (let i = 0; i + batchSize <= parts; i += batchSize) {
    throwIfInterrupted();
    const starts = Array.from(order.subarray(i, i + batchSize), (part) => offset + part * numSteps);
    const from = (ahead: number): Tensor =>
      tensor(
        starts.map((start) => corpus.slice(start + ahead, start + ahead + numSteps)),
        { dtype: "int32" },
      );
    yield [from(0), from(1)];
  }
}

/**
 * Batches of parts of a sequence, each batch going on where the one before it ended: X and Y of shape
 * (batchSize, numSteps), where Y is one step ahead. They begin at a random place of the first `numSteps` + 1.
 * @param corpus indices of tokens
 * @example for (const [X, Y] of d2l.seqDataIterSequential(corpus, 2, 5)) { … }
 */
export function seqDataIterSequential(
  corpus: readonly number[],
  batchSize: number,
  numSteps: number,
): Generator<[X: Tensor, Y: Tensor]> {
  expectList("seqDataIterSequential", indicesOfTokens, corpus, "number");
  expectWhole("seqDataIterSequential", batchSize, numSteps);
  return inOrder(corpus, batchSize, numSteps);
}

function* inOrder(
  corpus: readonly number[],
  batchSize: number,
  numSteps: number,
): Generator<[Tensor, Tensor]> {
  const offset = defaultGenerator.below(numSteps + 1);
  const each = Math.max(0, Math.floor((corpus.length - offset - 1) / batchSize));
  const rows = (ahead: number): Tensor => {
    const start = offset + ahead;
    return tensor(corpus.slice(start, start + each * batchSize), { dtype: "int32" }).reshape(batchSize, each);
  };
  const [Xs, Ys] = [rows(0), rows(1)];
  for (let i = 0; i + numSteps <= each; i += numSteps) {
    throwIfInterrupted();
    yield [Xs.narrow(1, i, numSteps), Ys.narrow(1, i, numSteps)];
  }
}

/**
 * Batches of a sequence, to be gone through any number of times.
 * @example const [corpus, vocab] = d2l.loadCorpusTimeMachine(10000); const trainIter = new d2l.SeqDataLoader(corpus, vocab, 32, 35);
 */
export class SeqDataLoader implements SequenceBatches {
  /** Indices of the tokens. */
  readonly corpus: readonly number[];
  /** Their vocabulary. */
  readonly vocab: Vocab;
  /** Sequences in a batch. */
  readonly batchSize: number;
  /** Tokens of a sequence. */
  readonly numSteps: number;
  /** Whether the parts come in a random order; false by default. */
  readonly useRandomIter: boolean;

  constructor(
    corpus: readonly number[],
    vocab: Vocab,
    batchSize: number,
    numSteps: number,
    useRandomIter = false,
  ) {
    expectList("SeqDataLoader", indicesOfTokens, corpus, "number");
    expectMethods("SeqDataLoader", aVocabulary, vocab, "get", "toTokens");
    expectWhole("SeqDataLoader", batchSize, numSteps);
    this.corpus = corpus;
    this.vocab = vocab;
    this.batchSize = batchSize;
    this.numSteps = numSteps;
    this.useRandomIter = useRandomIter;
  }

  [Symbol.iterator](): Generator<[X: Tensor, Y: Tensor]> {
    const batches = this.useRandomIter ? seqDataIterRandom : seqDataIterSequential;
    return batches(this.corpus, this.batchSize, this.numSteps);
  }
}

/**
 * Batches of the characters of *The Time Machine*, (batchSize, numSteps) each, and their vocabulary.
 * @param useRandomIter parts in a random order instead of one after the other; default false
 * @param maxTokens how many characters are used; default 10,000
 * @example const [trainIter, vocab] = d2l.loadDataTimeMachine(32, 35);
 */
export function loadDataTimeMachine(
  batchSize: number,
  numSteps: number,
  useRandomIter = false,
  maxTokens = 10_000,
): [SeqDataLoader, Vocab] {
  expectWhole("loadDataTimeMachine", batchSize, numSteps);
  const [corpus, vocab] = loadCorpusTimeMachine(maxTokens);
  return [new SeqDataLoader(corpus, vocab, batchSize, numSteps, useRandomIter), vocab];
}
