/**
 * What the engine asks of the program around it: somewhere to draw, and whether the person pressed stop.
 * A plain program needs none of it; the notebook kernel installs its own with {@link setHost}.
 */
import type { Control, ControlValue } from "../payload/control.ts";
import type { ChartCurve, CurvesChange, CurveSeries } from "../payload/curves.ts";
import type { Figure, Scale } from "../payload/figure.ts";
import type { Picture } from "../payload/pictures.ts";
import type { RunSummary } from "../payload/runs/runs.ts";
import { type Messages, say, setMessages } from "../payload/say.ts";

/** New points of a chart, and what else changes in it. */
export interface ChartUpdate extends CurvesChange {
  /** To append; numbers that are not finite are drawn as gaps. */
  points: CurveSeries[];
}

/** A chart that grows while training. */
export interface ChartPort {
  update(update: ChartUpdate): void;
  /**
   * One more point of each of `curves`, at `x`: what `update` does with these points and this message, at less cost
   * where epochs take microseconds. `curves` is the same array, unchanged, as long as the curves are the same.
   * Left out where that does not matter.
   */
  add?(x: number, curves: readonly ChartCurve[], y: readonly number[], message?: string): void;
}

/** A picture on the page. */
export interface PicturePort {
  /** Whether the run that showed it is over: then it stays as it is. */
  readonly ended: boolean;
  /** Draws another one in its place. */
  update(picture: Picture): void;
}

/** What a live chart is opened with. */
export interface ChartOptions {
  title: string;
  /** Number of epochs planned, or null when unknown. */
  epochs: number | null;
  /** Scale of the axis of losses to begin with. Default linear. */
  yScale?: Scale;
}

/** `addedUp`: between two steps of an optimiser, nothing forgot the gradients, and a backward pass added to them. */
export type Mistake = "addedUp";

/** What the program around the engine offers it. */
export interface Host {
  /** Draws a still figure. */
  showFigure(figure: Figure): void;
  /** Opens a live chart. */
  openChart(options: ChartOptions): ChartPort;
  /** Shows a picture that a reader can point at; not all hosts can. */
  showPicture?(picture: Picture): PicturePort;
  /** Shows something else, by MIME type, with `text/plain` for readers that cannot draw; not all hosts can. */
  display?(bundle: Readonly<Record<string, string>>): void;
  /**
   * Shows a control, and tells the value that it has: the person's where there is one. Left out, it keeps its own.
   * @param read the value as the program gets it, also of one that is chosen later
   */
  control?<Value>(control: Control, read: (value: ControlValue) => Value): Value;
  /** The variables of the running program by name, nearer ones later; for naming what a picture shows. */
  variables?(): Iterable<readonly [name: string, value: unknown]>;
  /** A training begins, in the run that calls; what is returned is called when it ends. */
  trains?(): () => void;
  /** A training has ended in good order; it is waited for. */
  trained?(history: object): Promise<void>;
  /** A training has ended, in whatever order: what is remembered of it. */
  remembersRun?(run: RunSummary): void;
  /** Something that is likely a mistake, though nothing fails. */
  notices?(mistake: Mistake): void;
  /** The person's language, such as `en` or `zh-cn`; English when it is left out. */
  readonly language?: string;
  /** What the engine's errors say in that language, by their English; English when it is left out. */
  readonly messages?: Messages;
  /** True while an interrupt is pending. Cheap: it is asked in every backward pass and optimiser step. */
  interrupted(): boolean;
  /**
   * The engine has ended its work in good order because of the interrupt. The caller may go on, as with printing what
   * came of it, but nothing long may begin: see {@link Host.wasInterrupted}.
   */
  acknowledgeInterrupt(): void;
  /** Whether an interrupt of the program, or run of a cell, that calls has been acknowledged. Left out: never. */
  wasInterrupted?(): boolean;
  /** Whether it was interrupted because it is done again with other values: what would follow is of no use. */
  isReplaced?(): boolean;
}

/**
 * Thrown by engine calls while an interrupt is pending.
 * @example try { await train(); } catch (error) { if (error instanceof InterruptedError) save(); throw error; }
 */
export class InterruptedError extends Error {
  /** `InterruptedError`. */
  override name = "InterruptedError";
  constructor(message = say`Interrupted: the running cell was stopped.`) {
    super(message);
  }
}

const silentHost: Host = {
  showFigure: () => undefined,
  openChart: () => ({ update: () => undefined }),
  interrupted: () => false,
  acknowledgeInterrupt: () => undefined,
};

let current: Host = silentHost;

/**
 * Tells the engine where to draw and how to learn of an interrupt. For the program around it.
 * @example setHost({ showFigure: console.log, openChart, interrupted: () => false, acknowledgeInterrupt() {} })
 */
export function setHost(host: Host): void {
  current = host;
  setMessages("engine", host.messages ?? null);
}

export function host(): Host {
  return current;
}

/** @throws {InterruptedError} while an interrupt is pending. */
export function throwIfInterrupted(): void {
  if (current.interrupted()) throw new InterruptedError();
}
