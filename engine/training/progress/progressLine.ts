import { trainingWords } from "../trainingWords.ts";

export interface Progress {
  epoch: number;
  epochs: number;
  batch: number;
  batches: number;
  /** Seconds a batch; null while that is not known. */
  step: number | null;
  /** Seconds that the rest will take; null while that is not known. */
  left: number | null;
  values: Readonly<Record<string, number>>;
}

/** `Epoch 3/20 · 12/57 · 4 ms/step · ETA 0:12 · loss 0.3456` */
export function progressLine({ epoch, epochs, batch, batches, step, left, values }: Progress): string {
  const words = trainingWords();
  const parts = [words.place(epoch, epochs), `${batch}/${batches}`];
  if (step !== null) parts.push(words.perStep(duration(step)));
  if (left !== null) parts.push(words.left(clock(left)));
  return [...parts, ...showValues(values)].join(" · ");
}

/** `20 epochs · 3.4 s · loss 0.1234 · valLoss 0.2345` */
export function summaryLine(
  epochs: number,
  seconds: number,
  values: Readonly<Record<string, number>>,
): string {
  const parts = [trainingWords().epochs(epochs), duration(seconds)];
  return [...parts, ...showValues(values)].join(" · ");
}

function showValues(values: Readonly<Record<string, number>>): string[] {
  return Object.entries(values).map(([name, value]) => `${name} ${showNumber(value)}`);
}

function showNumber(value: number): string {
  const size = Math.abs(value);
  return value === 0 || (size >= 1e-3 && size < 1e4) ? value.toFixed(4) : value.toExponential(3);
}

/** Seconds in the unit that suits them. */
export function duration(seconds: number): string {
  if (seconds < 1e-3) return `${(seconds * 1e6).toFixed(0)} µs`;
  if (seconds < 1) return `${(seconds * 1e3).toFixed(seconds < 0.01 ? 1 : 0)} ms`;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : clock(seconds);
}

/** `m:ss`, or `h:mm:ss`. */
function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
