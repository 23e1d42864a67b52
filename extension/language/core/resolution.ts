/**
 * Long chains of inferred types. TypeScript infers the type of a name from the types of the names that it is made of,
 * by a recursion that ends in a stack overflow where hundreds of cells stand on each other. So those below are asked
 * about first.
 */
import ts from "typescript";
import type { Cell, Project } from "./project.ts";

/** Chains up to this length are left to TypeScript, which infers only what it needs. */
const short = 40;

interface Link {
  cell: Cell;
  name: string;
}

export class Resolution {
  readonly #checker: ts.TypeChecker;
  /** Names by the files that the checker knows them from. */
  readonly #done = new WeakMap<ts.SourceFile, Set<string>>();

  /** @param checker which remembers what it inferred */
  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  isFor(checker: ts.TypeChecker): boolean {
    return checker === this.#checker;
  }

  /** Has the types inferred that what `cell` takes from others is made of. */
  prepare(cell: Cell): void {
    const { program } = cell.project;
    const links = this.#chain(cell, program);
    if (links.length <= short) return;
    for (const link of links) infer(this.#checker, program, link);
  }

  /** What the names that `cell` imports are made of, what is used before what uses it. */
  #chain(cell: Cell, program: ts.Program): Link[] {
    const ordered: Link[] = [];
    const open: { link: Link | null; needs: Link[] }[] = [{ link: null, needs: importsOf(cell) }];
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const next = top.needs.pop();
      if (!next) {
        if (top.link) ordered.push(top.link);
        open.pop();
        continue;
      }
      const file = program.getSourceFile(next.cell.file);
      if (!file || this.#isDone(file, next.name)) continue;
      open.push({ link: next, needs: needsOf(next) });
    }
    return ordered;
  }

  /** Whether the name was come by before; from now on, it was. */
  #isDone(file: ts.SourceFile, name: string): boolean {
    const done = this.#done.get(file);
    if (!done) this.#done.set(file, new Set([name]));
    else if (done.has(name)) return true;
    else done.add(name);
    return false;
  }
}

function importsOf(cell: Cell): Link[] {
  return cell.prefix.names.flatMap(({ name, from }) => linkTo(cell.project, from, name));
}

function needsOf({ cell, name }: Link): Link[] {
  const needs = cell.names.needs.get(name);
  if (!needs) return [];
  const imported = cell.prefix.names.filter((candidate) => needs.has(candidate.name));
  const own = cell.names.names.filter((candidate) => candidate.name !== name && needs.has(candidate.name));
  return [
    ...own.map((candidate) => ({ cell, name: candidate.name })),
    ...imported.flatMap((candidate) => linkTo(cell.project, candidate.from, candidate.name)),
  ];
}

function linkTo(project: Project, number: number, name: string): Link[] {
  const cell = project.numbered(number);
  return cell ? [{ cell, name }] : [];
}

function infer(checker: ts.TypeChecker, program: ts.Program, { cell, name }: Link): void {
  const file = program.getSourceFile(cell.file);
  const module = file && checker.getSymbolAtLocation(file);
  const exported = module?.exports?.get(ts.escapeLeadingUnderscores(name));
  if (!exported) return;
  const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
  const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
  if ((symbol.flags & ts.SymbolFlags.Value) === 0) return;
  for (const signature of checker.getTypeOfSymbol(symbol).getCallSignatures()) signature.getReturnType();
}
