import { expect } from "../core/expect.ts";
import { checkOptions, type OptionNames } from "../core/options.ts";
import { say } from "../payload/say.ts";

/** One field: a number, a text, or null where nothing was given. */
export type Cell = number | string | null;

/** How a text is cut into cells. */
export interface CsvOptions {
  /** Whether the first line names the columns. Default: yes when it has a text above a number. */
  header?: boolean;
  /** What separates fields; `" "` means any run of blanks. Default: the one of `,` `;` tab blank found in the first line. */
  delimiter?: string;
  /** Lines to leave out at the top. Default 0. */
  skip?: number;
  /** Texts that mean that a value is missing. Default: empty, `NA`, `N/A`, `NaN`, `null`. */
  missing?: readonly string[];
}

export const csvNames: OptionNames<CsvOptions> = { header: 1, delimiter: 1, skip: 1, missing: 1 };

/** The rows of a CSV file. */
export interface CsvTable {
  columns: string[];
  rows: Cell[][];
}

interface Line {
  number: number;
  /** Texts; in all lines but the first, what is plainly a number is read as one. */
  fields: (string | number)[];
  /** Whether all of them are numbers. */
  numeric: boolean;
}

const MISSING = ["", "NA", "N/A", "NaN", "nan", "null"];
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$|^[+-]?inf(inity)?$/i;

/**
 * Parses comma-separated values (RFC 4180; quoted fields may hold delimiters and line breaks). Without a
 * header the columns are called `0`, `1`, ….
 * @throws {Error} naming the line: for a line with more or fewer fields than the first, an open quote, an
 * empty file.
 * @example data.parseCsv("x,y\n1,2").rows // [[1, 2]]
 */
export function parseCsv(text: string, options: CsvOptions = {}, name = "CSV file"): CsvTable {
  expect("parseCsv", "the text of a file", text, typeof text === "string");
  checkOptions("parseCsv", options, csvNames);
  const bad = (line: number, why: string) => new Error(say`${name}: line ${line}: ${why}`);
  const source = skipLines(text.startsWith("\ufeff") ? text.slice(1) : text, options.skip ?? 0);
  const delimiter = options.delimiter ?? guessDelimiter(source);
  const missing = new Set(options.missing ?? MISSING);
  const cells: Cell[][] = [];
  let first: Line | null = null;
  // Where a number may mean that a value is missing, all are looked at as texts.
  const meant = [...missing].some((text) => text.trim() !== "" && Number.isFinite(Number(text)));
  const numbers = !meant && !/[-.\d]/.test(delimiter);
  for (const line of splitLines(source, delimiter, 1 + (options.skip ?? 0), numbers, bad)) {
    const { number, fields } = line;
    first ??= line;
    if (fields.length !== first.fields.length) {
      throw bad(number, say`${fields.length} fields, but line ${first.number} has ${first.fields.length}.`);
    }
    const row = fields as Cell[];
    cells.push(
      line.numeric ? row : row.map((field) => (typeof field === "string" ? toCell(field, missing) : field)),
    );
  }
  if (first === null) throw bad(1, say`the file has no data.`);
  const { fields } = first;
  const header = options.header ?? looksLikeHeader(cells);
  const rows = header ? cells.slice(1) : cells;
  const columns = header ? fields.map((field) => String(field).trim()) : fields.map((_, i) => String(i));
  return { columns, rows };
}

function skipLines(text: string, count: number): string {
  let at = 0;
  for (let i = 0; i < count; i++) {
    const end = text.indexOf("\n", at);
    if (end < 0) return "";
    at = end + 1;
  }
  return text.slice(at);
}

function guessDelimiter(text: string): string {
  const line = text.slice(0, /\r?\n|$/.exec(text)?.index).replace(/"[^"]*"/g, "");
  return [",", ";", "\t", " "].find((d) => line.trim().includes(d)) ?? ",";
}

function* splitLines(
  text: string,
  delimiter: string,
  firstNumber: number,
  numbers: boolean,
  bad: (line: number, why: string) => Error,
): Generator<Line> {
  const blanks = delimiter === " ";
  const stop = delimiter.charCodeAt(0);
  // The first line may hold names that look like numbers.
  let plain = false;
  const returns = text.includes("\r");
  let at = 0;
  let number = firstNumber;
  while (at < text.length) {
    const line: Line = { number, fields: [], numeric: false };
    let field = "";
    let done = false;
    while (!done) {
      if (plain && field === "") {
        const first = line.fields.length === 0;
        at = readNumbers(text, at, stop, line.fields as number[]);
        if (lineEnded) {
          line.numeric = first;
          done = true;
          continue;
        }
      }
      if (field === "" && text.charCodeAt(at) > QUOTE) {
        // As most fields are: neither quoted nor preceded by blanks.
        const end = endOfField(text, at, stop);
        field = returns ? text.slice(at, end).replaceAll("\r", "") : text.slice(at, end);
        at = end;
      }
      const c = text[at];
      if (c === '"' && field.trim() === "") {
        const close = closingQuote(text, at);
        if (close < 0) throw bad(line.number, say`a quote (") is opened and never closed.`);
        field = text.slice(at + 1, close).replaceAll('""', '"');
        number += field.split("\n").length - 1;
        at = close + 1;
        while (at < text.length && text[at] !== delimiter && text[at] !== "\n") {
          if (text[at].trim() !== "") throw bad(number, say`text after the closing quote of "${field}".`);
          at++;
        }
        line.fields.push(field);
        field = "";
        done = text[at] !== delimiter;
        at++;
      } else if (at >= text.length || c === "\n") {
        line.fields.push(field);
        done = true;
        at++;
      } else if (c === delimiter) {
        if (!blanks || field !== "") line.fields.push(field);
        field = "";
        at++;
      } else {
        if (c !== "\r") field += c;
        at++;
      }
    }
    number++;
    if (blanks && line.fields.length > 1 && line.fields.at(-1) === "") line.fields.pop();
    if (line.fields.length > 1 || String(line.fields[0]).trim() !== "") {
      yield line;
      plain = numbers;
    }
  }
}

/** The code of the quotation mark: blanks and line breaks come before it, and a minus, a dot and letters behind. */
const QUOTE = 34;

const NEWLINE = 10;
const RETURN = 13;
const DOT = 46;
const ZERO = 48;
const MINUS = 45;
/** So many digits are a whole number without rounding, and so many decimals a power of ten. */
const MOST_DIGITS = 15;
const POWERS = Array.from({ length: MOST_DIGITS + 1 }, (_, i) => 10 ** i);

let readNumber = 0;

/**
 * Reads the number at `start`, which is left in `readNumber`, and tells where the field ends; 0 unless the field is
 * digits, with a sign and a dot perhaps. Of a few digits both parts of the quotient are exact, so that it is rounded
 * once, as it should.
 */
function endOfNumber(text: string, start: number, stop: number): number {
  let at = start;
  let code = text.charCodeAt(at);
  const negative = code === MINUS;
  if (negative) code = text.charCodeAt(++at);
  const first = at;
  let value = 0;
  let dot = -1;
  for (;;) {
    const digit = code - ZERO;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (code === DOT && dot < 0) dot = at;
    else break;
    code = text.charCodeAt(++at);
  }
  const digits = at - first - Number(dot >= 0);
  if (digits === 0) return 0;
  const returned = code === RETURN && text.charCodeAt(at + 1) === NEWLINE;
  if (at < text.length && code !== stop && code !== NEWLINE && !returned) return 0;
  if (digits > MOST_DIGITS) {
    readNumber = Number(text.slice(start, at));
    return Number.isFinite(readNumber) ? at : 0;
  }
  if (dot >= 0) value /= POWERS[at - dot - 1];
  readNumber = negative ? -value : value;
  return at;
}

let lineEnded = false;

/**
 * Adds numbers from `start` on to `fields`, up to a field that is none or up to the end of the line, and tells where the
 * next field starts. On its own, because what a generator does is slow.
 */
function readNumbers(text: string, start: number, stop: number, fields: number[]): number {
  let at = start;
  for (;;) {
    const end = endOfNumber(text, at, stop);
    lineEnded = false;
    if (end === 0) return at;
    fields.push(readNumber);
    const behind = text.charCodeAt(end);
    at = end + (behind === RETURN ? 2 : 1);
    lineEnded = behind !== stop;
    if (lineEnded) return at;
  }
}

/** Where the next delimiter or line break stands. */
function endOfField(text: string, start: number, stop: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === stop || code === NEWLINE) break;
  }
  return at;
}

function closingQuote(text: string, open: number): number {
  let at = open + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0 || text[quote + 1] !== '"') return quote;
    at = quote + 2;
  }
}

/** The code of the digit: signs and the dot come before it, letters, as that of 0x10, behind. */
const NINE = 57;

function toCell(field: string, missing: ReadonlySet<string>): Cell {
  const text = field.trim();
  if (missing.has(text)) return null;
  // Most fields are short decimal numbers, for which the pattern would take longer than reading them does.
  const number = text.charCodeAt(0) <= NINE && !(text.charCodeAt(1) > NINE);
  const value = number ? Number(text) : NaN;
  if (Number.isFinite(value)) return value;
  if (!NUMBER.test(text)) return text;
  return /inf/i.test(text) ? (text.startsWith("-") ? -Infinity : Infinity) : Number(text);
}

function looksLikeHeader(rows: Cell[][]): boolean {
  if (rows.length < 2) return false;
  const [first, second] = rows;
  return first.some((cell, i) => typeof cell === "string" && typeof second[i] !== "string");
}
