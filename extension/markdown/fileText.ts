/** Bytes of a file → its text, or why they are not text. Nothing is replaced or guessed. */

export type Unreadable = "binary" | "encoding";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function decodeText(bytes: Uint8Array): { text: string } | { unreadable: Unreadable } {
  if (bytes.includes(0)) return { unreadable: "binary" };
  try {
    return { text: utf8.decode(bytes) };
  } catch {
    return { unreadable: "encoding" };
  }
}
