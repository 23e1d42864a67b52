import { crc32 } from "../data/crc32.ts";

/** The host's base64 coder, which the ES library does not declare. */
declare const btoa: (binary: string) => string;

function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

function bigEndian(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

function chunk(type: string, data: Uint8Array): number[] {
  const body = Uint8Array.of(...Array.from(type, (c) => c.charCodeAt(0)), ...data);
  return [...bigEndian(data.length), ...body, ...bigEndian(crc32(body))];
}

/** zlib's container without compression (RFC 1950, RFC 1951 §3.2.4): the pictures here are thumbnails. */
function stored(bytes: Uint8Array): Uint8Array {
  const out: number[] = [0x78, 0x01];
  for (let at = 0; at === 0 || at < bytes.length; at += 0xffff) {
    const block = bytes.subarray(at, at + 0xffff);
    const last = at + 0xffff >= bytes.length ? 1 : 0;
    const { length } = block;
    out.push(last, length & 0xff, length >>> 8, ~length & 0xff, (~length >>> 8) & 0xff, ...block);
  }
  out.push(...bigEndian(adler32(bytes)));
  return Uint8Array.from(out);
}

/**
 * A PNG file.
 * @param pixels row by row, `channels` bytes each: 1 for grey, 3 for red, green and blue
 */
export function encodePng(width: number, height: number, channels: 1 | 3, pixels: Uint8Array): Uint8Array {
  const stride = width * channels;
  const lines = new Uint8Array(height * (stride + 1));
  for (let y = 0; y < height; y++)
    lines.set(pixels.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  const header = Uint8Array.of(...bigEndian(width), ...bigEndian(height), 8, channels === 1 ? 0 : 2, 0, 0, 0);
  return Uint8Array.of(
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk("IHDR", header),
    ...chunk("IDAT", stored(lines)),
    ...chunk("IEND", new Uint8Array(0)),
  );
}

/** The file as a URL that carries it. */
export function pngDataUrl(png: Uint8Array): string {
  let binary = "";
  for (const byte of png) binary += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(binary)}`;
}
