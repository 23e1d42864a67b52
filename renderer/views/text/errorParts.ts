/** An error's text → what a page shows of it: what was wrong, the remedy, the line at fault, who called it. */
import type { ErrorPayload } from "../../../engine/payload/text.ts";

export interface ErrorParts {
  name: string;
  fault: string;
  /** What to do, or empty. */
  remedy: string;
  /** Where it arose; null where no place is known. */
  place: StackLine | null;
  /** The line at fault. */
  quote: Quote | null;
  /** Callers, causes and the rest. */
  rest: readonly StackLine[];
}

/** A line of a stack, around the place that it links to, if any. */
export interface StackLine {
  before: string;
  link: { text: string; href: string } | null;
  after: string;
}

/** A line of code around what the error points at. */
export interface Quote {
  line: string;
  before: string;
  at: string;
  after: string;
}

type ErrorText = Omit<ErrorPayload, "version">;

export function errorParts(error: ErrorText): ErrorParts {
  const { name, message } = error;
  const below = stackBelow(error) ?? plain(error.stack).split("\n");
  const code = below.findIndex((line) => quoted.test(line));
  const quote = code < 0 ? null : quoteOf(below[code] ?? "", below[code + 1] ?? "");
  const others = below.filter((line, i) => line !== "" && !(quote && (i === code || i === code + 1)));
  const [first] = others;
  const place = first !== undefined && isPlace(first) ? stackLine(first) : null;
  return {
    name,
    ...remedyOf(plain(message)),
    place,
    quote,
    rest: (place ? others.slice(1) : others).map(stackLine),
  };
}

/** What a stack says below name and message; null where it does not begin with them, as Python's. */
export function stackBelow({ name, message, stack }: ErrorText): string[] | null {
  const title = (message === "" ? name : `${name}: ${plain(message)}`).split("\n");
  const lines = plain(stack).split("\n");
  return lines[0] === title[0] ? lines.slice(title.length) : null;
}

/**
 * Splits a message of one line behind its first sentence, else behind its first semicolon: we say what was wrong
 * first, then what to do. Brackets and quotes are not looked into.
 */
export function remedyOf(message: string): { fault: string; remedy: string } {
  const at = message.includes("\n") ? -1 : splitOf(message);
  return at < 0
    ? { fault: message, remedy: "" }
    : { fault: message.slice(0, at), remedy: message.slice(at).trimStart() };
}

const opening = "([{“（「";
const closing = ")]}”）」";

function splitOf(message: string): number {
  let depth = 0;
  let quote = "";
  let semicolon = -1;
  for (let i = 0; i < message.length - 1; i++) {
    const letter = message.charAt(i);
    if (quote !== "") {
      if (letter === quote) quote = "";
    } else if (letter === '"' || letter === "`") quote = letter;
    else if (opening.includes(letter)) depth++;
    else if (closing.includes(letter)) depth = Math.max(0, depth - 1);
    else if (depth === 0 && /^(?:[.?!](?= [^a-z])|[。？！])/.test(message.slice(i, i + 3))) return i + 1;
    else if (
      semicolon < 0 &&
      depth === 0 &&
      (letter === "；" || (letter === ";" && message.charAt(i + 1) === " "))
    )
      semicolon = i + 1;
  }
  return semicolon;
}

const quoted = /^ *----> \d+ /;

function quoteOf(line: string, caret: string): Quote | null {
  const [, head = "", number = ""] = /^( *----> (\d+) )/.exec(line) ?? [];
  const code = line.slice(head.length);
  const at = caret.indexOf("^") - head.length;
  if (caret.trim() !== "^" || at < 0) return null;
  const length = /^[\p{ID_Continue}$]+/u.exec(code.slice(at))?.[0].length ?? 1;
  return {
    line: number,
    before: code.slice(0, at),
    at: code.slice(at, at + length),
    after: code.slice(at + length),
  };
}

const cell = /^(\s*(?:.*?: )?)(Cell In\[(\d+)\], line (\d+))(.*)$/;
const file = /^(\s*File )((?:\/|[A-Za-z]:[\\/]).*:\d+:\d+)(.*)$/;

function isPlace(line: string): boolean {
  return cell.test(line) || file.test(line);
}

/** Links as VS Code opens them in a notebook's page. */
function stackLine(line: string): StackLine {
  const [, before = "", text, execution, number, after = ""] = cell.exec(line) ?? [];
  if (text !== undefined) {
    const href = `vscode-notebook-cell:?execution_count=${execution}&line=${number}`;
    return { before, link: { text, href }, after };
  }
  const [, lead = "", path, rest = ""] = file.exec(line) ?? [];
  return path === undefined
    ? { before: line, link: null, after: "" }
    : { before: lead, link: { text: path, href: path }, after: rest };
}

function plain(text: string): string {
  return text.replace(/\u001b\[[^m]{0,20}m/g, "");
}
