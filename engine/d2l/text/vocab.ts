/** Words and characters as numbers. */
import { expect } from "../../core/expect.ts";
import { checkOptions } from "../../core/options.ts";
import { type Phrase, say } from "../../payload/say.ts";
import { expectList, linesOfText } from "../checks.ts";

const tokensOf: Phrase = 'tokens, or lines of tokens, such as [["the", "time"], ["machine"]]';

/** Tokens, or lines of them. */
export type Tokens = readonly string[] | readonly (readonly string[])[];

/**
 * Splits lines into words, or into characters.
 * @param lines such as {@link readTimeMachine} gives them
 * @param token `word` (the default) or `char`
 * @returns one list of tokens a line
 * @example d2l.tokenize(["the time machine"]) // [["the", "time", "machine"]]
 */
export function tokenize(lines: readonly string[], token: "word" | "char" = "word"): string[][] {
  expectList("tokenize", linesOfText, lines, "string");
  if (token === "char") return lines.map((line) => Array.from(line));
  if ((token as string) !== "word")
    throw new RangeError(say`tokenize: there are no tokens of kind ${token}; use "word" or "char".`);
  return lines.map((line) => line.split(/\s+/).filter((word) => word !== ""));
}

/**
 * How often each token occurs, in the order of first occurrence.
 * @example d2l.countCorpus([["a", "b"], ["a"]]) // Map { "a" → 2, "b" → 1 }
 */
export function countCorpus(tokens: Tokens): Map<string, number> {
  expectList("countCorpus", tokensOf, tokens);
  const counts = new Map<string, number>();
  const count = (token: string): void => void counts.set(token, (counts.get(token) ?? 0) + 1);
  for (const part of tokens) {
    if (typeof part === "string") count(part);
    else for (const token of part) count(token);
  }
  return counts;
}

/**
 * A vocabulary: the more frequent a token, the smaller its index. Index 0 is `<unk>`, for tokens that are not in it,
 * and the reserved tokens follow.
 * @example
 * const vocab = new d2l.Vocab(d2l.tokenize(lines));
 * vocab.get(["time", "machine"]);
 */
export class Vocab {
  /** The token of each index. */
  readonly idxToToken: string[];
  /** The index of each token. */
  readonly tokenToIdx: Map<string, number>;
  /** All tokens with their number of occurrences, the most frequent first. */
  readonly tokenFreqs: [token: string, freq: number][];

  /**
   * @param minFreq tokens that occur less often are left out; default 0
   * @param reservedTokens such as `["<pad>", "<bos>", "<eos>"]`; default none
   * @param options `tuples`: each list is one token, as a pair of words is; their words are joined by spaces
   */
  constructor(
    tokens: Tokens | null = [],
    minFreq = 0,
    reservedTokens: readonly string[] | null = [],
    options: { tuples?: boolean } = {},
  ) {
    checkOptions("Vocab", options, { tuples: 1 });
    expectList("Vocab", tokensOf, tokens ?? []);
    expectList("Vocab", tokensOf, reservedTokens ?? [], "string");
    const given = tokens ?? [];
    const whole = options.tuples
      ? (given as readonly (string | readonly string[])[]).map((t) =>
          typeof t === "string" ? t : t.join(" "),
        )
      : given;
    this.tokenFreqs = [...countCorpus(whole)].sort(([, a], [, b]) => b - a);
    this.idxToToken = ["<unk>", ...(reservedTokens ?? [])];
    this.tokenToIdx = new Map(this.idxToToken.map((token, i) => [token, i]));
    for (const [token, freq] of this.tokenFreqs) {
      if (freq < minFreq) break;
      if (this.tokenToIdx.has(token)) continue;
      this.tokenToIdx.set(token, this.idxToToken.length);
      this.idxToToken.push(token);
    }
  }

  /** Number of tokens, `<unk>` among them. */
  get length(): number {
    return this.idxToToken.length;
  }

  /** The index of tokens that are not there: 0. */
  get unk(): number {
    return 0;
  }

  /** The index of a token, or those of a list of tokens: Python's `vocab[tokens]`.
   * @example vocab.get("time")
   * @example vocab.get(["time", "machine"]) */
  get(token: string): number;
  get(tokens: readonly string[]): number[];
  get(tokens: string | readonly string[]): number | number[];
  get(tokens: string | readonly string[]): number | number[] {
    if (typeof tokens === "string") return this.tokenToIdx.get(tokens) ?? this.unk;
    expect("Vocab.get", tokensOf, tokens, Array.isArray(tokens));
    return tokens.map((token) => this.get(token));
  }

  /** The token of an index, or those of a list of indices.
   * @throws {RangeError} for an index that no token has
   * @example vocab.toTokens([1, 2]) */
  toTokens(index: number): string;
  toTokens(indices: readonly number[]): string[];
  toTokens(indices: number | readonly number[]): string | string[] {
    if (typeof indices !== "number") return indices.map((index) => this.toTokens(index));
    const token = this.idxToToken.at(indices);
    if (token === undefined)
      throw new RangeError(say`Vocab.toTokens: there is no index ${indices}; use 0 … ${this.length - 1}.`);
    return token;
  }
}
