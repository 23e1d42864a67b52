/**
 * Where TypeScript must declare what Python just assigns: Python's names live in the whole function, TypeScript's
 * in their block.
 */
import type { Block, Stmt, StmtOf } from "../python/ast.ts";
import { outerNames, type Reference, referencesOf, type ScopeNode } from "./references.ts";

export interface Declarations {
  /** Names that a statement declares by assigning them; for a `for`, those of its target. */
  at: ReadonlyMap<Stmt, ReadonlySet<string>>;
  /** Names to be declared before a statement. */
  before: ReadonlyMap<Stmt, readonly string[]>;
  /** Names that are assigned more than once. */
  mutable: ReadonlySet<string>;
  /** Names that an earlier cell declared: read before they are assigned here. */
  earlier: ReadonlySet<string>;
}

/**
 * @param isInPlace whether `x += y` changes what x holds rather than x
 * @param readBelow names of a cell that cells below it read: they must outlive the block that assigns them
 * @param changedHere names of cells above whose functions read them: a cell that assigns them gives them another value
 */
export function declarationsOf(
  scope: ScopeNode,
  isInPlace: (s: StmtOf<"augment">) => boolean,
  readBelow: ReadonlySet<string> = new Set(),
  changedHere: ReadonlySet<string> = new Set(),
): Declarations {
  const root = "block" in scope ? scope.block : scope;
  const params = new Set("params" in scope ? scope.params.map(({ name }) => name) : []);
  const outer = outerNames(root);
  const at = new Map<Stmt, Set<string>>();
  const before = new Map<Stmt, string[]>();
  const mutable = new Set<string>();
  const earlier = new Set<string>();
  for (const [name, references] of grouped(referencesOf(scope, isInPlace))) {
    const stores = references.filter(({ store }) => store);
    if (stores.length === 0 || params.has(name) || outer.has(name)) continue;
    const first = references.find(({ closure }) => !closure);
    if (!("params" in scope) && (first?.store === false || changedHere.has(name))) {
      earlier.add(name);
      continue;
    }
    const outlives = readBelow.has(name);
    for (const part of outlives ? [references] : lives(references, root)) {
      const found = placeOf(part, root, outlives);
      if (found.statement) at.set(found.statement, (at.get(found.statement) ?? new Set()).add(name));
      else if (found.before) before.set(found.before, [...(before.get(found.before) ?? []), name]);
      const several = part.filter(({ store }) => store).length > 1 || part.some((r) => r.store && r.closure);
      if (several || !found.statement) mutable.add(name);
    }
  }
  return { at, before, mutable, earlier };
}

/**
 * The references to one name, parted into those that could as well be to different names: two loops with the same
 * variable, of which nothing is read after either.
 */
function lives(references: readonly Reference[], root: Block): (readonly Reference[])[] {
  const { block } = commonBlock(references, root);
  const groups = [
    ...grouped(references, ({ path }) => path.find((place) => place.block === block)?.index ?? 0).values(),
  ];
  if (groups.length < 2) return [references];
  const apart = groups.map((group, i) => {
    const next = groups[i + 1]?.[0];
    const ends = !next || (next.store && !next.closure);
    const nested = group.every(({ path }) => path.at(-1)?.block !== block);
    return nested && ends && group[0]?.store === true && placeOf(group, root).statement !== undefined;
  });
  const rest = groups.filter((_, i) => !apart[i]).flat();
  // A function that reads the name reads whichever was assigned last.
  if (rest.some(({ closure }) => closure)) return [references];
  return [...groups.filter((_, i) => apart[i]), ...(rest.length > 0 ? [rest] : [])];
}

/** The statement that can declare the name by assigning it, or else the one to declare it before. */
function placeOf(
  references: readonly Reference[],
  root: Block,
  outlives = false,
): { statement?: Stmt; before?: Stmt } {
  const { block, first } = outlives ? rootOf(references, root) : commonBlock(references, root);
  const start = references.find(({ closure }) => !closure);
  const place = start?.path.at(-1);
  const statement = place && statementAt(place.block, place.index, references);
  if (start?.store && place?.block === block && statement && declares(statement)) return { statement };
  const before = block.body[Math.max(0, first)];
  return before ? { before } : {};
}

function grouped<K = string>(
  references: readonly Reference[],
  by: (reference: Reference) => K = ({ name }) => name as K,
): Map<K, Reference[]> {
  const groups = new Map<K, Reference[]>();
  for (const reference of references) {
    const key = by(reference);
    const group = groups.get(key);
    if (group) group.push(reference);
    else groups.set(key, [reference]);
  }
  return groups;
}

/** The program itself, and its first statement that has one of the references. */
function rootOf(references: readonly Reference[], root: Block): { block: Block; first: number } {
  return { block: root, first: Math.min(...references.map(({ path }) => path[0]?.index ?? 0)) };
}

/**
 * For each cell the names that it gives another value, and not only a meaning of its own: functions in cells above read
 * what cells above have declared.
 */
export function changedNames(
  programs: readonly ScopeNode[],
  isInPlace: (s: StmtOf<"augment">) => boolean,
): ReadonlySet<string>[] {
  const declared = new Set<string>();
  const readByFunctions = new Set<string>();
  return programs.map((program) => {
    const references = referencesOf(program, isInPlace);
    const stored = references.filter(({ store, closure }) => store && !closure).map(({ name }) => name);
    const changed = new Set(stored.filter((name) => declared.has(name) && readByFunctions.has(name)));
    for (const name of stored) declared.add(name);
    for (const { name, closure, store } of references)
      if (closure && !store && declared.has(name)) readByFunctions.add(name);
    return changed;
  });
}

/** The names that a program reads before it assigns them, if it does. */
export function namesRead(program: ScopeNode, isInPlace: (s: StmtOf<"augment">) => boolean): Set<string> {
  const names = new Set<string>();
  for (const [name, references] of grouped(referencesOf(program, isInPlace)))
    if (references[0]?.store === false) names.add(name);
  return names;
}

/** The innermost block that all references are in, and the first statement of it that has one. */
function commonBlock(references: readonly Reference[], root: Block): { block: Block; first: number } {
  let block = root;
  for (let depth = 0; ; depth++) {
    const candidate = references[0]?.path[depth]?.block;
    if (!candidate || !references.every(({ path }) => path[depth]?.block === candidate)) break;
    block = candidate;
  }
  const places = references.flatMap(({ path }) => path.filter((place) => place.block === block));
  return { block, first: Math.min(...places.map(({ index }) => index)) };
}

/** Index −1 is the `for` whose block it is, which the path names one step further up. */
function statementAt(block: Block, index: number, references: readonly Reference[]): Stmt | undefined {
  if (index >= 0) return block.body[index];
  for (const { path } of references) {
    const at = path.findIndex((place) => place.block === block);
    const above = path[at - 1];
    if (above) return above.block.body[above.index];
  }
  return undefined;
}

function declares({ kind }: Stmt): boolean {
  return kind === "assign" || kind === "def" || kind === "class" || kind === "for";
}
