/** Statements of matplotlib that draw one figure → one call of `plot`. */
import type { Argument, Expr, ExprOf, Stmt, StmtOf } from "../../python/ast.ts";
import { namesIn } from "../../analysis/references.ts";
import { visitAll, visitBlock } from "../../analysis/walk.ts";
import type { Mark } from "../../marks.ts";
import { signatureOf } from "../../library/library.ts";
import type { Emit } from "../context.ts";
import { libraryCode } from "../identifiers.ts";
import { libraryArguments } from "./arguments.ts";
import { type Doc, flatText } from "../doc.ts";
import { callDoc, entry, objectDoc } from "../code.ts";
import { bracedLines } from "../statements/lines.ts";

interface Figure {
  /** How many statements it takes up. */
  count: number;
  line: Doc;
  /** What of it was not taken over. */
  marks: Mark[];
}

/** One call that draws, by the name of pyplot's function. */
interface Drawing {
  name: string;
  args: readonly Argument[];
  /** The loop around it, over which it draws a curve each time. */
  loop: StmtOf<"for"> | null;
}

/** The figure that the statements from `at` on draw; null when they draw none, or one that `plot` cannot. */
export function figureAt(emit: Emit, body: readonly Stmt[], at: number): Figure | null {
  const ofBook = bookFigureAt(emit, body, at);
  if (ofBook) return ofBook;
  const drawings: Drawing[] = [];
  let count = 0;
  let uses = 0;
  let shown = false;
  while (!shown) {
    const statement = body[at + count];
    const found = statement && drawingsOf(emit, statement);
    if (!found) break;
    count++;
    drawings.push(...found);
    uses += found.filter(({ name }) => name !== "set_figsize").length;
    shown = found.some(({ name }) => name === "show");
  }
  if (uses === 0 || (!shown && !isAll(emit, uses, body[at]))) return null;
  const before = emit.pending;
  emit.pending = [];
  const drawn = draw(emit, drawings);
  const marks = emit.pending;
  emit.pending = before;
  return drawn === null ? null : { count, line: drawn, marks };
}

/** `d2l.plot(…)`, and what the statements after it add to that figure: notes, settings of the axes, points. */
function bookFigureAt(emit: Emit, body: readonly Stmt[], at: number): Figure | null {
  const plot = callOf(emit, body[at], "d2l.plot");
  const signature = signatureOf("d2l.plot");
  if (!plot || !signature) return null;
  let args: Argument[] = [...plot.args];
  const notes: Expr[] = [];
  const here = { start: plot.start, end: plot.end };
  const named = (name: string, value: Expr): Argument => ({ ...here, name, value, spread: "" });
  let count = 1;
  for (let s = body[at + 1]; s; s = body[at + ++count]) {
    const note = callOf(emit, s, "d2l.annotate");
    if (note) {
      notes.push(note);
      continue;
    }
    const [drawing, ...more] = drawingsOf(emit, s) ?? [];
    if (!drawing || drawing.loop || more.length > 0) break;
    const first = drawing.args[0];
    const setting = settings[drawing.name];
    if (setting !== undefined && first?.name === null && drawing.args.length === 1)
      args = [...args, named(setting, first.value)];
    else {
      const added = drawing.name === "plot" ? withCurve(args, drawing.args, named) : null;
      if (!added) break;
      args = added;
    }
  }
  if (count === 1) return null;
  if (notes.length > 0) args.push(named("annotations", { ...here, kind: "list", items: notes }));
  const before = emit.pending;
  emit.pending = [];
  const line: Doc = [
    callDoc(
      libraryCode(emit, plot.func, "d2l.plot").doc,
      libraryArguments(emit, "d2l.plot", signature, args),
    ),
    ";",
  ];
  const marks = emit.pending;
  emit.pending = before;
  return { count, line, marks };
}

/** The statement, where it is nothing but a call of this function. */
function callOf(emit: Emit, s: Stmt | undefined, path: string): ExprOf<"call"> | null {
  if (s?.kind !== "expression" || s.value.kind !== "call") return null;
  const type = emit.type(s.value.func);
  return type.kind === "library" && type.path === path ? s.value : null;
}

/** One more curve, with an x of its own, beside those that share one x: `plot(x, [y, z])` and `plot(u, v, "o")`. */
function withCurve(
  args: readonly Argument[],
  [x, y, fmt]: readonly Argument[],
  named: (name: string, value: Expr) => Argument,
): Argument[] | null {
  const [X, Y, ...rest] = args;
  if (!X || X.name !== null || X.value.kind === "list" || Y?.name !== null || Y.value.kind !== "list")
    return null;
  if (x?.name !== null || y?.name !== null || rest.some(({ name }) => name === "fmts")) return null;
  const ys = Y.value.items;
  const format = fmt?.name === null && fmt.value.kind === "string" ? fmt.value.value : "-";
  const formats = [...["-", "m--", "g-.", "r:"].slice(0, ys.length), format];
  if (formats.length <= ys.length) return null;
  const list = (items: Expr[]): Expr => ({ start: Y.start, end: Y.end, kind: "list", items });
  const texts = formats.map((value): Expr => ({ start: Y.start, end: Y.end, kind: "string", value }));
  return [
    { ...X, value: list([...ys.map(() => X.value), x.value]) },
    { ...Y, value: list([...ys, y.value]) },
    ...rest,
    named("fmts", list(texts)),
  ];
}

/** What a statement draws, if it does nothing else. */
function drawingsOf(emit: Emit, s: Stmt): Drawing[] | null {
  if (s.kind === "for" && s.otherwise === null) {
    const inner = s.block.body.map((part) => drawingsOf(emit, part));
    const [only] = inner;
    const curve = inner.length === 1 && only?.length === 1 ? only[0] : undefined;
    return curve?.name === "plot" && curve.loop === null ? [{ ...curve, loop: s }] : null;
  }
  if (s.kind !== "expression" || s.value.kind !== "call" || s.value.func.kind !== "attribute") return null;
  const { func, args } = s.value;
  const type = emit.type(func);
  if (type.kind === "library" && type.path === "d2l.set_figsize")
    return [{ name: "set_figsize", args, loop: null }];
  if (isPyplot(emit, func.object)) return [{ name: func.name, args, loop: null }];
  // plt.gca().set_xlabel(…)
  const axes = func.object.kind === "call" && func.object.func.kind === "attribute" ? func.object.func : null;
  const ofAxes =
    axes?.name === "gca" &&
    isPyplot(emit, axes.object) &&
    /^set_(?:[xy](?:label|lim|scale)|title)$/.test(func.name);
  return ofAxes ? [{ name: func.name.slice(4), args, loop: null }] : null;
}

function isPyplot(emit: Emit, value: Expr): boolean {
  const type = emit.type(value);
  return type.kind === "namespace" && type.path === "matplotlib.pyplot";
}

/** Without `show`, matplotlib goes on with the same figure: these must be all of the cell's. */
function isAll(emit: Emit, count: number, first: Stmt | undefined): boolean {
  if (!emit.atTop || !first || !emit.program.body.includes(first)) return false;
  let uses = 0;
  visitBlock(emit.program, (part) => {
    const found = (part.kind === "name" || part.kind === "attribute") && isPyplot(emit, part);
    if (found) uses++;
    return !found;
  });
  return uses === count;
}

interface Curve {
  x: Expr | null;
  y: Expr;
  fmt: string | null;
  label: Expr | null;
  loop: StmtOf<"for"> | null;
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

/** The statement that draws it. */
function draw(emit: Emit, drawings: readonly Drawing[]): Doc | null {
  const curves: Curve[] = [];
  const options = new Map<string, Doc>();
  const levels: Expr[] = [];
  let legend: Expr | null = null;
  for (const { name, args, loop } of drawings) {
    const [first, second] = args;
    if (name === "plot" || name === "scatter") {
      const curve = curveOf(emit, args, name, loop);
      if (!curve) return null;
      curves.push(curve);
    } else if (name === "legend") {
      if (first?.name === null) legend = first.value;
    } else if (name === "axhline") {
      const y = args.find((arg) => arg.name === "y") ?? first;
      if (!y || (y.name !== null && y.name !== "y")) return null;
      levels.push(y.value);
    } else if (name === "figure" || name === "set_figsize") {
      const figsize = args.find((arg) => arg.name === "figsize") ?? (name === "figure" ? undefined : first);
      if (figsize) options.set("figsize", emit.doc(figsize.value));
    } else if (settings[name] !== undefined && first?.name === null) {
      const limits =
        second?.name === null ? ["[", emit.doc(first.value), ", ", emit.doc(second.value), "]"] : null;
      options.set(settings[name], limits ?? emit.doc(first.value));
    } else if (!needless.has(name)) return null;
  }
  if (curves.length === 0) return null;
  if (curves.some(({ loop }) => loop)) return drawLoop(emit, curves, levels, options);
  if (levels.length > 0) return null;
  if (legend) options.set("legend", emit.doc(legend));
  else if (curves.some(({ label }) => label)) {
    options.set("legend", listDoc(curves.map(({ label }) => (label ? emit.doc(label) : '""'))));
  }
  if (curves.some(({ fmt }) => fmt !== null)) {
    options.set("fmts", listDoc(curves.map(({ fmt }) => JSON.stringify(fmt ?? "-"))));
  }
  const args = places(emit, curves);
  if (!args) return null;
  return [callDoc(`${emit.root("torch")}.plot`, withOptions(args, options)), ";"];
}

function withOptions(args: readonly Doc[], options: ReadonlyMap<string, Doc>): Doc[] {
  const entries = [...options].map(([key, value]) => entry(key, value));
  return entries.length > 0 ? [...args, objectDoc(entries)] : [...args];
}

/** A curve for each turn of a loop, and level lines across them. */
function drawLoop(
  emit: Emit,
  curves: readonly Curve[],
  levels: readonly Expr[],
  options: Map<string, Doc>,
): Doc | null {
  const [curve] = curves;
  if (!curve?.loop || curves.length > 1) return null;
  const { target } = curve.loop;
  const variables = new Set(namesIn(target));
  const changes = (value: Expr): boolean => {
    let found = false;
    visitAll(value, (part) => {
      found ||= part.kind === "name" && variables.has(part.id);
      return !found;
    });
    return found;
  };
  const over = (element: Expr): Doc =>
    curve.loop
      ? emit.doc({
          start: curve.loop.start,
          end: curve.loop.end,
          kind: "comprehension",
          of: "list",
          element,
          value: null,
          clauses: [{ target: curve.loop.target, source: curve.loop.source, tests: [] }],
        })
      : "";
  if (curve.label) options.set("legend", over(curve.label));
  const torch = emit.root("torch");
  const x = curve.x ? [changes(curve.x) ? over(curve.x) : emit.doc(curve.x)] : [];
  if (levels.length === 0) {
    return [callDoc(`${torch}.plot`, withOptions([...x, over(curve.y)], options)), ";"];
  }
  if (x.length > 0) return null;
  const lines = levels.map((level): Doc => [`, ${torch}.fullLike(curves[0], `, emit.doc(level), ")"]);
  return bracedLines([
    ["const curves = ", over(curve.y), ";"],
    [callDoc(`${torch}.plot`, withOptions([["[...curves", lines, "]"]], options)), ";"],
  ]);
}

/** X and Y: one of each, lists of them, or one X for many Y. */
function places(emit: Emit, curves: readonly Curve[]): Doc[] | null {
  const xs = curves.map(({ x }) => x);
  const ys = curves.map(({ y }) => emit.doc(y));
  const [only = ""] = ys;
  const given = xs.filter((x) => x !== null);
  if (given.length === 0) return [ys.length === 1 ? only : listDoc(ys)];
  if (given.length < xs.length) return null;
  const [first] = given;
  const text = (x: Expr): string => flatText(emit.doc(x));
  const same = first !== undefined && given.every((x) => text(x) === text(first));
  const x = same ? emit.doc(first) : listDoc(given.map((each) => emit.doc(each)));
  return [x, ys.length === 1 ? only : listDoc(ys)];
}

function listDoc(items: readonly Doc[]): Doc {
  return ["[", items.map((item, i) => [i > 0 ? ", " : "", item]), "]"];
}

/** `plot(y)`, `plot(x, y)`, `plot(x, y, "r--", label=…)`. */
function curveOf(emit: Emit, args: readonly Argument[], name: string, loop: Curve["loop"]): Curve | null {
  const positional = args.filter((arg) => arg.name === null);
  if (positional.some(({ spread }) => spread !== "")) return null;
  // The third of a scatter is the size of its points.
  const values = positional.map(({ value }) => value).slice(0, name === "scatter" ? 2 : undefined);
  const last = values[values.length - 1];
  const format = last?.kind === "string" ? last.value : null;
  const data = format === null ? values : values.slice(0, -1);
  const [a, b] = data;
  if (!a || data.length > 2 || data.some(({ kind }) => kind === "string")) return null;
  const label = args.find((arg) => arg.name === "label")?.value ?? null;
  for (const arg of args) if (isStyle(arg)) emit.mark("option", `plt.${name}`, arg.name ?? "");
  return { x: b ? a : null, y: b ?? a, fmt: format ?? (name === "scatter" ? "o" : null), label, loop };
}

function isStyle({ name }: Argument): boolean {
  return name !== null && name !== "label";
}
