/** Runs one cell at a time in the notebook's scope. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import type { AttentionFlag } from "./attention.ts";
import { closeGroups } from "./console.ts";
import { mimeBundle } from "./display.ts";
import { describeError, type ErrorContext, type ErrorPlace } from "./errors.ts";
import { addHint } from "./hints.ts";
import { ImportError, type Imports, type Namespace } from "./imports.ts";
import { Interrupted } from "./interrupted.ts";
import type { CellError } from "./protocol.ts";
import { runs, setLatestRun, type Run } from "./runContext.ts";
import type { RunOutputs } from "./runOutputs.ts";
import type { Scope, Variables } from "./scope.ts";
import type { ThreadRun } from "./threadProtocol.ts";

export interface RunnerParts {
  scope: Scope;
  imports: Imports;
  attention: AttentionFlag;
  errors: ErrorContext;
  colors: boolean;
  /** Names that `gradbook` exports. */
  importable: () => readonly string[];
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
  missing: Map<string, string>;
}

type CellFunction = (this: undefined, ...parameters: unknown[]) => Promise<unknown>;

/** How long a cell that waits may take to stop by itself after an interrupt, in milliseconds. */
const grace = 250;

export class Runner {
  readonly #parts: RunnerParts;
  #giveUp: (() => void) | null = null;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** Runs must not overlap. Never rejects. */
  async run(request: ThreadRun): Promise<Outcome> {
    const { scope, attention, errors } = this.#parts;
    const { cell, execution, url, text, transformed } = request;
    const run = this.#begin(request);
    errors.sources.addCell(url, cell, execution, text, transformed.map);
    const progress: Progress = { own: null, missing: new Map() };
    let error: CellError | null = null;
    try {
      await this.#orGivenUp(
        run,
        runs.run(run, () => this.#evaluate(run, request, progress)),
      );
    } catch (thrown) {
      error = this.#describe(thrown, request, run);
    }
    const ok = error === null;
    scope.publish(cell, progress.own, transformed, ok, progress.missing);
    for (const chart of run.charts)
      chart.end(ok ? "finished" : attention.interruptPending ? "interrupted" : "failed");
    closeGroups(run);
    run.outputs.flush();
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

  #begin({ run: id, cell, execution, url }: ThreadRun): Run {
    const outputs = this.#parts.outputs(id);
    const run: Run = {
      id,
      cell,
      execution,
      url,
      outputs,
      charts: new Set(),
      groups: 0,
      waitsAt: null,
      abandoned: false,
    };
    setLatestRun(run);
    return run;
  }

  async #evaluate(run: Run, { url, transformed }: ThreadRun, progress: Progress): Promise<void> {
    const { attention, imports, scope, colors } = this.#parts;
    const modules: Namespace[] = [];
    for (const wanted of transformed.imports) {
      const { namespace, missing } = await imports.resolve(wanted);
      modules.push(namespace);
      for (const [name, why] of missing) progress.missing.set(name, why);
    }
    const cell = new vm.Script(transformed.code, { filename: url }).runInThisContext() as CellFunction;
    const value = await cell.call(
      undefined,
      attention.flag,
      attention.check,
      attention.awaited,
      attention.waits,
      imports.dynamic,
      importMeta(imports.notebook),
      (own: Variables) => (progress.own = own),
      ...modules,
      ...transformed.uses.map((id) => scope.of(id)),
    );
    if (value !== undefined && !run.abandoned) {
      run.outputs.display(`result-${run.id}`, mimeBundle(value, colors));
    }
  }

  async #orGivenUp(run: Run, work: Promise<void>): Promise<void> {
    const givenUp = new Promise<never>((_, reject) => {
      this.#giveUp = () => {
        run.abandoned = true;
        reject(new Interrupted("The cell was stopped while it waited; variables are kept."));
      };
    });
    try {
      await Promise.race([work, givenUp]);
    } finally {
      this.#giveUp = null;
      // Whatever becomes of work that was given up is nobody's concern.
      work.catch(() => undefined);
    }
  }

  #describe(thrown: unknown, request: ThreadRun, run: Run): CellError {
    const { errors } = this.#parts;
    const { cell, execution, text } = request;
    const at = (place: { line: number; column: number } | null): ErrorPlace | undefined =>
      place ? { cell, execution, text, line: place.line, column: place.column } : undefined;
    if (run.abandoned && thrown instanceof Interrupted) {
      thrown.stack = "";
      return describeError(thrown, errors, at(run.waitsAt));
    }
    if (isInterrupt(thrown)) {
      const stopped = new Interrupted();
      if (thrown.stack !== undefined) stopped.stack = thrown.stack;
      return describeError(stopped, errors);
    }
    if (thrown instanceof ImportError) return describeError(thrown, errors, at(thrown));
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

/** True for what the kernel's guards and the engine throw when the person stops a cell. */
export function isInterrupt(thrown: unknown): thrown is Error {
  return thrown instanceof Interrupted || (thrown instanceof Error && thrown.name === "InterruptedError");
}

function importMeta(notebook: string): object {
  const filename = fileURLToPath(notebook);
  return { url: notebook, filename, dirname: path.dirname(filename) };
}
