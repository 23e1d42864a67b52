import { readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";

export interface ZipEntry {
  name: string;
  /** Size when unpacked, in bytes. */
  size: number;
}

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;

/** Reads a zip file's directory (APPNOTE 4.3.12 and 4.3.16; no zip64). */
export function listZip(file: string): ZipEntry[] {
  const bytes = readFileSync(file);
  const end = endAt(bytes, file);
  const entries: ZipEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== directoryEntry) throw new Error(`${file} has a damaged directory.`);
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    entries.push({ name, size: bytes.readUInt32LE(at + 24) });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** The contents of one entry, unpacked (APPNOTE 4.3.7; stored or deflated). */
export function readZipEntry(file: string, name: string): Buffer {
  const bytes = readFileSync(file);
  let at = bytes.readUInt32LE(endAt(bytes, file) + 16);
  while (bytes.readUInt32LE(at) === directoryEntry) {
    const nameLength = bytes.readUInt16LE(at + 28);
    if (bytes.toString("utf8", at + 46, at + 46 + nameLength) === name) {
      const local = bytes.readUInt32LE(at + 42);
      const data = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      const packed = bytes.subarray(data, data + bytes.readUInt32LE(at + 20));
      return bytes.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
    }
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  throw new Error(`${file} has no ${name}.`);
}

function endAt(bytes: Buffer, file: string): number {
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== endOfDirectory) end--;
  if (end < 0) throw new Error(`${file} is not a zip file: it has no directory.`);
  return end;
}
