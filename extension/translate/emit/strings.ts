/** Strings, f-strings and the older ways to put values into text. */
import type { Expr, ExprOf, FormatField } from "../python/ast.ts";
import { isArray, isNumber, itemsOf } from "../analysis/types.ts";
import type { Emit } from "./context.ts";
import { type Doc, flatText } from "./doc.ts";
import { type Code, Precedence, atom, inside, stringLiteral } from "./code.ts";
import { operand } from "./operands.ts";

/** A template literal. */
export function formatCode(emit: Emit, parts: readonly (string | FormatField)[]): Code {
  const texts = parts.filter((part) => part !== "");
  const [only] = texts;
  if (
    texts.length === 1 &&
    only !== undefined &&
    typeof only !== "string" &&
    only.label === null &&
    only.spec
  ) {
    const doc = formatted(emit, only.value, only.spec, only.conversion);
    if (endsAsText(doc)) return { doc, precedence: Precedence.call };
  }
  const docs = parts.map((part): Doc => {
    if (typeof part === "string") return templateText(part);
    const label = part.label === null ? "" : templateText(part.label);
    return [label, "${", flatText(formatted(emit, part.value, part.spec, part.conversion)), "}"];
  });
  return atom(["`", docs, "`"]);
}

/** Whether it is a text without a template around it. */
function endsAsText(doc: Doc): boolean {
  return /\.(?:toFixed|toLocaleString|padStart|padEnd)\([^()]*\)$/.test(flatText(doc));
}

function templateText(text: string): string {
  return text
    .replaceAll(/[\\`]|\$(?=\{)/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\t", "\\t");
}

const specification = /^(?:(.)?([<>=^]))?([+ -])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/s;

/** A value as a format such as `8.3f` has it. */
function formatted(emit: Emit, value: Expr, spec: string | null, conversion: FormatField["conversion"]): Doc {
  const code = emit.expr(value);
  if (conversion === "r" && emit.type(value).kind === "string") return ["JSON.stringify(", code.doc, ")"];
  if (spec === null || spec === "") return shown(emit, value, code);
  const found = specification.exec(spec);
  const [, fill, align, sign, alternate, zero, width, comma, digits, kind] = found ?? [];
  const odd =
    !found || align === "^" || align === "=" || sign === "+" || sign === " " || alternate !== undefined;
  if (odd || (kind !== undefined && "ceEgGnX".includes(kind))) {
    emit.mark("format", spec);
    return shown(emit, value, code);
  }
  let text: Doc;
  const radix = kind === undefined ? undefined : { b: 2, o: 8, x: 16 }[kind];
  if (radix !== undefined) text = [operand(emit, value), `.toString(${radix})`];
  else if (comma !== undefined) {
    const exact =
      digits === undefined ? "" : `, { minimumFractionDigits: ${digits}, maximumFractionDigits: ${digits} }`;
    text = [asNumber(emit, value), `.toLocaleString("en-US"${exact})`];
  } else if (
    kind === "f" ||
    kind === "F" ||
    (digits !== undefined && kind === undefined && !isText(emit, value))
  ) {
    text = [asNumber(emit, value), `.toFixed(${digits ?? "6"})`];
  } else if (kind === "%") {
    text = ["(100 * ", asNumber(emit, value), `).toFixed(${digits ?? "6"}) + "%"`];
  } else if (digits !== undefined) text = ["String(", code.doc, `).slice(0, ${digits})`];
  else text = width === undefined ? code.doc : ["String(", code.doc, ")"];
  if (width === undefined) return text;
  const left = align === "<" || (align === undefined && isText(emit, value));
  const padding =
    zero !== undefined ? ', "0"' : fill !== undefined && fill !== " " ? `, ${stringLiteral(fill)}` : "";
  const padded = kind === "%" ? ["(", text, ")"] : text;
  return [padded, `.${left ? "padEnd" : "padStart"}(${width}${padding})`];
}

function isText(emit: Emit, value: Expr): boolean {
  return emit.type(value).kind === "string";
}

/** Number(x) takes a tensor of one element, too. */
function asNumber(emit: Emit, value: Expr): Doc {
  const type = emit.type(value);
  if (isNumber(type)) return operand(emit, value);
  if (type.kind === "tensor") return [operand(emit, value), ".item()"];
  return ["Number(", emit.expr(value).doc, ")"];
}

/** As Python prints it where TypeScript would leave out the brackets. */
function shown(emit: Emit, value: Expr, code: Code): Doc {
  const type = emit.type(value);
  if (type.kind === "instance" && type.path === "builtins.Exception")
    return ["(", code.doc, " as Error).message"];
  if (!isArray(type) || type.kind === "size" || isArray(itemsOf(type))) return code.doc;
  return ["`[${", inside(code, Precedence.call), '.join(", ")}]`'];
}

const percent = /%(?:\((\w+)\))?([-+ 0#]*\d*(?:\.\d+)?)([diouxXeEfFgGcrs%])/g;

/** `"%.2f" % x`. */
export function percentFormat(emit: Emit, left: ExprOf<"string">, right: Expr): Code {
  const values = right.kind === "tuple" ? right.items : [right];
  return filled(emit, left.value, percent, (match, next) => {
    const [, name, spec = "", kind = ""] = match;
    if (kind === "%") return "%";
    const value = name === undefined ? values[next] : undefined;
    if (!value) return null;
    // A tensor of one element is its number.
    if ("di".includes(kind) && emit.type(value).kind === "tensor")
      return { value, label: null, conversion: null, spec: `${spec.replace(/^-/, "<")}.0f` };
    const format = kind === "s" || kind === "d" || kind === "i" ? spec : `${spec}${kind}`;
    return { value, label: null, conversion: null, spec: format.replace(/^-/, "<") || null };
  });
}

const braces = /\{(\w*)(?:!([rsa]))?(?::([^{}]*))?\}|\{\{|\}\}/g;

/** `"{:.2f}".format(x)`. */
export function braceFormat(emit: Emit, text: string, call: ExprOf<"call">): Code {
  const positional = call.args.filter(({ name }) => name === null);
  return filled(emit, text, braces, (match, next) => {
    if (match[0] === "{{" || match[0] === "}}") return match[0].charAt(0);
    const [, key = "", , spec] = match;
    const arg = /^\d*$/.test(key)
      ? positional[key === "" ? next : Number(key)]
      : call.args.find(({ name }) => name === key);
    return arg ? { value: arg.value, label: null, conversion: null, spec: spec ?? null } : null;
  });
}

/** Replaces what `pattern` finds; a mark where there is no value for it. */
function filled(
  emit: Emit,
  text: string,
  pattern: RegExp,
  field: (match: RegExpMatchArray, next: number) => FormatField | string | null,
): Code {
  const parts: (string | FormatField)[] = [];
  let at = 0;
  let next = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(text.slice(at, match.index));
    at = match.index + match[0].length;
    const found = field(match, next);
    if (found === null) emit.mark("format", match[0]);
    parts.push(found ?? match[0]);
    if (found !== null && typeof found !== "string") next++;
  }
  return formatCode(emit, [...parts, text.slice(at)]);
}
