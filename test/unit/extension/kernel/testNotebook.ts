import { AsyncLocalStorage } from "node:async_hooks";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import vm from "node:vm";
import "../../../../extension/kernel/node/checkScript.ts";
import { NodeModules } from "../../../../extension/kernel/node/modules/nodeModules.ts";
import "../../../../extension/kernel/node/valueInspection.ts";
import { InterruptFlag } from "../../../../extension/kernel/cell/interruptFlag.ts";
import { describeSyntaxError } from "../../../../extension/kernel/cell/errors.ts";
import { Imports } from "../../../../extension/kernel/cell/imports.ts";
import type { CellError, KernelOutput } from "../../../../extension/kernel/protocol/protocol.ts";
import { setRunStorage, type Run } from "../../../../extension/kernel/cell/runContext.ts";
import { Runner } from "../../../../extension/kernel/cell/runner.ts";
import { RunOutputs } from "../../../../extension/kernel/display/runOutputs.ts";
import { Scope } from "../../../../extension/kernel/cell/scope.ts";
import { Sources } from "../../../../extension/kernel/cell/sources.ts";
import { sharedInts } from "../../../../extension/kernel/protocol/threadProtocol.ts";
import { CellSyntaxError, transformCell } from "../../../../extension/kernel/transform/transformCell.ts";

const fixtures = path.resolve("test/fixtures/kernel");

export interface CellResult {
  /** `text/plain` of the value shown, or null when none was. */
  shown: string | null;
  error: CellError | null;
  outputs: KernelOutput[];
  names: string[];
}

/** A notebook whose cells run in this process, by the kernel's own parts. */
export class TestNotebook {
  readonly #scope = new Scope();
  readonly #order: string[] = [];
  readonly #runner: Runner;
  readonly flag = new SharedArrayBuffer(4 * sharedInts);
  readonly #debugged: boolean;
  #outputs: KernelOutput[] = [];
  #run = 0;

  /** @param debugged as when a debugger steps through the cells */
  constructor(debugged = false) {
    this.#debugged = debugged;
    setRunStorage(new AsyncLocalStorage<Run>());
    const sources = new Sources(fileURLToPath);
    const engine = pathToFileURL(path.join(fixtures, "engine.mjs")).href;
    const options = { cwd: fixtures, notebook: null, language: "en" };
    const errors = {
      sources,
      hidden: [pathToFileURL(path.resolve("extension")).href, pathToFileURL(path.resolve("out")).href],
    };
    this.#runner = new Runner({
      scope: this.#scope,
      imports: new Imports(new NodeModules(options, engine, () => () => undefined)),
      interrupts: new InterruptFlag(new Int32Array(this.flag), () => undefined),
      errors,
      showing: { colors: false, errors, keep: () => null },
      importable: () => ({ tensor: null, fit: null }),
      explain: () => undefined,
      debugNames: () => null,
      compile: (code, url) => new vm.Script(code, { filename: url }).runInThisContext() as unknown,
      fileUrl: (file) => pathToFileURL(file).href,
      closeGroups: () => undefined,
      outputs: () =>
        new RunOutputs(
          (output) => this.#outputs.push(output),
          { characters: 1e6, overflow: null },
          () => undefined,
        ),
    });
  }

  /** Takes a cell out of the notebook; its variables stay in the kernel. */
  remove(id: string): void {
    this.#order.splice(this.#order.indexOf(id), 1);
  }

  /** Runs a cell: a new one below the others, or again the one called `id`. */
  async run(text: string, id = `cell-${this.#order.length + 1}`): Promise<CellResult> {
    if (!this.#order.includes(id)) this.#order.push(id);
    const above = this.#order
      .slice(0, this.#order.indexOf(id))
      .map((cell) => ({ cell, names: this.#scope.names(cell) }));
    const run = ++this.#run;
    const url = `gradbook-cell:test-${run}`;
    this.#outputs = [];
    let error: CellError | null;
    let names = this.#scope.names(id);
    try {
      const transformed = transformCell(text, url, above, this.#debugged);
      const request = {
        run,
        cell: id,
        execution: run,
        url,
        text,
        transformed,
        above: above.map(({ cell }) => cell),
        below: this.#order.slice(this.#order.indexOf(id) + 1),
        path: null,
        points: 1,
        only: {},
        kept: {},
      };
      ({ error, names } = await this.#runner.run(request));
    } catch (thrown) {
      if (!(thrown instanceof CellSyntaxError)) throw thrown;
      error = describeSyntaxError(thrown, { cell: id, execution: run, text });
    }
    const result = this.#outputs.find(
      (output) => output.type === "display" && output.id.startsWith("result-"),
    );
    const shown = result?.type === "display" ? String(result.data["text/plain"]) : null;
    return { shown, error, outputs: this.#outputs, names };
  }

  /** Runs cells one below the other and gives the last one's shown value; a cell that throws fails the test. */
  async last(...texts: string[]): Promise<string | null> {
    let shown: string | null = null;
    for (const text of texts) {
      const result = await this.run(text);
      if (result.error) throw new Error(result.error.stack);
      shown = result.shown;
    }
    return shown;
  }
}
