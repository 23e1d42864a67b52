import type { Origin, Sources } from "./sources.ts";

/** One frame of a stack that the person can do something with. */
export interface Frame {
  /** Function, or empty at the top level of a cell or module. */
  name: string;
  origin: Origin;
}

/**
 * The frames of `stack` that lie in cells, in relative modules and in packages. Frames of Node, the kernel and
 * the engine are left out.
 * @param hidden beginnings of URLs whose frames are left out
 */
export function readableFrames(stack: string, sources: Sources, hidden: readonly string[]): Frame[] {
  const frames: Frame[] = [];
  for (const text of stack.split("\n")) {
    const raw = rawFrame(text);
    const origin = raw && frameOrigin(raw, sources, hidden);
    if (origin) frames.push({ name: raw.name, origin });
  }
  return frames;
}

interface RawFrame {
  name: string;
  url: string;
  /** 1-based, as `column`. */
  line: number;
  column: number;
}

/** A line of a stack as V8 writes it, or null for any other text. */
function rawFrame(text: string): RawFrame | null {
  const match = /^ +at (?:(?:async )?(.*?) \((.*):(\d+):(\d+)\)|(?:async )?(.*):(\d+):(\d+))$/.exec(text);
  if (match) {
    const [, name = "", url = match[5] ?? "", line = match[6], column = match[7]] = match;
    return { name: functionName(name), url, line: Number(line), column: Number(column) };
  }
  const native = /^ +at (?:async )?.* \((?:<anonymous>|native|index \d+)\)$/.test(text);
  return native ? { name: "", url: "native", line: 0, column: 0 } : null;
}

/** `Cell In[n], line m` at the start of a line is what VS Code turns into a link. */
export function formatFrames(frames: readonly Frame[], indent: string): string[] {
  const lines: string[] = [];
  let repeated = 0;
  const tell = (): void => {
    if (repeated > 0) lines.push(`${indent}  … ${repeated} more of the same`);
    repeated = 0;
  };
  for (const [i, { name, origin }] of frames.entries()) {
    const where =
      origin.kind === "cell"
        ? `Cell In[${origin.execution}], line ${origin.line}`
        : `File ${origin.path}:${origin.line}:${origin.column}`;
    const line = `${indent}${where}${name === "" ? "" : `, in ${name}`}`;
    if (i > 0 && line === lines.at(-1)) {
      repeated++;
      continue;
    }
    tell();
    lines.push(line);
  }
  tell();
  return lines;
}

function frameOrigin(
  { url, line, column }: RawFrame,
  sources: Sources,
  hidden: readonly string[],
): Origin | null {
  const known = sources.origin(url, line, column);
  if (known) return known;
  if (url.startsWith("node:") || url === "native" || hidden.some((start) => url.startsWith(start)))
    return null;
  const path = sources.pathOf(url);
  return /^(\/|[A-Za-z]:[\\/])/.test(path) ? { kind: "file", path, line, column } : null;
}

function functionName(name: string): string {
  return name === "Object.<anonymous>" || name === "<anonymous>" || name === "eval"
    ? ""
    : name.replace(/^Object\./, "").replace(/ \[as .*\]$/, "");
}

/** Text that holds stacks as V8 writes them, with their frames as {@link formatFrames} would write them. */
export function readableStacks(text: string, sources: Sources, hidden: readonly string[]): string {
  if (!text.includes(" at ")) return text;
  return text
    .split("\n")
    .flatMap((line) => {
      const raw = rawFrame(line);
      if (!raw) return [line];
      const origin = frameOrigin(raw, sources, hidden);
      return origin ? formatFrames([{ name: raw.name, origin }], /^ */.exec(line)?.[0] ?? "") : [];
    })
    .join("\n");
}
