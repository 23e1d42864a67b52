/** `def`. */
import { declarationsOf } from "../../analysis/declarations.ts";
import { mixedParam, number, tensor, type FunctionInfo, type Type } from "../../analysis/types.ts";
import { contains, leaves } from "../../analysis/walk.ts";
import type { Block, Expr, Param, StmtOf } from "../../python/ast.ts";
import { paramList, withAwaits } from "../arrows.ts";
import { isMutable } from "./assignments.ts";
import type { Emit } from "../context.ts";
import type { Doc } from "../doc.ts";
import { typeText } from "../typeText.ts";
import { bracedLines, docComment } from "./lines.ts";

export function functionCode(emit: Emit, s: StmtOf<"def">): Doc[] | null {
  const info = emit.inference.functionOf(s);
  if (!info) return null;
  const added = s.decorators.find((decorator) => decorator.kind === "call" && isAddToClass(decorator.func));
  if (added?.kind === "call" && added.args[0])
    return methodLater(emit, s, info, emit.doc(added.args[0].value));
  const within = s.decorators.some(
    (decorator) => emit.text(decorator).replace(/\(\)$/, "") === "torch.no_grad",
  );
  const others = s.decorators.filter(
    (decorator) => emit.text(decorator).replace(/\(\)$/, "") !== "torch.no_grad",
  );
  for (const decorator of others) emit.mark("expression", `@${emit.text(decorator)}`);
  const name = emit.names.of(s.name);
  const twofold = others.length === 0 && !within ? overloadedFunction(emit, s, info) : null;
  if (twofold) return twofold;
  const { head, body } = parts(emit, s, info, s.params, null, within);
  const text = docstring(s.block);
  const word = [info.async ? "async " : "", "function", info.generator ? "*" : ""];
  const lines = text === null ? [] : docComment(text, true);
  const own = emit.declarations.at.get(s)?.has(s.name) ?? false;
  if (own && !isMutable(emit, s.name)) return [...lines, [word, ` ${name}`, head, body]];
  return [...lines, [own ? `let ${name} = ` : `${name} = `, word, " ", head, body, ";"]];
}

/** A function for numbers and for tensors: one declaration of each, and a body for either. */
function overloadedFunction(emit: Emit, s: StmtOf<"def">, info: FunctionInfo): Doc[] | null {
  const mixed = mixedParam(info);
  const own = emit.declarations.at.get(s)?.has(s.name) ?? false;
  if (!mixed || !info.inferForm || !info.forms || !own || isMutable(emit, s.name)) return null;
  if (info.async || info.generator || !leaves(s.block)) return null;
  if (s.params.some(({ fallback, spread }) => fallback !== null || spread !== "")) return null;
  const written = (["number", "tensor"] as const).map((form) => {
    info.inferForm?.(form);
    // Its type is asked for again where the parameters are written.
    mixed.form = form === "number" ? number : tensor;
    const block = bodyLines(emit, s, info, emit.self, false);
    const head = paramList(emit, s.params, info);
    mixed.form = null;
    const returns = info.forms && typeText(emit, info.forms[form]);
    return { head, block, returns: returns ?? "any" };
  });
  const [forNumbers, forTensors] = written;
  if (!forNumbers || !forTensors) return null;
  const name = emit.names.of(s.name);
  const loose = s.params.map((param, i): Doc => `${i > 0 ? ", " : ""}${emit.names.of(param.name)}: any`);
  const text = docstring(s.block);
  return [
    ...(text === null ? [] : docComment(text, true)),
    [`function ${name}`, forNumbers.head, `: ${forNumbers.returns};`],
    [`function ${name}`, forTensors.head, `: ${forTensors.returns};`],
    [
      `function ${name}(`,
      loose,
      "): any ",
      bracedLines([
        [`if (typeof ${emit.names.of(mixed.name)} === "number") `, bracedLines(forNumbers.block)],
        ...forTensors.block,
      ]),
    ],
  ];
}

function isAddToClass(func: StmtOf<"def">["decorators"][number]): boolean {
  return func.kind === "attribute"
    ? func.name === "add_to_class"
    : func.kind === "name" && func.id === "add_to_class";
}

/** A method that is given to a class after it was written. */
function methodLater(emit: Emit, s: StmtOf<"def">, info: FunctionInfo, owner: Doc): Doc[] {
  const [self, ...params] = s.params;
  const { head, body } = parts(emit, s, info, params, self?.name ?? null, false, true);
  const text = docstring(s.block);
  const name = emit.names.of(s.name);
  const word = [info.async ? "async " : "", "function", info.generator ? "* " : " "];
  return [
    ...(text === null ? [] : docComment(text, true)),
    ["(", owner, `.prototype as any).${name} = `, word, head, body, ";"],
  ];
}

/** Parameters with the type of the result, and the body in braces. */
export function parts(
  emit: Emit,
  s: StmtOf<"def">,
  info: FunctionInfo,
  params: readonly Param[],
  self: string | null,
  withoutGrad = false,
  thisParam = false,
  most = Infinity,
): { head: Doc; body: Doc } {
  const list = paramList(emit, params, info, most);
  const open = thisParam ? thisFirst(list, params.length > 0) : list;
  const result = resultText(emit, info);
  let lines = bodyLines(emit, s, info, self, result !== null);
  if (withoutGrad) {
    const call: Doc = [`${emit.root("torch")}.noGrad(() => `, bracedLines(lines), ")"];
    lines = [[leaves(s.block) || mayGiveNothing(s) ? "return " : "", call, ";"]];
  }
  return { head: [open, result === null ? " " : `: ${result} `], body: bracedLines(lines) };
}

function bodyLines(
  emit: Emit,
  s: StmtOf<"def">,
  info: FunctionInfo,
  self: string | null,
  typedReturn: boolean,
): Doc[] {
  const before = { ...pick(emit) };
  emit.info = info;
  emit.self = self ?? (info.owner === null ? emit.self : null);
  emit.scope = s;
  emit.typedReturn = typedReturn;
  emit.declarations = declarationsOf(s, (each) => emit.type(each.target).kind === "tensor");
  const block = withoutDocstring(s.block);
  const lines = withAwaits(emit, info.async, () => emit.block(block));
  Object.assign(emit, before);
  // Of no type, so that what uses the result need not ask: in Python nobody does.
  return !info.generator && mayGiveNothing(s) ? [...lines, "return null!;"] : lines;
}

function pick({
  info,
  self,
  scope,
  typedReturn,
  declarations,
}: Emit): Pick<Emit, "info" | "self" | "scope" | "typedReturn" | "declarations"> {
  return { info, self, scope, typedReturn, declarations };
}

/** `(this: any, …)`. */
function thisFirst(list: Doc, more: boolean): Doc {
  return more ? ["(this: any, ", dropParenthesis(list)] : "(this: any)";
}

function dropParenthesis(list: Doc): Doc {
  if (typeof list === "string") return list.replace(/^\(/, "");
  if (Array.isArray(list)) {
    const [first, ...rest] = list as readonly Doc[];
    return [dropParenthesis(first ?? ""), ...rest];
  }
  return "group" in list ? { group: dropParenthesis(list.group) } : list;
}

/** The type of the result, where TypeScript would see another: a pair it would take for an array. */
function resultText(emit: Emit, info: FunctionInfo): string | null {
  const { returns } = info;
  if (!returns || info.generator) return null;
  if (info.owner !== null && isLeftOpen(info)) return info.async ? "Promise<any>" : "any";
  if (returns.kind === "tuple" && returns.of.every((part) => isPlain(part))) {
    const text = typeText(emit, returns)?.replace("readonly ", "") ?? null;
    return text !== null && info.async ? `Promise<${text}>` : text;
  }
  return null;
}

function isPlain({ kind }: Type): boolean {
  return ["tensor", "number", "string", "bool"].includes(kind);
}

/** Whether all it does is to throw: classes that are derived say what it gives. */
function isLeftOpen({ node }: FunctionInfo): boolean {
  if (node.kind !== "def" || node.name === "__init__") return false;
  const { body } = withoutDocstring(node.block);
  return body.length === 1 && body[0]?.kind === "raise";
}

/** Whether it gives something, but not on all ways through it: there Python gives None. */
function mayGiveNothing({ block }: StmtOf<"def">): boolean {
  if (comesToNoEnd(block)) return false;
  const gives = (value: Expr | null): boolean =>
    value !== null && !(value.kind === "constant" && value.value === null);
  return (
    contains(block, (part) => part.kind === "return" && gives(part.value)) &&
    !contains(block, (part) => part.kind === "return" && !gives(part.value))
  );
}

function comesToNoEnd(block: Block): boolean {
  const last = block.body[block.body.length - 1];
  if (last?.kind === "with") return comesToNoEnd(last.block);
  if (last?.kind === "while") return last.test.kind === "constant" && last.test.value === true;
  if (last?.kind === "try") return [last.block, ...last.handlers.map((h) => h.block)].every(comesToNoEnd);
  if (last?.kind === "if" && last.otherwise)
    return [...last.branches.map((b) => b.block), last.otherwise].every(comesToNoEnd);
  return leaves(block);
}

export function docstring(block: Block): string | null {
  const [first] = block.body;
  return first?.kind === "expression" && first.value.kind === "string" ? first.value.value : null;
}

export function withoutDocstring(block: Block): Block {
  return docstring(block) === null ? block : { ...block, body: block.body.slice(1) };
}
