/** `for`. */
import { namesIn } from "../../analysis/references.ts";
import type { Expr, StmtOf } from "../../python/ast.ts";
import { isMutable } from "./assignments.ts";
import { arrayOf, countsUp } from "../calls/comprehensions.ts";
import type { Emit } from "../context.ts";
import type { Doc } from "../doc.ts";
import { asRange, goesDown, rangeArray, rangeParts } from "../ranges.ts";
import { targetDoc } from "./targets.ts";
import { variableText } from "../typeText.ts";
import { Precedence, callDoc, inside } from "../code.ts";
import { braced, bracedLines } from "./lines.ts";

export function forCode(emit: Emit, s: StmtOf<"for">): Doc[] | null {
  if (s.otherwise) return null;
  const range = asRange(emit, s.source);
  if (range && s.target.kind === "name") return [counting(emit, s, range, s.target.id)];
  const numbered = enumeration(emit, s);
  if (numbered) return numbered;
  const source = loopSource(emit, s.source);
  return [
    ...lonely(emit, s, s.target),
    ["for (", loopTarget(emit, s, s.target), " of ", source, ") ", braced(emit, s.block)],
  ];
}

/** Names of a pattern that is no declaration as a whole, because others of its names are declared before. */
function lonely(emit: Emit, s: StmtOf<"for">, target: Expr): Doc[] {
  const names = namesIn(target).filter((name) => name !== "_");
  const own = names.filter((name) => emit.declarations.at.get(s)?.has(name));
  if (own.length === names.length) return [];
  return own.map((name) => `let ${emit.names.of(name)}: ${variableText(emit, name) ?? "any"};`);
}

/** `for (let i = 0; i < n; i++)`; over an array of the numbers where the body changes i or it is used afterwards. */
function counting(emit: Emit, s: StmtOf<"for">, range: Extract<Expr, { kind: "call" }>, id: string): Doc {
  const name = emit.names.of(id);
  const own = emit.declarations.at.get(s)?.has(id) ?? false;
  const { start, stop, step } = rangeParts(range);
  const down = goesDown({ start, stop, step });
  if (!own || isMutable(emit, id) || down === null || changes(stop)) {
    const word = own ? (isMutable(emit, id) ? "let " : "const ") : "";
    return ["for (", word, name, " of ", rangeArray(emit, range), ") ", braced(emit, s.block)];
  }
  const from = start ? emit.doc(start) : "0";
  const to = inside(emit.expr(stop), Precedence.compare + 1);
  const by = !step || emit.doc(step) === "1" ? `${name}++` : advance(emit, name, step, down);
  const counts = countsUp(s.source) && !emit.counters.has(id);
  if (counts) emit.counters.add(id);
  const head = [`for (let ${name} = `, from, `; ${name} ${down ? ">" : "<"} `, to, "; ", by, ") "];
  const body = braced(emit, s.block);
  if (counts) emit.counters.delete(id);
  return [head, body];
}

function advance(emit: Emit, name: string, step: Expr, down: boolean): Doc {
  if (down && step.kind === "unary") {
    const by = emit.doc(step.operand);
    return by === "1" ? `${name}--` : [`${name} -= `, by];
  }
  return [`${name} += `, emit.doc(step)];
}

/** Whether the end must be worked out before the loop: it is the result of a call that may give something else. */
function changes(stop: Expr): boolean {
  if (stop.kind === "call") {
    const isLength =
      stop.func.kind === "name" && stop.func.id === "len" && stop.args[0]?.value.kind === "name";
    return !isLength;
  }
  if (stop.kind === "binary") return changes(stop.left) || changes(stop.right);
  return false;
}

/** Functions that give arrays here. */
const makers = new Set(["zip", "map", "filter", "reversed", "sorted", "list"]);

/** Something that is not an array is counted beside the loop. */
function enumeration(emit: Emit, s: StmtOf<"for">): Doc[] | null {
  const { source, target } = s;
  if (source.kind !== "call" || source.func.kind !== "name" || source.func.id !== "enumerate") return null;
  const [over, second] = source.args;
  if (!over || target.kind !== "tuple" || target.items.length !== 2) return null;
  const [index, item] = target.items;
  if (index?.kind !== "name" || !item) return null;
  const start = second?.value;
  const kind = emit.type(over.value).kind;
  const array =
    over.value.kind === "call" && over.value.func.kind === "name" && makers.has(over.value.func.id);
  if (!start && (array || kind === "list" || kind === "tuple" || kind === "size")) {
    return [
      ...lonely(emit, s, target),
      [
        "for (",
        loopTarget(emit, s, target),
        " of ",
        arrayOf(emit, over.value),
        ".entries()) ",
        braced(emit, s.block),
      ],
    ];
  }
  const name = emit.names.of(index.id);
  const own = emit.declarations.at.get(s)?.has(index.id) ?? false;
  let first: Doc = "-1";
  if (start?.kind === "number") first = String(Number(start.text) - 1);
  else if (start) first = [inside(emit.expr(start), Precedence.add), " - 1"];
  emit.counters.add(index.id);
  const lines = [`${name}++;`, ...emit.block(s.block)];
  emit.counters.delete(index.id);
  return [
    [own ? `let ${name} = ` : `${name} = `, first, ";"],
    ["for (", loopTarget(emit, s, item), " of ", loopSource(emit, over.value), ") ", bracedLines(lines)],
  ];
}

/** `const [X, y]`, or without `const` what was declared before the loop. */
function loopTarget(emit: Emit, s: StmtOf<"for">, target: Expr): Doc {
  const names = namesIn(target).filter((name) => name !== "_");
  const own = names.filter((name) => emit.declarations.at.get(s)?.has(name));
  const word =
    names.length > 0 && own.length < names.length
      ? ""
      : names.some((name) => isMutable(emit, name))
        ? "let "
        : "const ";
  const pattern = targetDoc(emit, target);
  return [word, pattern === "" ? "_" : pattern];
}

/** What `of` goes over. */
function loopSource(emit: Emit, source: Expr): Doc {
  const type = emit.type(source);
  if (source.kind === "call" && source.func.kind === "name" && source.func.id === "zip")
    return arrayOf(emit, source);
  if (type.kind === "instance" && type.layers) return [emit.doc(source), " as Iterable<any>"];
  if (type.kind === "dict")
    return type.keyed ? callDoc("Object.keys", [emit.doc(source)]) : [emit.doc(source), ".keys()"];
  return emit.doc(source);
}
