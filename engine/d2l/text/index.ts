/** Texts as numbers: vocabularies, batches, and how near a translation comes. */
export { bleu } from "./bleu.ts";
export {
  loadDataTimeMachine,
  SeqDataLoader,
  seqDataIterRandom,
  seqDataIterSequential,
  type SequenceBatches,
} from "./sequences.ts";
export { loadCorpusTimeMachine, readTimeMachine } from "./timeMachine.ts";
export {
  buildArrayNmt,
  loadDataNmt,
  preprocessNmt,
  readDataNmt,
  showListLenPairHist,
  tokenizeNmt,
  truncatePad,
} from "./translation.ts";
export { countCorpus, tokenize, type Tokens, Vocab } from "./vocab.ts";
