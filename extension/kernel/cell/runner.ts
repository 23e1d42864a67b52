/** Runs one cell at a time in the notebook's scope. */
import { Buffer } from "node:buffer";
import { dirname } from "node:path";
import { setTimeout } from "node:timers";
import { fileURLToPath, pathToFileURL } from "node:url";
import { types } from "node:util";
import vm from "node:vm";
import type { AttentionFlag } from "./attention.ts";
import { closeGroups } from "../display/console.ts";
import type { DebugNames } from "./debugNames.ts";
import { describeError, type ErrorContext, type ErrorPlace } from "./errors.ts";
import { addFunctionTexts } from "./functionText.ts";
import { addHint } from "./hints.ts";
import { ImportError, type Imports, type Namespace } from "../modules/imports.ts";
import { Interrupted } from "./interrupted.ts";
import { restoreIntrinsics } from "./intrinsics.ts";
import { mimeBundle, type Showing } from "../display/mimeBundle.ts";
import type { CellError } from "../protocol/protocol.ts";
import { runs, setLatestRun, type Run } from "./runContext.ts";
import type { RunOutputs } from "../display/runOutputs.ts";
import type { Scope, Variables } from "./scope.ts";
import type { ThreadRun } from "../protocol/threadProtocol.ts";
import type { TransformedCell } from "../transform/transformCell.ts";
import { say } from "../protocol/messages.ts";

export interface RunnerParts {
  scope: Scope;
  imports: Imports;
  attention: AttentionFlag;
  errors: ErrorContext;
  showing: Showing;
  /** Names that `gradbook` exports. */
  importable: () => readonly string[];
  /** Adds to an error's message what the engine knows of its cause. */
  explain: (thrown: unknown) => void;
  /** Makes the notebook's names known to a debugger; null while none is there. */
  debugNames: () => DebugNames | null;
  /** A place for the outputs of a run. */
  outputs(run: number): RunOutputs;
}

export interface Outcome {
  ok: boolean;
  error: CellError | null;
  /** The cell's variables that cells below can see now. */
  names: string[];
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
    scope.arrange(request.above, cell, request.below);
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
    run.over = true;
    // Timers of earlier cells go on.
    this.#parts.attention.acknowledge();
    closeGroups(run);
    run.outputs.end();
    return { ok, error, names: scope.names(cell) };
  }

  /** Gives the running cell up if it does not stop by itself: it waits for something that may never come. */
  interrupt(): void {
    const giveUp = this.#giveUp;
    if (!giveUp) return;
    setTimeout(() => {
      // The engine may have ended its work in good order meanwhile, and the cell goes on.
      if (this.#giveUp === giveUp && this.#parts.attention.interruptPending) giveUp();
    }, grace);
  }

  /** The running cell was cut off where no guard is. @param stack as V8 writes one, without the head */
  cutOff(stack: string): void {
    this.#giveUp?.(stack);
  }

  #begin(request: ThreadRun, progress: Progress): Run {
    const { run: id, cell, execution, url } = request;
    const outputs = this.#parts.outputs(id);
    const run: Run = {
      id,
      cell,
      execution,
      url,
      outputs,
      charts: new Set(),
      over: false,
      variables: () => this.#variablesOf(request, progress),
      groups: 0,
      uncaught: 0,
      longTexts: 0,
      waitsAt: null,
      interrupted: false,
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
    const { attention, imports, scope, showing } = this.#parts;
    const modules: Namespace[] = [];
    for (const wanted of transformed.imports) {
      const { namespace, missing } = await imports.resolve(wanted);
      modules.push(namespace);
      for (const [name, why] of missing) progress.missing.set(name, why);
    }
    const code = path === null ? transformed.code : withSourceMap(transformed, path);
    const cell = compiled(code, url);
    const value = await cell.call(
      undefined,
      attention.flag,
      attention.check,
      attention.awaited,
      attention.waits,
      imports.dynamic,
      importMeta(imports),
      (own: Variables) => progress.began(own),
      ...modules,
      ...transformed.uses.map((used) => scope.of(used)),
      scope.late(id, transformed.late),
    );
    putBack(run);
    if (value !== undefined && !run.abandoned) {
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
      if (this.#parts.attention.interruptPending) return over({ thrown: new Interrupted() });
      this.#giveUp = (cutAt) => {
        run.abandoned = true;
        over({ thrown: cutAt === undefined ? waited() : cut(cutAt) });
      };
      // Only syntax here, no methods of promises: the cell may have replaced them.
      void runs.run(run, async () => {
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

/** @throws {SyntaxError} where V8 says only that its stack is at an end */
function compiled(code: string, url: string): CellFunction {
  try {
    return new vm.Script(code, { filename: url }).runInThisContext() as CellFunction;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SyntaxError(say("This is nested too deeply. Give parts of it names of their own."));
  }
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

function importMeta({ notebook, url }: Imports): object {
  const filename = fileURLToPath(notebook);
  return { url: notebook, filename, dirname: dirname(filename), resolve: url };
}

/** The code with its source map, by which a debugger finds the cell's lines in the file `path`. */
function withSourceMap({ code, map }: TransformedCell, path: string): string {
  const text = JSON.stringify({ ...map, sources: [pathToFileURL(path).href] });
  const data = Buffer.from(text).toString("base64");
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${data}`;
}
