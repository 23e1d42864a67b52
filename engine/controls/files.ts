import { expect } from "../core/expect.ts";
import { checkOptions } from "../core/options.ts";
import { parseCsv, type CsvOptions } from "../data/csv.ts";
import { Table } from "../data/table.ts";
import { decodeUtf8 } from "../data/utf8.ts";
import type { ChosenFile, FileControl } from "../payload/control.ts";
import { checkLabel, show } from "./show.ts";

/** The host's base64 coder, which the ES library does not declare. */
declare const atob: (base64: string) => string;

/** Which files are offered. */
export interface FileOptions {
  /** Endings or MIME types, such as `".csv,.tsv"` or `"image/*"`. Default: all. */
  accept?: string;
}

/**
 * A file that the person has chosen.
 * @example const file = input.file("measurements"); if (file) file.table().columns;
 */
export class InputFile {
  /** Its name, without folders. */
  readonly name: string;
  /** MIME type; "" where the browser knows none. */
  readonly type: string;
  /** What is in it. */
  readonly bytes: Uint8Array;

  constructor(name: string, type: string, bytes: Uint8Array) {
    this.name = name;
    this.type = type;
    this.bytes = bytes;
  }

  /** Number of bytes. */
  get size(): number {
    return this.bytes.length;
  }

  /**
   * What is in it, as text in UTF-8.
   * @throws {Error} when it is none
   * @example const lines = file.text().split("\n");
   */
  text(): string {
    return decodeUtf8(this.bytes, this.name);
  }

  /**
   * What is in it, as JSON.
   * @throws {SyntaxError} when it is none
   * @example const settings = file.json();
   */
  json(): unknown {
    return JSON.parse(this.text()) as unknown;
  }

  /**
   * What is in it, as the rows of a CSV file.
   * @throws {Error} naming the line that is none
   * @example const x = file.table().toTensor(["Area", "Rooms"]);
   */
  table(options: CsvOptions = {}): Table {
    return new Table(parseCsv(this.text(), options, this.name));
  }
}

/**
 * A button under the cell that lets the person choose a file, and the file; null until one is chosen. It is read in
 * the editor's window: nothing is sent anywhere. A file of more than 1 MiB has to be chosen again after the window was
 * closed, one of more than 32 MiB cannot be.
 *
 * @param label what the file is
 * @example const file = input.file("measurements", { accept: ".csv" });
 */
export function file(label: string, options: FileOptions = {}): InputFile | null {
  const owner = "input.file";
  checkLabel(owner, label);
  checkOptions(owner, options, { accept: 1 });
  const { accept = "" } = options;
  expect(owner, 'accept as a text, such as ".csv"', accept, typeof accept === "string");
  const control: FileControl = { kind: "file", label, accept, value: null };
  return show(control, readFile);
}

function readFile(chosen: ChosenFile | null): InputFile | null {
  if (chosen?.base64 === undefined || chosen.base64 === null) return null;
  const binary = atob(chosen.base64);
  const bytes = Uint8Array.from({ length: binary.length }, (_, i) => binary.charCodeAt(i));
  return new InputFile(chosen.name, chosen.type, bytes);
}
