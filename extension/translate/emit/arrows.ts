/** Functions that are expressions. */
import type { FunctionInfo } from "../analysis/types.ts";
import type { Expr, Param } from "../python/ast.ts";
import type { Emit } from "./context.ts";
import { type Doc, enclosed, group, indent, line } from "./doc.ts";
import { paramTypeText } from "./typeText.ts";
import { type Code, Precedence } from "./code.ts";

/** A Python `lambda`, with the types of its parameters. */
export function arrow(emit: Emit, params: readonly Param[], info: FunctionInfo | null, body: Expr): Code {
  const async = info?.async ?? false;
  return withAwaits(emit, async, () => ({
    doc: [async ? "async " : "", paramList(emit, params, info), " =>", arrowBody(emit.doc(body))],
    precedence: Precedence.arrow,
  }));
}

/** An arrow function whose parameters get their types from where it is used. */
export function plainArrow(emit: Emit, params: readonly Doc[], body: () => Doc): Doc {
  return withAwaits(emit, false, () => [
    "(",
    params.map((p, i) => [i > 0 ? ", " : "", p]),
    ") =>",
    arrowBody(body()),
  ]);
}

/** An object needs parentheses: without them its braces would be a block's. */
function arrowBody(body: Doc): Doc {
  if (startsWithBrace(body)) return [" (", body, ")"];
  return startsWith(body, "[") ? [" ", body] : group(indent([line, body]));
}

function startsWithBrace(doc: Doc): boolean {
  return startsWith(doc, "{");
}

function startsWith(doc: Doc, text: string): boolean {
  if (typeof doc === "string") return doc.startsWith(text);
  if (Array.isArray(doc)) {
    const first = (doc as readonly Doc[]).find((part) => part !== "");
    return first !== undefined && startsWith(first, text);
  }
  return "group" in doc ? startsWith(doc.group, text) : false;
}

/** Writes something within a function that may wait or may not. */
export function withAwaits<T>(emit: Emit, awaits: boolean, write: () => T): T {
  const before = emit.awaits;
  emit.awaits = awaits;
  const written = write();
  emit.awaits = before;
  return written;
}

/** @param most how many the class above asks for: those that follow may be left out, as TypeScript wants it */
export function paramList(
  emit: Emit,
  params: readonly Param[],
  info: FunctionInfo | null,
  most = Infinity,
): Doc {
  const rest = params.findIndex(({ spread }) => spread === "*");
  const possible = rest < 0 ? params : params.slice(0, rest + 1);
  // Nothing can follow the parameter that takes the rest.
  for (const param of params.slice(possible.length)) emit.mark("expression", emit.text(param));
  const docs = possible.map((param, i): Doc => {
    const name = emit.names.of(param.name);
    const known = info?.params[i];
    if (param.spread === "*") return `...${name}: any[]`;
    if (param.spread === "**") return `${name}: Record<string, any> = {}`;
    const type = known ? paramTypeText(emit, known, info.node) : "any";
    if (!param.fallback) return `${name}: ${type}${i < most ? "" : " = null!"}`;
    const fallback = emit.doc(param.fallback);
    // TypeScript sees the type of a literal.
    const obvious = ["number", "string"].includes(param.fallback.kind) && ["number", "string"].includes(type);
    return [obvious ? name : `${name}: ${type}`, " = ", fallback];
  });
  return enclosed("(", docs, ")");
}
