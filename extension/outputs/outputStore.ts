/**
 * What notebooks showed, in files of a folder, one for each notebook: a line that tells whose it is, then all of it.
 * What cannot be read, or is not ours, is passed over and left; nothing in here throws, since nobody waits for it.
 */
import { createHash } from "node:crypto";
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from "node:fs";
import path from "node:path";
import { writeWhole } from "../saving/wholeFile.ts";

export interface StoredOutput {
  items: { mime: string; data: Uint8Array }[];
  metadata?: Record<string, unknown> | undefined;
}

/** A code cell. */
export interface StoredCell {
  /** {@link sourceKey} of the text that the outputs come from. */
  source: string;
  outputs: readonly StoredOutput[];
}

/** How much is kept at most, in characters of what is written. */
export interface Bounds {
  /** Of one notebook: of its cells in order, those that still fit. */
  notebook: number;
  /** Of all; the notebooks written longest ago go first. */
  all: number;
  notebooks: number;
}

const usual: Bounds = { notebook: 8 * 2 ** 20, all: 64 * 2 ** 20, notebooks: 64 };

/** The first line of a file. */
interface Head {
  format: "gradbook outputs";
  version: 1;
  uri: string;
  /** Of all code cells, in order. */
  sources: string[];
}

/** Item data is text where it can be. */
type WrittenItem = [mime: string, text: string] | [mime: string, base64: string, "base64"];
interface WrittenOutput {
  items: WrittenItem[];
  metadata?: Record<string, unknown> | undefined;
}

/** By this a cell is known again: its language and text, whatever the ends of its lines. */
export function sourceKey(language: string, text: string): string {
  return digest(`${language}\n${text.replaceAll("\r\n", "\n")}`).slice(0, 22);
}

/** For each of `sources` the outputs of the stored cell that it is, in order where several are the same. */
export function outputsFor(
  stored: readonly StoredCell[],
  sources: readonly string[],
): (readonly StoredOutput[])[] {
  const left = new Map<string, StoredCell[]>();
  for (const cell of stored) left.set(cell.source, [...(left.get(cell.source) ?? []), cell]);
  return sources.map((source) => left.get(source)?.shift()?.outputs ?? []);
}

export class OutputStore {
  readonly #folder: string;
  readonly #bounds: Bounds;

  constructor(folder: string, bounds: Bounds = usual) {
    this.#folder = folder;
    this.#bounds = bounds;
  }

  /** Keeps what the code cells of the notebook `uri` show, in place of what they showed before. */
  keep(uri: string, cells: readonly StoredCell[]): void {
    let room = this.#bounds.notebook;
    const written = cells.map(({ outputs }) => {
      const text = outputs.length === 0 ? "[]" : JSON.stringify(outputs.map(toWritten));
      if (text.length > room) return "[]";
      room -= text.length;
      return text;
    });
    if (written.every((text) => text === "[]")) return this.forget(uri);
    const sources = cells.map(({ source }) => source);
    const head: Head = { format: "gradbook outputs", version: 1, uri, sources };
    quietly(() => {
      mkdirSync(this.#folder, { recursive: true });
      writeWhole(this.#fileOf(uri), `${JSON.stringify(head)}\n[${written.join(",\n")}]\n`);
      this.#trim();
    });
  }

  /** The notebooks that have one of these cells, those written last first. */
  having(sources: readonly string[]): { uri: string; sources: readonly string[] }[] {
    const wanted = new Set(sources);
    return this.#files().flatMap((file) => {
      const head = readHead(file);
      return head?.sources.some((source) => wanted.has(source)) ? [head] : [];
    });
  }

  /** Null where nothing is kept, or nothing that can be read. */
  read(uri: string): StoredCell[] | null {
    const cells = quietly(() => {
      const text = readFileSync(this.#fileOf(uri), "utf8");
      const end = text.indexOf("\n");
      const head = headIn(text.slice(0, end));
      if (head?.uri !== uri) return null;
      const written = JSON.parse(text.slice(end + 1)) as WrittenOutput[][];
      return head.sources.map((source, i) => ({ source, outputs: (written[i] ?? []).map(fromWritten) }));
    });
    return cells ?? null;
  }

  /** A file or folder has another name now. */
  move(from: string, to: string): void {
    for (const { uri } of this.#within(from)) {
      const cells = this.read(uri);
      this.forget(uri);
      if (cells) this.keep(to + uri.slice(from.length), cells);
    }
  }

  /** Forgets a notebook, or those in a folder. */
  forget(uri: string): void {
    for (const { file } of this.#within(uri)) quietly(() => rmSync(file, { force: true }));
  }

  /** Forgets all. */
  clear(): void {
    for (const file of this.#files()) quietly(() => rmSync(file, { force: true }));
  }

  #within(uri: string): { uri: string; file: string }[] {
    return this.#files().flatMap((file) => {
      const head = readHead(file);
      return head && (head.uri === uri || head.uri.startsWith(`${uri}/`)) ? [{ uri: head.uri, file }] : [];
    });
  }

  #trim(): void {
    let all = 0;
    this.#files().forEach((file, i) => {
      all += statSync(file).size;
      // The first is the one that has just been written.
      if (i > 0 && (all > this.#bounds.all || i >= this.#bounds.notebooks)) rmSync(file, { force: true });
    });
  }

  /** Those written last first. */
  #files(): string[] {
    const names = quietly(() => readdirSync(this.#folder)) ?? [];
    return names
      .filter((name) => /^[\w-]{32}\.outputs$/.test(name))
      .flatMap((name) => {
        const file = path.join(this.#folder, name);
        const found = quietly(() => statSync(file));
        return found?.isFile() ? [{ file, at: found.mtimeMs }] : [];
      })
      .sort((a, b) => b.at - a.at)
      .map(({ file }) => file);
  }

  #fileOf(uri: string): string {
    return path.join(this.#folder, `${digest(uri).slice(0, 32)}.outputs`);
  }
}

/** The first line only: what follows may be megabytes. */
function readHead(file: string): Head | undefined {
  return quietly(() => {
    const handle = openSync(file, "r");
    try {
      const piece = Buffer.alloc(16_384);
      let line = "";
      for (;;) {
        // Cut in the middle of a character or not, it holds nothing but ASCII before the end of a head of ours.
        const length = readSync(handle, piece);
        const text = piece.toString("utf8", 0, length);
        const end = text.indexOf("\n");
        line += end < 0 ? text : text.slice(0, end);
        if (end >= 0) return headIn(line);
        if (length === 0 || line.length > 2 ** 20) return undefined;
      }
    } finally {
      closeSync(handle);
    }
  });
}

function headIn(line: string): Head | undefined {
  const head = JSON.parse(line) as Partial<Head>;
  const isOurs = head.format === "gradbook outputs" && head.version === 1;
  return isOurs && typeof head.uri === "string" && Array.isArray(head.sources) ? (head as Head) : undefined;
}

function toWritten({ items, metadata }: StoredOutput): WrittenOutput {
  return { items: items.map(({ mime, data }) => written(mime, data)), metadata };
}

function written(mime: string, data: Uint8Array): WrittenItem {
  try {
    return [mime, new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data)];
  } catch {
    return [mime, Buffer.from(data).toString("base64"), "base64"];
  }
}

function fromWritten({ items, metadata }: WrittenOutput): StoredOutput {
  return {
    items: items.map(([mime, text, encoding]) => ({
      mime,
      data: Uint8Array.from(Buffer.from(text, encoding)),
    })),
    metadata,
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** Undefined where the disk is full, a file is gone or damaged, or may not be touched. */
function quietly<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
