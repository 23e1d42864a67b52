/** All notebooks that are open, and the answers to what the editor asks of their cells. */
import ts from "typescript";
import { setLanguage } from "../../kernel/protocol/messages.ts";
import type { Completions, Method, NotebookState, Requests, Setup } from "../protocol.ts";
import { Files } from "./files.ts";
import { completionDetails, completions } from "./features/completions.ts";
import { diagnostics, stamps } from "./features/diagnostics.ts";
import { fixes, sourceFixes } from "./features/codeActions.ts";
import { folds, format, formatTyped, symbols } from "./features/formatting.ts";
import { hover, variables } from "./features/hover.ts";
import { definition, highlights, references } from "./features/navigation.ts";
import { rename, renameTarget } from "./features/rename.ts";
import { signatures } from "./features/signatures.ts";
import { semanticTokens } from "./features/semanticTokens.ts";
import { importEdit } from "./importing/importEdit.ts";
import type { Machine } from "./machine.ts";
import { dirname, join, normalize } from "./paths.ts";
import { Project, type Cell } from "./project.ts";
import { Scratch } from "./scratch.ts";

type Answers = { [M in Method]: (params: Requests[M]["params"]) => Requests[M]["result"] };

export class Notebooks {
  readonly #setup: Setup;
  readonly #files: Files;
  readonly #scratch = new Scratch();
  readonly #registry: ts.DocumentRegistry;
  readonly #projects = new Map<string, Project>();
  #count = 0;

  constructor(setup: Setup, machine: Machine) {
    this.#setup = setup;
    this.#registry = ts.createDocumentRegistry(machine.isCaseSensitive);
    const shipped = [setup.libraries, dirname(setup.engine)].map((folder) => `${normalize(folder)}/`);
    this.#files = new Files(machine, shipped);
    speak(setup, machine);
  }

  update({ notebook, folder, cells }: NotebookState): void {
    let project = this.#projects.get(notebook);
    if (!project) {
      const root = `/gradbook-cells/${++this.#count}`;
      project = new Project(root, folder, this.#setup, this.#files, this.#registry);
      this.#projects.set(notebook, project);
    }
    project.setCells(folder, cells);
  }

  setText(id: string, text: string): void {
    for (const project of this.#projects.values()) project.setText(id, text);
  }

  /** @param paths which; where it is not told, any */
  filesChanged(paths: readonly string[]): void {
    this.#files.machine.changed(paths);
    this.lookAgain();
  }

  /** What was not there may be there now. */
  lookAgain(): void {
    for (const project of this.#projects.values()) project.filesChanged();
  }

  close(notebook: string): void {
    this.#projects.get(notebook)?.dispose();
    this.#projects.delete(notebook);
  }

  /** @throws for a cell of no open notebook */
  answer<M extends Method>(method: M, params: Requests[M]["params"]): Requests[M]["result"] {
    try {
      return this.#answers[method](params);
    } catch (error) {
      // Whatever was being inferred was left half done.
      for (const project of this.#projects.values()) {
        const cell = project.cell(params.cell);
        if (cell) project.renew(cell);
      }
      throw error;
    }
  }

  #cell(id: string): Cell {
    for (const project of this.#projects.values()) {
      const cell = project.cell(id);
      if (cell) return cell;
    }
    throw new Error(`There is no cell ${id}.`);
  }

  /** A cell of which something will be asked that takes types. */
  #typed(id: string): Cell {
    const cell = this.#cell(id);
    cell.project.prepare(cell);
    return cell;
  }

  /** A cell of which something will be asked that is looked for in all cells. */
  #everywhere(id: string): Cell {
    const cell = this.#typed(id);
    cell.project.settle();
    return this.#typed(id);
  }

  /** Names that may stand anywhere need no types, but for what is expected there: not all is inferred beforehand. */
  #completions(cell: Cell, offset: number, trigger: string | undefined): Completions {
    const { project } = cell;
    project.settle(cell);
    if (!/(?:^|[^.\s])\s*[\p{ID_Continue}$]*$/u.test(cell.text.slice(0, offset))) project.prepare(cell);
    try {
      return completions(cell, offset, trigger);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      project.renew(cell);
      project.prepare(cell);
      return completions(cell, offset, trigger);
    }
  }

  readonly #answers: Answers = {
    diagnostics: ({ cell }) => diagnostics(this.#cell(cell)),
    stamps: ({ cell }) => stamps(this.#cell(cell)),
    completions: ({ cell, offset, trigger }) => this.#completions(this.#cell(cell), offset, trigger),
    completionDetails: ({ cell, offset, name, importFrom }) =>
      completionDetails(this.#typed(cell), offset, name, importFrom),
    importEdits: ({ cell, names }) => [importEdit(this.#cell(cell).text, "gradbook", names)],
    hover: ({ cell, offset }) => hover(this.#typed(cell), offset),
    signatures: ({ cell, offset }) => signatures(this.#typed(cell), offset),
    definition: ({ cell, offset }) => definition(this.#typed(cell), offset),
    references: ({ cell, offset, declaration }) => references(this.#everywhere(cell), offset, declaration),
    highlights: ({ cell, offset }) => highlights(this.#typed(cell), offset),
    variables: ({ cell }) => variables(this.#cell(cell)),
    renameTarget: ({ cell, offset }) => renameTarget(this.#typed(cell), offset),
    rename: ({ cell, offset, name }) => rename(this.#everywhere(cell), offset, name),
    semanticTokens: ({ cell }) => semanticTokens(this.#typed(cell)),
    format: ({ cell, style, span }) => format(this.#scratch, this.#cell(cell).text, style, span),
    formatTyped: ({ cell, offset, typed, style }) =>
      formatTyped(this.#scratch, this.#cell(cell).text, offset, typed, style),
    folds: ({ cell }) => folds(this.#scratch, this.#cell(cell).text),
    fixes: ({ cell, span, code }) => fixes(this.#typed(cell), span, code),
    sourceFixes: ({ cell }) => sourceFixes(this.#typed(cell), this.#scratch),
    symbols: ({ cell }) => symbols(this.#scratch, this.#cell(cell).text),
  };
}

/** Lets the kernel's messages and TypeScript's, where they are there, speak the editor's language. */
function speak({ libraries, language }: Setup, machine: Machine): void {
  setLanguage(language);
  ts.validateLocaleAndSetLanguage(language, {
    getExecutingFilePath: () => join(libraries, "typescript.js"),
    resolvePath: normalize,
    fileExists: (file) => machine.fileExists(file),
    readFile: (file) => machine.readFile(file),
  });
}
