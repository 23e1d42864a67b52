/** `class`. */
import type { ClassInfo, FunctionInfo, Type } from "../../analysis/types.ts";
import { isModuleClass, methodOf } from "../../analysis/types.ts";
import { visitBlock } from "../../analysis/walk.ts";
import { argumentsOfForward, requiredMethods } from "../../library/moduleTables.ts";
import type { Expr, Stmt, StmtOf } from "../../python/ast.ts";
import type { Emit } from "../context.ts";
import { type Doc } from "../doc.ts";
import { docstring, parts, withoutDocstring } from "./functions.ts";
import { inheritsField, typeText } from "../typeText.ts";
import { propertyName } from "../code.ts";
import { bracedLines, comment, docComment } from "./lines.ts";

export function classCode(emit: Emit, s: StmtOf<"class">): Doc[] | null {
  const info = emit.inference.classOf(s);
  if (!info) return null;
  const bases = s.bases.filter(
    ({ name, value }) => name === null && !(value.kind === "name" && value.id === "object"),
  );
  const [base] = bases;
  for (const more of [...bases.slice(1), ...s.bases.filter(({ name }) => name !== null)]) {
    emit.mark("expression", emit.text(more));
  }
  for (const decorator of s.decorators) emit.mark("expression", `@${emit.text(decorator)}`);
  const lines = memberLines(emit, s, info, base !== undefined);
  const text = docstring(s.block);
  const word = isBeginning(info) ? "abstract class" : "class";
  const head: Doc = [
    `${word} ${emit.names.of(s.name)}`,
    base ? [" extends ", emit.doc(base.value)] : "",
    " ",
  ];
  return [...(text === null ? [] : docComment(text, true)), [head, bracedLines(lines)]];
}

/** Whether it lacks what the class that it is derived from asks for: only classes derived from it can be made. */
function isBeginning(info: ClassInfo): boolean {
  return requiredOf(info).some((name) => !methodOf(info, name));
}

function requiredOf({ bases }: ClassInfo): readonly string[] {
  return bases.flatMap((base) =>
    base.kind === "library" ? requiredMethods(base.path) : base.kind === "class" ? requiredOf(base.info) : [],
  );
}

/** How many arguments the class above lets `forward` ask for. */
function mostOf(info: ClassInfo | null, name: string): number {
  const [base] = info?.bases ?? [];
  return (name === "forward" && base?.kind === "library" && argumentsOfForward(base.path)) || Infinity;
}

function memberLines(emit: Emit, s: StmtOf<"class">, info: ClassInfo, derived: boolean): Doc[] {
  const block = withoutDocstring(s.block);
  const init = block.body.find((part) => part.kind === "def" && part.name === "__init__");
  const inits = init?.kind === "def" ? init : null;
  const simple = inits && simpleFields(inits, info);
  const given = new Set(simple?.map(({ name }) => name));
  const declared = fieldLines(emit, info, block.body, given);
  const fields = simple ? [...initialisers(emit, info, inits, simple), ...declared] : declared;
  const groups: Doc[][] = fields.length > 0 ? [fields] : [];
  for (const part of block.body) {
    if (part.kind === "def") {
      if (part === inits && simple) continue;
      groups.push([...part.leading.map(comment), ...methodLines(emit, part, derived)]);
    } else if (part.kind === "assign" && part.targets[0]?.kind === "name") {
      groups.unshift([[`static ${emit.names.of(part.targets[0].id)} = `, emit.doc(part.value), ";"]]);
    } else if (part.kind !== "pass") emit.mark("expression", emit.text(part));
  }
  return groups.flatMap((group, i) => (i === 0 ? group : ["", ...group]));
}

interface FieldAssignment {
  name: string;
  value: Expr;
  statement: Stmt;
}

/** The assignments of an `__init__` that does nothing else, so that they can stand in the class itself. */
function simpleFields(init: StmtOf<"def">, info: ClassInfo): FieldAssignment[] | null {
  const self = init.params[0]?.name;
  if (init.params.length !== 1 || self === undefined) return null;
  if (info.bases.some((base) => base.kind === "class")) return null;
  const fields: FieldAssignment[] = [];
  for (const s of withoutDocstring(init.block).body) {
    if (s.kind === "expression" && isSuperInit(s.value)) continue;
    const [target] = s.kind === "assign" ? s.targets : [];
    if (s.kind !== "assign" || s.targets.length > 1 || target?.kind !== "attribute") return null;
    if (target.object.kind !== "name" || target.object.id !== self) return null;
    if (fields.some(({ name }) => name === target.name)) return null;
    fields.push({ name: target.name, value: s.value, statement: s });
  }
  return init.block.closing.length === 0 ? fields : null;
}

function isSuperInit(value: Expr): boolean {
  return value.kind === "call" && value.func.kind === "attribute" && value.func.name === "__init__";
}

function initialisers(
  emit: Emit,
  info: ClassInfo,
  init: StmtOf<"def">,
  fields: readonly FieldAssignment[],
): Doc[] {
  const before = emit.self;
  emit.self = init.params[0]?.name ?? null;
  const lines = fields.flatMap(({ name, value, statement }): Doc[] => {
    const trailing = statement.trailing === null ? "" : ` ${comment(statement.trailing)}`;
    const type = typeOfEmpty(emit, value, info.fields.get(name));
    return [
      ...statement.leading.map(comment),
      [propertyName(name), type, " = ", emit.doc(value), ";", trailing],
    ];
  });
  emit.self = before;
  return lines;
}

/** TypeScript would take nothing else into an empty list. */
function typeOfEmpty(emit: Emit, value: Expr, field: Type | undefined): string {
  if (value.kind === "constant" && value.value === null) return ": any";
  if ((value.kind !== "list" || value.items.length > 0) && value.kind !== "dict") return "";
  if (value.kind === "dict" && value.entries.length > 0) return "";
  return `: ${(field && typeText(emit, field)) ?? (value.kind === "list" ? "any[]" : "any")}`;
}

/** Declarations of the fields that methods assign, but for those that stand in the class already. */
function fieldLines(emit: Emit, info: ClassInfo, body: readonly Stmt[], given: ReadonlySet<string>): Doc[] {
  const statics = new Set([
    ...given,
    ...body.flatMap((s) => (s.kind === "assign" && s.targets[0]?.kind === "name" ? [s.targets[0].id] : [])),
  ]);
  const own = [...info.fields].filter(([name]) => !statics.has(name) && !inheritsField(info, name));
  const certain = assignedAtOnce(body);
  return own
    .filter(([name]) => !(name === "training" && isModuleClass(info)))
    .map(([name, type]) => {
      const text = fieldText(emit, type);
      // TypeScript does not look into the methods that a constructor calls.
      const late = certain.has(name) || text === "any" || optional(info, name) !== "" ? "" : "!";
      return `${propertyName(name)}${late}: ${text}${optional(info, name)};`;
    });
}

/** Fields that `__init__` itself assigns, wherever in it. */
function assignedAtOnce(body: readonly Stmt[]): Set<string> {
  const names = new Set<string>();
  const init = body.find((part) => part.kind === "def" && part.name === "__init__");
  const note = (target: Expr): void => {
    if (target.kind === "attribute") names.add(target.name);
    if (target.kind === "tuple" || target.kind === "list") target.items.forEach(note);
  };
  if (init?.kind === "def") {
    visitBlock(init.block, (part) => {
      if (part.kind === "assign") part.targets.forEach(note);
      return true;
    });
  }
  return names;
}

function fieldText(emit: Emit, type: Type): string {
  if (type.kind === "tensor" && type.parameter) return `${emit.root("torch")}.nn.Parameter`;
  return typeText(emit, type) ?? "any";
}

function optional(info: ClassInfo, name: string): string {
  const type = info.fields.get(name);
  return info.optional.has(name) && type?.kind !== "unknown" && type?.kind !== "none" ? " | null" : "";
}

/** Methods with a meaning of their own in Python, and what they are here. */
const special: Record<string, string> = {
  __call__: "call",
  __getitem__: "get",
  __str__: "toString",
  __repr__: "toString",
};

function methodLines(emit: Emit, part: StmtOf<"def">, derived: boolean): Doc[] {
  const method = emit.inference.functionOf(part);
  if (!method) return [];
  const decorators = new Set(part.decorators.map((decorator) => emit.text(decorator)));
  const free = decorators.has("staticmethod");
  const getter = decorators.has("property") || part.name === "__len__";
  for (const decorator of decorators) {
    if (!["staticmethod", "classmethod", "property"].includes(decorator))
      emit.mark("expression", `@${decorator}`);
  }
  const params = free ? part.params : part.params.slice(1);
  const self = free ? null : (part.params[0]?.name ?? null);
  const text = docstring(part.block);
  const doc = text === null ? [] : docComment(text, true);
  if (part.name === "__init__") {
    const given = derived ? withSuperFirst(part) : part;
    const { head, body } = parts(emit, given, method, params, self);
    return [...doc, ["constructor", head, body]];
  }
  if (
    /^__\w+__$/.test(part.name) &&
    !(part.name in special) &&
    part.name !== "__len__" &&
    part.name !== "__iter__"
  ) {
    emit.mark("missing", part.name);
  }
  const { head, body } = parts(
    emit,
    part,
    method,
    params,
    self,
    false,
    false,
    mostOf(method.owner, part.name),
  );
  const words = [
    free || decorators.has("classmethod") ? "static " : "",
    method.async ? "async " : "",
    getter ? "get " : "",
    starOf(part, method),
  ];
  return [...doc, [words, methodName(part.name), head, body]];
}

function starOf(part: StmtOf<"def">, method: FunctionInfo): string {
  return method.generator || part.name === "__iter__" ? "*" : "";
}

function methodName(name: string): string {
  if (name === "__len__") return "length";
  if (name === "__iter__") return "[Symbol.iterator]";
  return special[name] ?? propertyName(name);
}

/** TypeScript wants `super()` before anything touches `this`. */
function withSuperFirst(init: StmtOf<"def">): StmtOf<"def"> {
  const { body } = init.block;
  const at = body.findIndex((s) => s.kind === "expression" && isSuperInit(s.value));
  const found = body[at];
  if (!found || at === 0) return init;
  const rest = body.filter((_, i) => i !== at);
  const uses = body.slice(0, at).some((s) => touchesSelf(s, init.params[0]?.name ?? ""));
  return uses ? { ...init, block: { ...init.block, body: [found, ...rest] } } : init;
}

function touchesSelf(s: Stmt, self: string): boolean {
  return JSON.stringify(s).includes(`{"kind":"name","id":${JSON.stringify(self)}`);
}
