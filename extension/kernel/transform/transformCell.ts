/** Cell text in TypeScript → the text of a JavaScript function that runs it. Pure. */
import ts from "typescript";
import { markBoundControls } from "./boundControls.ts";
import { ownNames, type CellName, type NameKind } from "./declarations.ts";
import { emitJavaScript } from "./emit.ts";
import { addDebugGuards } from "./guards/debugGuards.ts";
import { refuseEarlyErrors } from "./earlyErrors.ts";
import { eraseTypes } from "./eraseTypes.ts";
import { functionTexts, type FunctionTexts } from "./functionTexts.ts";
import { addGuards } from "./guards/guards.ts";
import { takeImports, type CellImport, type ImportedModule } from "./imports.ts";
import { returnLastExpression, whatIsDone, type LastStatement } from "./lastExpression.ts";
import { parseText } from "./syntax/parse.ts";
import { recursiveFunctions } from "./guards/recursion.ts";
import { isDeferred } from "./deferred.ts";
import { unwrapped, valueReferences, type Reference } from "./references.ts";
import { rewriteReferences } from "./rewrite.ts";
import type { SourceMapV3 } from "./syntax/sourceMap.ts";
import { CellSyntaxError } from "./syntax/syntaxError.ts";
import { TextEdits } from "./syntax/textEdits.ts";
import { adaptTopLevel } from "./topLevel.ts";

export { CellSyntaxError };
export type { CellImport, CellName, FunctionTexts, LastStatement, NameKind, SourceMapV3 };

/** The names that a cell above gives at run time. */
export interface NamesAbove {
  cell: string;
  names: Iterable<string>;
}

/**
 * A cell as JavaScript. `code` is an expression, an async function whose parameters are, in this order: flag
 * (Int32Array), check, awaited, waits, import, meta, own; then the namespace of each of `imports`; then the scope of
 * each of `uses`, an object whose properties are that cell's variables; then, if there are `late` names or `controls`, the
 * object whose properties those are; then, if there are `controls`, what binds them to names.
 * The function first calls `own` with an object of accessors to the cell's variables, which throw a
 * ReferenceError until the declaration is reached.
 */
export interface TransformedCell {
  code: string;
  /** From positions in `code` to positions in the cell. */
  map: SourceMapV3;
  names: CellName[];
  imports: CellImport[];
  /** Ids of the cells above whose variables this one uses. */
  uses: string[];
  /** Names that neither the cell nor one above declares, nor JavaScript: looked up when they are used, in `late`. */
  late: string[];
  /** Of the names that the cell takes from outside, those that only its functions use, once they are called. */
  deferred: string[];
  /** Names that the cell takes from outside, and those of them that it assigns to. */
  reads: string[];
  writes: string[];
  /** What functions look like to their author; null when no edit changed one, or TypeScript wrote the code. */
  functions: FunctionTexts | null;
  /** What the last statement does; null where it is no expression, and the cell has no value. */
  last: LastStatement | null;
  /** Whether it has names that may stand for a control. */
  controls: boolean;
  /** TypeScript turned declarations into `var`s, which are undefined rather than unreachable before their turn. */
  hoisted: boolean;
}

/**
 * @param text the cell
 * @param url what stack traces are to call the cell
 * @param above the cells above that have run, in the notebook's order: the nearest declaration wins
 * @param debugged whether a debugger is to step through it
 * @param yields loops of the cell itself come to the thread's messages now and then: where no memory is shared
 * @throws {CellSyntaxError} with the position in the cell
 */
export function transformCell(
  text: string,
  url: string,
  above: readonly NamesAbove[],
  debugged = false,
  yields = false,
): TransformedCell {
  const parsed = parseText(text);
  const { file } = parsed;
  const prefix = freePrefix(text);
  const edits = new TextEdits(text);
  const references = valueReferences(parsed);
  const names = ownNames(file, references);
  refuseEarlyErrors(file);

  const types = eraseTypes(file, edits);

  // From here on, what wraps a larger piece of the text comes before what wraps a smaller one.
  edits.blank(0, ts.getShebang(text)?.length ?? 0);
  const modules = takeImports(parsed, edits);
  const guards = { flag: `${prefix}flag`, check: `${prefix}check`, count: `${prefix}n` };
  if (!debugged) addGuards(file, recursiveFunctions(file, references), guards, edits, yields);
  const bind = `${prefix}control`;
  const controls = markBoundControls(file, references, bind, edits);
  const top = {
    awaited: `${prefix}awaited`,
    waits: `${prefix}waits`,
    import: `${prefix}import`,
    meta: `${prefix}meta`,
  };
  const shown = returnLastExpression(file, top, edits);
  if (debugged) addDebugGuards(file, shown, guards, edits);
  adaptTopLevel(file, top, edits);
  const scopes = new CellScopes(above, prefix);
  const late = new LateUses(prefix);
  const imported = importedNames(modules, prefix);
  rewriteReferences(
    file,
    references,
    (use) => imported(use) ?? scopes.substitute(use) ?? late.substitute(use),
    debugged ? "all" : shown,
    edits,
  );

  const imports = modules.map(({ module }) => module);
  types.parenthesize();
  const parameters = [
    ...["flag", "check", "awaited", "waits", "import", "meta", "own"].map((name) => prefix + name),
    ...imports.map((_, i) => `${prefix}m${i}`),
    ...scopes.uses.map((_, i) => `${prefix}c${i}`),
    ...(late.names.size > 0 || controls ? [`${prefix}late`] : []),
    ...(controls ? [bind] : []),
  ];
  const edited = edits.apply();
  const head = `(async function(${parameters.join(",")}){"use strict";${prefix}own({${accessors(names, modules, prefix)}});\n`;
  const { code, map, hoisted } = emitJavaScript(edited, {
    source: { text, url },
    parsed,
    complete: types.complete,
    head,
    tail: "\n})",
  });
  const functions = types.complete ? functionTexts(file, edits, edited, head.length) : null;
  const outside = references.filter(({ symbol }) => !symbol);
  const reads = namesOf(outside);
  const writes = namesOf(outside.filter(({ written }) => written));
  const atOnce = new Set(namesOf(outside.filter(({ id }) => !isDeferred(id))));
  const deferred = reads.filter((name) => !atOnce.has(name));
  const { uses } = scopes;
  const taken = { uses, late: [...late.names], reads, deferred, writes };
  const last = shown && whatIsDone(shown);
  return { code, map, names, imports, ...taken, controls, functions, last, hoisted };
}

function namesOf(references: readonly Reference[]): string[] {
  return [...new Set(references.map(({ id }) => id.text))];
}

/** Which variables of the cells above a cell uses, and under which parameter. */
class CellScopes {
  readonly uses: string[] = [];
  readonly #cellOf = new Map<string, string>();
  readonly #prefix: string;

  constructor(above: readonly NamesAbove[], prefix: string) {
    this.#prefix = prefix;
    for (const { cell, names } of above) for (const name of names) this.#cellOf.set(name, cell);
  }

  substitute({ id, symbol }: Reference): string | null {
    const cell = symbol ? undefined : this.#cellOf.get(id.text);
    if (cell === undefined) return null;
    const known = this.uses.indexOf(cell);
    const index = known >= 0 ? known : this.uses.push(cell) - 1;
    return `${this.#prefix}c${index}.${id.text}`;
  }
}

/** Names that no cell above declares: a cell below may, by the time they are used. */
class LateUses {
  readonly names = new Set<string>();
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  substitute({ id, symbol }: Reference): string | null {
    const name = id.text;
    if (symbol || name === "arguments" || isBuiltIn(name)) return null;
    this.names.add(name);
    const asked = ts.isTypeOfExpression(unwrapped(id).parent);
    return asked ? `${this.#prefix}late["typeof ${name}"]` : `${this.#prefix}late.${name}`;
  }
}

/** Whether the name is there in every cell. */
function isBuiltIn(name: string): boolean {
  return name in globalThis || name === "display";
}

function importedNames(
  modules: readonly ImportedModule[],
  prefix: string,
): (use: Reference) => string | null {
  return ({ symbol }) => {
    for (const declaration of symbol?.declarations ?? []) {
      for (const [i, module] of modules.entries()) {
        const name = module.declarations.get(declaration);
        if (!name) continue;
        name.used = true;
        return importedText(prefix, i, name.imported);
      }
    }
    return null;
  };
}

function importedText(prefix: string, module: number, imported: string): string {
  if (imported === "*") return `${prefix}m${module}`;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(imported)
    ? `${prefix}m${module}.${imported}`
    : `${prefix}m${module}[${JSON.stringify(imported)}]`;
}

function accessors(names: readonly CellName[], modules: readonly ImportedModule[], prefix: string): string {
  const parts: string[] = [];
  for (const { name, kind, live } of names) {
    if (kind === "type" || kind === "import") continue;
    parts.push(`get ${name}(){return ${name}}`);
    if (live) parts.push(`set ${name}(${prefix}v){${name}=${prefix}v}`);
  }
  for (const [i, { module }] of modules.entries()) {
    for (const { local, imported } of module.names) {
      parts.push(`get ${local}(){return ${importedText(prefix, i, imported)}}`);
    }
  }
  return parts.join(",");
}

/** A beginning for our own names that no name in the text has. */
function freePrefix(text: string): string {
  let prefix = "$";
  while (
    new RegExp(
      `\\${prefix.split("").join("\\")}(flag|check|awaited|waits|import|meta|own|late|control|[mc]\\d+|[nv])\\b`,
    ).test(text)
  ) {
    prefix += "$";
  }
  return prefix;
}
