/** A program of one file without any library: for what is a matter of a cell's text alone. */
import ts from "typescript";

const file = "/scratch.ts";

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.Preserve,
  moduleDetection: ts.ModuleDetectionKind.Force,
  noLib: true,
  noResolve: true,
  types: [],
};

export class Scratch {
  #text = "";
  #version = 0;
  readonly #service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => `${this.#version}`,
    getScriptSnapshot: (name) => (name === file ? ts.ScriptSnapshot.fromString(this.#text) : undefined),
    getCurrentDirectory: () => "/",
    getDefaultLibFileName: () => "/lib.d.ts",
    fileExists: (name) => name === file,
    readFile: () => undefined,
  });

  /** Asks about a text; what is asked must not be kept. */
  ask<R>(text: string, question: (service: ts.LanguageService, file: string) => R): R {
    if (text !== this.#text) {
      this.#text = text;
      this.#version++;
    }
    return question(this.#service, file);
  }
}
