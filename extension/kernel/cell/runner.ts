/** Runs one cell at a time in the notebook's scope. */
import { setTimeout } from "./clock.ts";
import type { InterruptFlag } from "./interruptFlag.ts";
import type { DebugNames } from "./debugNames.ts";
import { describeError, type ErrorContext, type ErrorPlace } from "./errors.ts";
import { addFunctionTexts } from "./functionText.ts";
import { addHint } from "./hints.ts";
import { ImportError, type Imports, type Namespace } from "./imports.ts";
import { Interrupted } from "./interrupted.ts";
import { restoreIntrinsics } from "./intrinsics.ts";
import { encodeBase64 } from "../display/base64.ts";
import { types } from "../display/inspect/valueInspection.ts";
import { isShown } from "../display/handles.ts";
import { mimeBundle, type Showing } from "../display/mimeBundle.ts";
import { bindControl, boundControls, isLatestControl } from "../controls/cellControls.ts";
import type { BoundControls, CellError } from "../protocol/protocol.ts";
import { setLatestRun, startRun, type Run } from "./runContext.ts";
import type { RunOutputs } from "../display/runOutputs.ts";
import type { Scope, Variables } from "./scope.ts";
import type { ThreadRun } from "../protocol/threadProtocol.ts";
import type { TransformedCell } from "../transform/transformCell.ts";
import { say } from "../protocol/messages.ts";

export interface RunnerParts {
  scope: Scope;
  imports: Imports;
  interrupts: InterruptFlag;
  errors: ErrorContext;
  showing: Showing;
  /** What `gradbook` exports. */
  importable: () => Readonly<Record<string, unknown>>;
  /** Adds to an error's message what the engine knows of its cause. */
  explain: (thrown: unknown) => void;
  /** Makes the notebook's names known to a debugger; null while none is there. */
  debugNames: () => DebugNames | null;
  /** Evaluates a script. `url` is what stacks call it. @throws {SyntaxError} for what does not parse */
  compile: (code: string, url: string) => unknown;
  /** The URL by which a debugger knows a file. */
  fileUrl: (path: string) => string;
  /** Ends the groups of `console` that a run left open. */
  closeGroups: (run: Run) => void;
  /** A place for the outputs of a run. */
  outputs(run: number): RunOutputs;
}

export interface Outcome {
  ok: boolean;
  error: CellError | null;
  /** The cell's variables that cells below can see now. */
  names: string[];
  bound: BoundControls;
}

/** What a cell has come to while it runs. */
interface Progress {
  own: Variables | null;
  began(own: Variables): void;
  missing: Map<string, string>;
}

type CellFunction = (this: undefined, ...parameters: unknown[]) => Promise<unknown>;

/** How long a cell that waits may take to stop by itself after an interrupt, in milliseconds. */
const grace = 250;

export class Runner {
  readonly #parts: RunnerParts;
  #giveUp: ((cutAt?: string) => void) | null = null;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** Runs must not overlap. Never rejects. */
  async run(request: ThreadRun): Promise<Outcome> {
    const { scope, errors } = this.#parts;
    const { cell, execution, url, text, transformed } = request;
    const debugNames = this.#parts.debugNames();
    scope.arrange(request.above, cell, request.below, request.only);
    const progress: Progress = {
      own: null,
      missing: new Map(),
      began: (own) => {
        progress.own = own;
        scope.began(cell, own);
        debugNames?.showOwn(own);
      },
    };
    const run = this.#begin(request, progress);
    addFunctionTexts(transformed.code, transformed.functions);
    errors.sources.addCell(url, cell, execution, text, transformed.map);
    debugNames?.showAbove(request.above);
    const failure = await this.#untilOver(run, request, progress);
    debugNames?.hide();
    const error = failure && this.#describe(failure.thrown, request, run);
    const ok = error === null;
    scope.publish(cell, progress.own, transformed, ok, progress.missing);
    for (const chart of run.charts) {
      chart.end(ok ? "finished" : failure && isInterrupt(failure.thrown) ? "interrupted" : "failed");
    }
    if (ok && run.trainings > 0) run.outputs.stream("stderr", `${notAwaited()}\n`);
    run.over = true;
    // Timers of earlier cells go on.
    this.#parts.interrupts.acknowledge();
    this.#parts.closeGroups(run);
    run.outputs.end();
    const names = scope.names(cell);
    return { ok, error, names, bound: boundControls(run, names) };
  }

  /** Gives the running cell up if it does not stop by itself: it waits for something that may never come. */
  interrupt(): void {
    const giveUp = this.#giveUp;
    if (!giveUp) return;
    setTimeout(() => {
      // The engine may have ended its work in good order meanwhile, and the cell goes on.
      if (this.#giveUp === giveUp && this.#parts.interrupts.interruptPending) giveUp();
    }, grace);
  }

  /** The running cell was cut off where no guard is. @param stack as V8 writes one, without the head */
  cutOff(stack: string): void {
    this.#giveUp?.(stack);
  }

  #begin(request: ThreadRun, progress: Progress): Run {
    const { run: id, cell, execution, url, points, kept } = request;
    const outputs = this.#parts.outputs(id);
    const run: Run = {
      id,
      cell,
      execution,
      url,
      outputs,
      charts: new Set(),
      trainings: 0,
      noticed: new Set(),
      over: false,
      variables: () => this.#variablesOf(request, progress),
      points,
      checked: new Set(),
      groups: 0,
      uncaught: 0,
      longTexts: 0,
      waitsAt: null,
      interrupted: false,
      kept,
      controls: [],
      abandoned: false,
    };
    setLatestRun(run);
    return run;
  }

  /** Of the cells above and, as far as the run has come, of the cell itself. */
  *#variablesOf(
    { above, transformed }: ThreadRun,
    { own }: Progress,
  ): Generator<readonly [name: string, value: unknown]> {
    for (const { name, value } of this.#parts.scope.visible(above)) yield [name, value];
    for (const { name, kind } of transformed.names) {
      if (kind === "type" || kind === "import" || !own) continue;
      let value: unknown;
      try {
        value = own[name];
      } catch {
        // Not declared yet.
        continue;
      }
      yield [name, value];
    }
  }

  async #evaluate(
    run: Run,
    { cell: id, url, path, transformed }: ThreadRun,
    progress: Progress,
  ): Promise<void> {
    const { interrupts, imports, scope, showing } = this.#parts;
    const modules: Namespace[] = [];
    for (const wanted of transformed.imports) {
      const { namespace, missing } = await imports.resolve(wanted);
      modules.push(namespace);
      for (const [name, why] of missing) progress.missing.set(name, why);
    }
    const code = path === null ? transformed.code : withSourceMap(transformed, this.#parts.fileUrl(path));
    const cell = this.#compile(code, url);
    const value = await cell.call(
      undefined,
      interrupts.flag,
      interrupts.check,
      interrupts.awaited,
      interrupts.waits,
      imports.dynamic,
      imports.meta(),
      (own: Variables) => progress.began(own),
      ...modules,
      ...transformed.uses.map((used) => scope.of(used)),
      scope.late(id, transformed.late),
      bindControl(run),
    );
    putBack(run);
    const asked = transformed.last === "call" && isLatestControl(run, value);
    if (isShown(value, transformed.last) && !asked && !run.abandoned) {
      const bundle = mimeBundle(value, showing);
      if (Object.keys(bundle).length > 0) run.outputs.display(`result-${run.id}`, bundle);
    }
  }

  /** Resolves when the cell has ended or was given up: to what it threw, or null. */
  #untilOver(run: Run, request: ThreadRun, progress: Progress): Promise<{ thrown: unknown } | null> {
    return new Promise((resolve) => {
      const over = (failure: { thrown: unknown } | null): void => {
        this.#giveUp = null;
        putBack(run);
        resolve(failure);
      };
      // Stopped before it began, while the kernel was starting.
      if (this.#parts.interrupts.interruptPending) return over({ thrown: new Interrupted() });
      this.#giveUp = (cutAt) => {
        run.abandoned = true;
        over({ thrown: cutAt === undefined ? waited() : cut(cutAt) });
      };
      // Only syntax here, no methods of promises: the cell may have replaced them.
      void startRun(run, async () => {
        // What is cut off takes all functions below it along: whoever waits for the outcome may not be one of them.
        // eslint-disable-next-line @typescript-eslint/await-thenable -- a method of promises may be the cell's
        await null;
        try {
          await this.#evaluate(run, request, progress);
          if (!run.abandoned) over(null);
        } catch (thrown) {
          if (!run.abandoned) over({ thrown });
        }
      });
    });
  }

  /** @throws {SyntaxError} where V8 says only that its stack is at an end */
  #compile(code: string, url: string): CellFunction {
    try {
      return this.#parts.compile(code, url) as CellFunction;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new SyntaxError(say("This is nested too deeply. Give parts of it names of their own."));
    }
  }

  #describe(thrown: unknown, request: ThreadRun, run: Run): CellError {
    const { errors } = this.#parts;
    // Asking a proxy anything runs the cell's code; describeError expects that.
    if (types.isProxy(thrown)) return describeError(thrown, errors);
    const { cell, execution, text } = request;
    const at = (place: { line: number; column: number } | null): ErrorPlace | undefined =>
      place ? { cell, execution, text, line: place.line, column: place.column } : undefined;
    if (run.abandoned && thrown instanceof Interrupted) {
      if (thrown.stack !== "") return describeError(thrown, errors);
      return describeError(thrown, errors, at(run.waitsAt));
    }
    if (isInterrupt(thrown)) {
      const stopped = new Interrupted(
        run.interrupted
          ? say("The cell was stopped before it trained again; variables are kept.")
          : undefined,
      );
      if (thrown.stack !== undefined) stopped.stack = thrown.stack;
      return describeError(stopped, errors);
    }
    if (thrown instanceof ImportError) return describeError(thrown, errors, at(thrown));
    this.#parts.explain(thrown);
    const own = request.transformed.names.map(({ name }) => name);
    addHint(thrown, {
      scope: this.#parts.scope,
      above: request.above,
      own,
      importable: this.#parts.importable(),
    });
    return describeError(thrown, errors);
  }
}

function notAwaited(): string {
  return say("fit(…) was not awaited: the cell has ended, and it trains on. Write: await fit(…)");
}

/** Without a stack: where the cell waited is known from its awaits. */
function waited(): Interrupted {
  const thrown = new Interrupted(say("The cell was stopped while it waited; variables are kept."));
  thrown.stack = "";
  return thrown;
}

function cut(stack: string): Interrupted {
  const thrown = new Interrupted(
    say("The cell did not react and was cut off; variables are kept, but no cleanup of it has run."),
  );
  thrown.stack = `${thrown.name}: ${thrown.message}\n${stack}`;
  return thrown;
}

/** Tells the person when a cell broke what the kernel needs. */
function putBack(run: Run): void {
  const restored = restoreIntrinsics();
  if (restored.length === 0) return;
  const first = restored.slice(0, 5).join(", ");
  const shown = restored.length > 5 ? say("{0} and {1} more", first, restored.length - 5) : first;
  const text = say("The cell replaced built-ins that the kernel needs; they were put back: {0}", shown);
  run.outputs.stream("stderr", `${text}\n`);
}

/** True for what the kernel's guards and the engine throw when the person stops a cell. */
export function isInterrupt(thrown: unknown): thrown is Error {
  try {
    return thrown instanceof Interrupted || (thrown instanceof Error && thrown.name === "InterruptedError");
  } catch {
    // A proxy that refuses to be asked.
    return false;
  }
}

/** The code with its source map, by which a debugger finds the cell's lines in the file at `url`. */
function withSourceMap({ code, map }: TransformedCell, url: string): string {
  const text = JSON.stringify({ ...map, sources: [url] });
  const data = encodeBase64(new TextEncoder().encode(text));
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${data}`;
}
