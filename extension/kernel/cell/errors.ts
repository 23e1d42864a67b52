import { inspect } from "../display/inspect/valueInspection.ts";
import { say } from "../protocol/messages.ts";
import type { CellError } from "../protocol/protocol.ts";
import type { Sources } from "./sources.ts";
import { formatFrames, readableFrames, type Frame } from "./stackTrace.ts";
import type { CellSyntaxError } from "../transform/syntax/syntaxError.ts";
import { plural } from "../../../engine/payload/language.ts";

/** What turning an error into text needs to know. */
export interface ErrorContext {
  sources: Sources;
  /** Beginnings of URLs whose frames are left out. */
  hidden: readonly string[];
}

/** Where an error arose when its stack does not say: a syntax error, or an import that failed. */
export interface ErrorPlace {
  cell: string;
  execution: number;
  line: number;
  column: number;
  text: string;
}

const deepest = 5;
const mostAggregated = 10;

/** Anything that was thrown, as the person should read it. Never throws itself. */
export function describeError(thrown: unknown, context: ErrorContext, place?: ErrorPlace): CellError {
  try {
    return describe(thrown, context, place);
  } catch {
    // A proxy, or getters that throw.
    const message = say("The cell threw a value that cannot be shown.");
    return {
      name: "Uncaught",
      message,
      execution: null,
      cell: null,
      line: null,
      column: null,
      stack: message,
    };
  }
}

function describe(thrown: unknown, context: ErrorContext, place?: ErrorPlace): CellError {
  const { name, message } = titleOf(thrown);
  const frames = framesOf(thrown, context);
  const own = place ?? firstCell(thrown, context, 0);
  if (place && frames.length === 0) frames.push({ name: "", origin: { kind: "cell", ...place } });
  return {
    name,
    message,
    execution: own?.execution ?? null,
    cell: own?.cell ?? null,
    line: own?.line ?? null,
    column: own?.column ?? null,
    stack: fullText(thrown, frames, context, "", 0).join("\n"),
  };
}

/** A fault in the text of a cell, before any of it ran. */
export function describeSyntaxError(
  error: CellSyntaxError,
  at: { cell: string; execution: number; text: string },
): CellError {
  const { line, column } = error;
  const head = `SyntaxError: ${error.message}`;
  const where = `    Cell In[${at.execution}], line ${line}`;
  const stack = [head, where, ...quote(at.text, line, column)].join("\n");
  return {
    name: "SyntaxError",
    message: error.message,
    execution: at.execution,
    cell: at.cell,
    line,
    column,
    stack,
  };
}

function fullText(
  thrown: unknown,
  frames: Frame[],
  context: ErrorContext,
  indent: string,
  depth: number,
): string[] {
  const { name, message } = titleOf(thrown);
  const title = name === "" ? message : message === "" ? name : `${name}: ${message}`;
  const lines = [...title.split("\n").map((line) => indent + line)];
  const formatted = formatFrames(frames, `${indent}    `);
  const top = frames[0]?.origin;
  lines.push(...formatted.slice(0, 1));
  if (depth === 0 && top?.kind === "cell") lines.push(...quote(top.text, top.line, top.column));
  lines.push(...formatted.slice(1));
  if (!isErrorLike(thrown) || depth >= deepest) return lines;
  for (const [i, inner] of aggregated(thrown).slice(0, mostAggregated).entries()) {
    lines.push(
      ...prefixed(
        `${indent}[${i + 1}] `,
        fullText(inner, framesOf(inner, context), context, `${indent}  `, depth + 1),
      ),
    );
  }
  const more = aggregated(thrown).length - mostAggregated;
  if (more > 0) lines.push(`${indent}… and ${plural(more, "more error")}`);
  if (thrown.cause !== undefined && thrown.cause !== thrown) {
    lines.push(
      ...prefixed(
        `${indent}Caused by: `,
        fullText(thrown.cause, framesOf(thrown.cause, context), context, indent, depth + 1),
      ),
    );
  }
  return lines;
}

function prefixed(prefix: string, [first = "", ...rest]: string[]): string[] {
  return [prefix + first.trimStart(), ...rest];
}

/** The line at fault with an arrow, in the form that VS Code links. */
function quote(text: string, line: number, column: number): string[] {
  const source = text.split(/\r\n|[\n\r]/)[line - 1];
  if (source === undefined || source.trim() === "" || source.length > 200) return [];
  const arrow = `    ----> ${line} `;
  const before = source.slice(0, column - 1).replace(/[^\t]/g, " ");
  return [arrow + source, `${" ".repeat(arrow.length)}${before}^`];
}

interface ErrorLike {
  name?: unknown;
  message?: unknown;
  stack?: unknown;
  cause?: unknown;
  errors?: unknown;
}

function isErrorLike(thrown: unknown): thrown is ErrorLike {
  return thrown instanceof Error || Object.prototype.toString.call(thrown) === "[object Error]";
}

function aggregated(error: ErrorLike): unknown[] {
  return Array.isArray(error.errors) ? (error.errors as unknown[]) : [];
}

function titleOf(thrown: unknown): { name: string; message: string } {
  if (!isErrorLike(thrown)) {
    return { name: "Uncaught", message: typeof thrown === "string" ? thrown : inspect(thrown, { depth: 2 }) };
  }
  const name = asText(thrown.name, "Error");
  return { name, message: readableMessage(asText(thrown.message, "")) };
}

function asText(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : value === undefined ? otherwise : inspect(value);
}

/** V8's messages name the expressions of the transformed code: `(0 , $c0.f) is not a function`. */
export function readableMessage(message: string): string {
  return message
    .replace(/\(0 ?, \$+(?:[cm]\d+|late)\.([\p{ID_Continue}$]+)\)/gu, "$1")
    .replace(/\$+(?:[cm]\d+|late)\.([\p{ID_Continue}$]+)/gu, "$1")
    .replace(
      /^Cannot assign to read only property '(.+)' of object '(?:#<Variables>|\[object Module\])'$/,
      (_, name: string) => say("Assignment to constant variable '{0}'.", name),
    );
}

function framesOf(thrown: unknown, { sources, hidden }: ErrorContext): Frame[] {
  if (!isErrorLike(thrown)) return [];
  // `stack` may be a getter of the person's own.
  let stack: unknown;
  try {
    stack = thrown.stack;
  } catch {
    return [];
  }
  return typeof stack === "string" ? readableFrames(stack, sources, hidden) : [];
}

function firstCell(thrown: unknown, context: ErrorContext, depth: number): ErrorPlace | null {
  for (const { origin } of framesOf(thrown, context)) if (origin.kind === "cell") return origin;
  if (!isErrorLike(thrown) || depth >= deepest) return null;
  for (const inner of [thrown.cause, ...aggregated(thrown)]) {
    const place = inner === undefined ? null : firstCell(inner, context, depth + 1);
    if (place) return place;
  }
  return null;
}
