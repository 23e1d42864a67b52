/** `with`: PyTorch's switches become functions that are given the block. */
import { leaves } from "../../analysis/walk.ts";
import { contains } from "../../analysis/walk.ts";
import type { Block, Expr, StmtOf } from "../../python/ast.ts";
import { withAwaits } from "../arrows.ts";
import { signatureOf } from "../../library/library.ts";
import type { Emit } from "../context.ts";
import type { Doc } from "../doc.ts";
import { callDoc } from "../code.ts";
import { braced, bracedLines, returns } from "./lines.ts";

export function withCode(emit: Emit, s: StmtOf<"with">): Doc[] | null {
  const [item] = s.items;
  if (item && s.items.length === 1 && item.target) return openCode(emit, s, item.value, item.target);
  if (!item || s.items.length > 1 || item.target) return null;
  const name = switchName(emit, item.value);
  // A jump out of a function that the block became would not leave the loop around it.
  if (name === null || jumps(s.block) || contains(s.block, ({ kind }) => kind === "yield")) return null;
  if (returns(s.block) && !leaves(s.block)) return null;
  const async = contains(s.block, (part) => part.kind === "call" && isAsync(emit, part));
  const body = withAwaits(emit, async, () => braced(emit, s.block));
  const call: Doc = [
    async ? "await " : "",
    `${emit.root("torch")}.${name}(`,
    async ? "async " : "",
    "() => ",
    body,
    ");",
  ];
  return [[returns(s.block) ? "return " : "", call]];
}

/** `with open(…) as f`: a file that is closed whatever happens. */
function openCode(emit: Emit, s: StmtOf<"with">, value: Expr, target: Expr): Doc[] | null {
  if (value.kind !== "call" || target.kind !== "name") return null;
  if (emit.type(value).kind !== "file") return null;
  const args = value.args.filter(({ name }) => name === null);
  const mode = args[1]?.value;
  if (!args[0] || (mode && (mode.kind !== "string" || !/^[wa]$/.test(mode.value)))) return null;
  if (!mode || !writesAlone(s.block, target.id)) return null;
  emit.nodeModules.add("fs");
  const file = emit.names.of(target.id);
  const opened = callDoc("fs.openSync", [emit.doc(args[0].value), emit.doc(mode)]);
  const lines: Doc[] = [
    [`const ${file} = `, opened, ";"],
    ["try ", braced(emit, s.block), ` finally `, bracedLines([`fs.closeSync(${file});`])],
  ];
  return [bracedLines(lines)];
}

/** Whether the block does nothing with the file but `write`. */
function writesAlone(block: Block, file: string): boolean {
  let uses = 0;
  let writes = 0;
  contains(block, (part) => {
    if (part.kind === "name" && part.id === file) uses++;
    if (part.kind === "call" && part.func.kind === "attribute" && part.func.name === "write") {
      if (part.func.object.kind === "name" && part.func.object.id === file) writes++;
    }
    return false;
  });
  return uses === writes;
}

/** `noGrad`, `enableGrad`; null for anything else. */
function switchName(emit: Emit, value: Expr): string | null {
  if (value.kind !== "call") return null;
  const type = emit.type(value.func);
  if (type.kind !== "library") return null;
  if (type.path === "torch.no_grad" || type.path === "torch.inference_mode") return "noGrad";
  if (type.path === "torch.enable_grad") return "enableGrad";
  const [mode] = value.args;
  if (!type.path.endsWith(".set_grad_enabled") || mode?.value.kind !== "constant") return null;
  return mode.value.value === true ? "enableGrad" : "noGrad";
}

/** Whether the block has a `break` or `continue` for a loop around it. */
function jumps(block: Block): boolean {
  return block.body.some((s) => {
    if (s.kind === "break" || s.kind === "continue") return true;
    if (s.kind === "if")
      return s.branches.some((b) => jumps(b.block)) || (s.otherwise !== null && jumps(s.otherwise));
    return s.kind === "with" || s.kind === "try" ? jumps(s.block) : false;
  });
}

function isAsync(emit: Emit, part: Extract<Expr, { kind: "call" }>): boolean {
  const type = emit.type(part.func);
  if (type.kind === "function") return type.info.async;
  return type.kind === "library" && (signatureOf(type.path)?.async ?? false);
}
