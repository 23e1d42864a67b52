/** What ends a cell where no guard is, and what it tells. */

/** A function that was running, innermost first. Line and column are 1-based. */
export interface PausedFrame {
  name: string;
  url: string;
  line: number;
  column: number;
}

/** Called where the code is paused: whether it may be cut off there. */
export type MayTerminate = (frames: readonly PausedFrame[]) => boolean;

export interface Terminator {
  /** Pauses the code as soon as it can be, asks whether it may be cut off there, and does it or lets it go on. */
  attempt(): void;
  /** Leaves the thread alone. */
  leave(): void;
}

/** @param terminated told where the code was cut off @returns null where the platform cannot do that */
export type MakeTerminator = (
  mayTerminate: MayTerminate,
  terminated: (frames: readonly PausedFrame[]) => void,
) => Terminator | null;

/** As V8 writes a stack, without its head: of a deep one where it was, and where it began. */
export function stackText(frames: readonly PausedFrame[]): string {
  const told = frames.length > 50 ? [...frames.slice(0, 25), ...frames.slice(-25)] : frames;
  return told
    .map(({ name, url, line, column }) => `    at ${name || "<anonymous>"} (${url}:${line}:${column})`)
    .join("\n");
}
