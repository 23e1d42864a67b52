/** What an assistant's tools reach where there is no window: notebooks by their paths, the translator, the reference. */
import { statSync } from "node:fs";
import path from "node:path";
import { readReference } from "../agents/readReference.ts";
import type { Reference } from "../agents/reference.ts";
import { ToolError } from "../agents/toolError.ts";
import type { AgentHost } from "../agents/tools.ts";
import { PythonSyntaxError, translate } from "../translate/translate.ts";
import { FileNotebook } from "./fileNotebook.ts";

export class FileHost implements AgentHost {
  readonly #kernelEntry: string;
  readonly #dist: string;
  readonly #notebooks = new Map<string, FileNotebook>();
  #reference: Reference | null = null;

  /** @param dist the folder with the engine's declarations and its page on parity */
  constructor(kernelEntry: string, dist: string) {
    this.#kernelEntry = kernelEntry;
    this.#dist = dist;
  }

  notebook(where: string | undefined): Promise<FileNotebook> {
    if (where === undefined || where === "")
      throw new ToolError("Name the notebook: notebook is the path of a *.grad.md, *.md or *.ipynb file.");
    const file = path.resolve(where);
    if (!/\.(?:md|ipynb)$/i.test(file) || !statSync(file, { throwIfNoEntry: false })?.isFile())
      throw new ToolError(
        `${file} is no notebook: it must be a *.grad.md, *.md or *.ipynb file that exists.`,
      );
    const known = this.#notebooks.get(file);
    known?.refresh();
    const notebook = known ?? new FileNotebook(file, this.#kernelEntry);
    this.#notebooks.set(file, notebook);
    return Promise.resolve(notebook);
  }

  translate(python: string): Promise<{ text: string; marks: string[] }> {
    const marks: string[] = [];
    try {
      const { text } = translate(python, ({ kind, subject, other }) => {
        const said = `TODO(Python): ${[`${kind}:`, subject, other ?? ""].join(" ").trim()}`;
        marks.push(said);
        return said;
      });
      return Promise.resolve({ text, marks: [...new Set(marks)].filter((mark) => text.includes(mark)) });
    } catch (error) {
      if (!(error instanceof PythonSyntaxError)) throw error;
      const { line, column, problem } = error;
      throw new ToolError(
        `This is no Python: line ${line}, column ${column}: ${problem.kind} ${problem.detail}.`,
      );
    }
  }

  reference(query: string): Promise<string | null> {
    this.#reference ??= readReference(this.#dist);
    return Promise.resolve(this.#reference.look(query));
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#notebooks.values()].map((notebook) => notebook.dispose()));
    this.#notebooks.clear();
  }
}
