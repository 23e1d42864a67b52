/**
 * What only Python needs: `**kwargs` that a constructor hands on to a base that takes none, and names that a loop gives
 * to what it draws at once.
 */
import type { Block, Expr, Param, Program, Stmt, StmtOf } from "../python/ast.ts";
import { visitAll, visitBlock } from "./walk.ts";

/** Rewrites the program in place. */
export function rewriteKeywords(program: Program): Program {
  visitBlock(program, (part) => {
    if (part.kind === "class") part.block.body.forEach(withoutKeywords);
    return true;
  });
  addedByName(program);
  onFiguresOfTheirOwn(program);
  for (const s of program.body) if (s.kind === "for") drawnAtOnce(s);
  return program;
}

/** `self._modules[name] = module` → `self.add_module(name, module)`; `self._modules.values()` → `self.children()`. */
function addedByName(block: Block): void {
  block.body = block.body.map((s): Stmt => {
    const [target] = s.kind === "assign" ? s.targets : [];
    if (s.kind !== "assign" || target?.kind !== "subscript" || s.targets.length > 1) return s;
    const [name] = target.items;
    if (!name || !isModules(target.object)) return s;
    const { start, end } = target;
    const func: Expr = { kind: "attribute", object: target.object.object, name: "add_module", start, end };
    const args = [name, s.value].map((value) => ({ value, name: null, spread: "" as const, start, end }));
    return { ...s, kind: "expression", value: { kind: "call", func, args, start, end } };
  });
  for (const s of block.body) {
    for (const inner of blocksOf(s)) addedByName(inner);
    visitAll(s, (part) => {
      if (
        part.kind === "call" &&
        part.func.kind === "attribute" &&
        part.func.name === "values" &&
        isModules(part.func.object)
      )
        part.func = { ...part.func, object: part.func.object.object, name: "children" };
      return true;
    });
  }
}

function isModules(value: Expr): value is Extract<Expr, { kind: "attribute" }> {
  return value.kind === "attribute" && value.name === "_modules";
}

function blocksOf(s: Stmt): Block[] {
  switch (s.kind) {
    case "if":
      return [...s.branches.map(({ block }) => block), ...(s.otherwise ? [s.otherwise] : [])];
    case "for":
    case "while":
    case "def":
    case "class":
    case "with":
      return [s.block];
    default:
      return [];
  }
}

/** `def __init__(self, n, **kwargs)`, where `super().__init__(**kwargs)` is all that becomes of them. */
function withoutKeywords(s: Stmt): void {
  if (s.kind !== "def" || s.name !== "__init__") return;
  const last = s.params[s.params.length - 1];
  if (last?.spread !== "**") return;
  const calls = s.block.body.flatMap((each) =>
    each.kind === "expression" && isSuperInit(each.value) ? [each.value] : [],
  );
  const handedOn = calls.flatMap(({ args }) =>
    args.filter((arg) => arg.spread === "**" && isName(arg.value, last)),
  );
  let uses = 0;
  visitBlock(s.block, (part) => {
    if (isName(part, last)) uses++;
    return true;
  });
  if (uses !== handedOn.length) return;
  s.params = s.params.slice(0, -1);
  for (const call of calls) call.args = call.args.filter((arg) => !handedOn.includes(arg));
}

function isName(part: Expr | Stmt, { name }: Param): boolean {
  return part.kind === "name" && part.id === name;
}

function isSuperInit(value: Expr): value is Extract<Expr, { kind: "call" }> {
  return value.kind === "call" && value.func.kind === "attribute" && value.func.name === "__init__";
}

/** `_, axes = plt.subplots(1, 3)`, and `for ax, f in zip(axes, fs): d2l.plot(…, axes=ax)`: a figure each. */
function onFiguresOfTheirOwn(program: Program): void {
  const { body } = program;
  const made = body.findIndex((s) => axesMadeBy(s) !== null);
  const axes = body[made] && axesMadeBy(body[made]);
  const loop = body
    .slice(made + 1)
    .find((s) => s.kind === "for" && zippedWith(s.source, axes ?? "") !== null);
  if (axes === null || axes === undefined || loop?.kind !== "for") return;
  const { target } = loop;
  const over = zippedWith(loop.source, axes);
  const uses = { axes: 0, plain: 0 };
  for (const s of body)
    visitAll(s, (part) => {
      if (part.kind === "name" && part.id === axes) uses.axes++;
      return true;
    });
  if (target.kind !== "tuple" || target.items.length !== 2 || !over || uses.axes !== 2) return;
  const [ax, item] = target.items;
  if (ax?.kind !== "name" || !item) return;
  visitBlock(loop.block, (part) => {
    if (part.kind === "name" && part.id === ax.id) uses.plain++;
    if (part.kind === "call" && part.args.some(({ name, value }) => name === "axes" && value.kind === "name"))
      uses.plain--;
    return true;
  });
  if (uses.plain !== 0) return;
  loop.target = item;
  loop.source = over;
  body.splice(made, 1);
}

function axesMadeBy(s: Stmt): string | null {
  if (s.kind !== "assign" || s.value.kind !== "call" || s.value.func.kind !== "attribute") return null;
  const [target] = s.targets;
  const axes = s.value.func.name === "subplots" && target?.kind === "tuple" ? target.items[1] : undefined;
  return axes?.kind === "name" ? axes.id : null;
}

function zippedWith(source: Expr, axes: string): Expr | null {
  if (source.kind !== "call" || source.func.kind !== "name" || source.func.id !== "zip") return null;
  const [first, second] = source.args;
  return first?.value.kind === "name" && first.value.id === axes ? (second?.value ?? null) : null;
}

/** `for b in bs: x = …; plt.plot(x, f(x))`: the curve without the name for its x, if nothing else is done with it. */
function drawnAtOnce(s: StmtOf<"for">): void {
  const [given, drawn] = s.block.body;
  if (s.block.body.length !== 2 || given?.kind !== "assign" || drawn?.kind !== "expression") return;
  const [target] = given.targets;
  if (given.targets.length !== 1 || target?.kind !== "name") return;
  const { value } = drawn;
  if (value.kind !== "call" || value.func.kind !== "attribute" || value.func.name !== "plot") return;
  put(value, target.id, given.value);
  s.block.body = [{ ...drawn, leading: [...given.leading, ...drawn.leading] }];
}

/** Puts a value in the place of each use of a name. */
function put(part: object, name: string, value: Expr): void {
  for (const [key, inner] of Object.entries(part) as [string, unknown][]) {
    if (Array.isArray(inner)) {
      inner.forEach((item: unknown, i) => {
        if (isUse(item, name)) inner[i] = structuredClone(value);
        else if (typeof item === "object" && item !== null) put(item, name, value);
      });
    } else if (isUse(inner, name)) Reflect.set(part, key, structuredClone(value));
    else if (typeof inner === "object" && inner !== null) put(inner, name, value);
  }
}

function isUse(part: unknown, name: string): boolean {
  return (
    typeof part === "object" &&
    part !== null &&
    "kind" in part &&
    "id" in part &&
    part.kind === "name" &&
    part.id === name
  );
}
