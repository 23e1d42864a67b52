/** UTF-8, by the host's own coders: every JavaScript host has them, but the ES library does not declare them. */
import { say } from "../payload/say.ts";
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean },
) => { decode(bytes: Uint8Array): string };
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** @throws {Error} naming `what` when the bytes are not UTF-8. A byte order mark is dropped. */
export function decodeUtf8(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error(say`${what} is not text in UTF-8; save it as UTF-8 and read it again.`);
  }
}

/** The bytes of a text. */
export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
