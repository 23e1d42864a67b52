/** Statements of matplotlib that draw one figure → one call of `plot`. */
import type { Argument, Expr, ExprOf, Stmt } from "../python/ast.ts";
import { visitBlock } from "../analysis/walk.ts";
import type { Mark } from "../marks.ts";
import type { Emit } from "./context.ts";
import { type Doc, flatText } from "./doc.ts";
import { callDoc, docOf, entry, objectDoc } from "./expressions.ts";

interface Figure {
  /** How many statements it takes up. */
  count: number;
  line: Doc;
  /** What of it was not taken over. */
  marks: Mark[];
}

/** The figure that the statements from `at` on draw; null when they draw none, or one that `plot` cannot. */
export function figureAt(emit: Emit, body: readonly Stmt[], at: number): Figure | null {
  const calls: ExprOf<"call">[] = [];
  let shown = false;
  while (!shown) {
    const call = pyplotCall(emit, body[at + calls.length]);
    if (!call) break;
    calls.push(call);
    shown = nameOf(call) === "show";
  }
  if (calls.length === 0 || (!shown && !isAll(emit, calls))) return null;
  const before = emit.pending;
  emit.pending = [];
  const drawn = draw(emit, calls);
  const marks = emit.pending;
  emit.pending = before;
  return drawn === null ? null : { count: calls.length, line: [drawn, ";"], marks };
}

/** `plt.name(…)` as a statement of its own. */
function pyplotCall(emit: Emit, s: Stmt | undefined): ExprOf<"call"> | null {
  if (s?.kind !== "expression" || s.value.kind !== "call" || s.value.func.kind !== "attribute") return null;
  const owner = emit.type(s.value.func.object);
  return owner.kind === "namespace" && owner.path === "matplotlib.pyplot" ? s.value : null;
}

function nameOf({ func }: ExprOf<"call">): string {
  return func.kind === "attribute" ? func.name : "";
}

/** Without `show`, matplotlib goes on with the same figure: these must be all of the cell's. */
function isAll(emit: Emit, calls: readonly ExprOf<"call">[]): boolean {
  if (!emit.atTop) return false;
  let uses = 0;
  visitBlock(emit.program, (part) => {
    if (part.kind === "name") {
      const type = emit.type(part);
      if (type.kind === "namespace" && type.path === "matplotlib.pyplot") uses++;
    }
    return true;
  });
  return (
    uses === calls.length && emit.program.body.some((s) => s.kind === "expression" && s.value === calls[0])
  );
}

interface Curve {
  x: Expr | null;
  y: Expr;
  fmt: string | null;
  label: Expr | null;
}

/** Options of `plot` that calls with one argument set. */
const settings: Record<string, string> = {
  xlabel: "xlabel",
  ylabel: "ylabel",
  title: "title",
  xlim: "xlim",
  ylim: "ylim",
  xscale: "xscale",
  yscale: "yscale",
};
const needless = new Set(["show", "grid", "tight_layout", "close"]);

function draw(emit: Emit, calls: readonly ExprOf<"call">[]): Doc | null {
  const curves: Curve[] = [];
  const options = new Map<string, Doc>();
  let legend: Expr | null = null;
  for (const call of calls) {
    const name = nameOf(call);
    const [first, second] = call.args;
    if (name === "plot" || name === "scatter") {
      const curve = curveOf(emit, call, name);
      if (!curve) return null;
      curves.push(curve);
    } else if (name === "legend") {
      if (first?.name === null) legend = first.value;
    } else if (name === "figure") {
      const figsize = call.args.find((arg) => arg.name === "figsize");
      if (figsize) options.set("figsize", docOf(emit, figsize.value));
    } else if (settings[name] !== undefined && first?.name === null) {
      const limits =
        second?.name === null ? ["[", docOf(emit, first.value), ", ", docOf(emit, second.value), "]"] : null;
      options.set(settings[name], limits ?? docOf(emit, first.value));
    } else if (!needless.has(name)) return null;
  }
  if (curves.length === 0) return null;
  if (legend) options.set("legend", docOf(emit, legend));
  else if (curves.some(({ label }) => label)) {
    options.set("legend", listDoc(curves.map(({ label }) => (label ? docOf(emit, label) : '""'))));
  }
  if (curves.some(({ fmt }) => fmt !== null)) {
    options.set("fmts", listDoc(curves.map(({ fmt }) => JSON.stringify(fmt ?? "-"))));
  }
  const args = places(emit, curves);
  if (!args) return null;
  const entries = [...options].map(([key, value]) => entry(key, value));
  return callDoc(`${emit.root("torch")}.plot`, entries.length > 0 ? [...args, objectDoc(entries)] : args);
}

/** X and Y: one of each, lists of them, or one X for many Y. */
function places(emit: Emit, curves: readonly Curve[]): Doc[] | null {
  const xs = curves.map(({ x }) => x);
  const ys = curves.map(({ y }) => docOf(emit, y));
  const [only = ""] = ys;
  const given = xs.filter((x) => x !== null);
  if (given.length === 0) return [ys.length === 1 ? only : listDoc(ys)];
  if (given.length < xs.length) return null;
  const [first] = given;
  const text = (x: Expr): string => flatText(docOf(emit, x));
  const same = first !== undefined && given.every((x) => text(x) === text(first));
  const x = same ? docOf(emit, first) : listDoc(given.map((each) => docOf(emit, each)));
  return [x, ys.length === 1 ? only : listDoc(ys)];
}

function listDoc(items: readonly Doc[]): Doc {
  return ["[", items.map((item, i) => [i > 0 ? ", " : "", item]), "]"];
}

/** `plot(y)`, `plot(x, y)`, `plot(x, y, "r--", label=…)`. */
function curveOf(emit: Emit, call: ExprOf<"call">, name: string): Curve | null {
  const positional = call.args.filter((arg) => arg.name === null);
  if (positional.some(({ spread }) => spread !== "")) return null;
  const values = positional.map(({ value }) => value);
  const last = values[values.length - 1];
  const format = last?.kind === "string" ? last.value : null;
  const data = format === null ? values : values.slice(0, -1);
  const [a, b] = data;
  if (!a || data.length > 2 || data.some(({ kind }) => kind === "string")) return null;
  const label = call.args.find((arg) => arg.name === "label")?.value ?? null;
  for (const arg of call.args) if (isStyle(arg)) emit.mark("option", `plt.${name}`, arg.name ?? "");
  return { x: b ? a : null, y: b ?? a, fmt: format ?? (name === "scatter" ? "o" : null), label };
}

function isStyle({ name }: Argument): boolean {
  return name !== null && name !== "label";
}
