/** What the helpers refuse, in the same words. */
import { expect } from "../core/expect.ts";
import type { Phrase } from "../payload/say.ts";

export const aWholeNumber: Phrase = "a whole number of at least 1";
export const aText: Phrase = "a text";
export const linesOfText: Phrase = 'lines of text, such as ["the time machine"]';
export const aVocabulary: Phrase = "a vocabulary, such as new d2l.Vocab(tokens)";
export const aLanguageModel: Phrase = "a language model, such as a d2l.RNNModel";
export const anEncoderDecoder: Phrase = "an encoder and decoder, such as a d2l.EncoderDecoder";
export const indicesOfTokens: Phrase = "a list of the tokens' indices, such as [3, 1, 2]";

/** @throws {TypeError} unless it is a whole number of at least 1 */
export function expectWhole(owner: string, ...numbers: readonly unknown[]): void {
  for (const given of numbers)
    expect(owner, aWholeNumber, given, Number.isInteger(given) && Number(given) >= 1);
}

/** @throws {TypeError} for a device other than the one there is */
export function expectDevice(owner: string, device: unknown): void {
  expect(owner, 'the device "cpu", the only one there is', device, device === null || device === "cpu");
}

/** @throws {TypeError} unless it is a list, and what it begins with is `of` */
export function expectList(
  owner: string,
  what: Phrase,
  given: unknown,
  of?: "string" | "number" | "list",
): void {
  const isOf = (item: unknown): boolean => (of === "list" ? Array.isArray(item) : typeof item === of);
  expect(
    owner,
    what,
    given,
    Array.isArray(given) && (of === undefined || given.length === 0 || isOf(given[0])),
  );
}

/** @throws {TypeError} unless it has methods of these names */
export function expectMethods(
  owner: string,
  what: Phrase,
  given: unknown,
  ...names: readonly string[]
): void {
  const has = (name: string): boolean => typeof Reflect.get(Object(given) as object, name) === "function";
  expect(owner, what, given, names.every(has));
}
