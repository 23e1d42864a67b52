/** *The Time Machine* by H. G. Wells, on which the book's language models learn. */
import { say } from "../../payload/say.ts";
import { bookText, tellOnce } from "../shipped.ts";
import { tokenize, Vocab } from "./vocab.ts";

/**
 * The lines of *The Time Machine*, of letters a to z and spaces only. They are those of `../data/timemachine.txt`, the
 * book's file, where you have put it; else those of chapters I and II, which come with Gradbook.
 * @example d2l.readTimeMachine()[0] // "the time machine by h g wells"
 */
export function readTimeMachine(): string[] {
  const text = bookText(["timemachine.txt"], "timemachine.txt.gz");
  if (text.length < 100_000)
    tellOnce(
      say`The Time Machine: chapters I and II, which come with Gradbook. For the whole book, put its text into ../data/timemachine.txt.`,
    );
  return text
    .replace(/\r?\n$/, "")
    .split(/\r?\n/)
    .map((line) =>
      line
        .replace(/[^A-Za-z]+/g, " ")
        .trim()
        .toLowerCase(),
    );
}

/**
 * The characters of *The Time Machine* as indices, and their vocabulary.
 * @param maxTokens how many are given; all of them for −1, the default
 * @example const [corpus, vocab] = d2l.loadCorpusTimeMachine(10000);
 */
export function loadCorpusTimeMachine(maxTokens = -1): [corpus: number[], vocab: Vocab] {
  const tokens = tokenize(readTimeMachine(), "char");
  const vocab = new Vocab(tokens);
  const corpus = tokens.flatMap((line) => vocab.get(line));
  return [maxTokens > 0 ? corpus.slice(0, maxTokens) : corpus, vocab];
}
