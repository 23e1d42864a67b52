/**
 * Guards: what makes a loop that never ends stop when the person asks for it. Code that runs synchronously can
 * only be stopped from inside, so each loop looks now and then at a flag in shared memory, and throws.
 *
 * Cost, measured as ns an iteration on one core (Node 24, `for` over a Float64Array of 65,536):
 *
 *     body                 no guard   stripes   flag in each iteration
 *     s += x[i]              0.55       0.61      3.4
 *     x[i] = x[i] * a + b    0.62       0.84      1.6
 *     s = (s + i) | 0        0.43       0.45      1.7
 *
 * A flag that is read in the loop itself keeps V8 from optimising the loop, even when it is read in every
 * 1,024th iteration only. So an innermost `for` or `while` is cut into stripes of 1,024 iterations, and the
 * flag is read between two stripes. The other loops look at it in each iteration: those that hold loops or
 * functions, and `for…of`, `for…in` and `do`, whose own cost is above that of the look.
 */
import ts from "typescript";
import type { TextEdits } from "../syntax/textEdits.ts";
import { holds, visitAll } from "../syntax/walk.ts";

/** What the guards are called in the text. */
export interface GuardNames {
  /** An Int32Array over shared memory; its first element is not 0 when something was asked of the cell. */
  flag: string;
  /**
   * Called when the flag is up, and in loops that wait; throws when the code should stop. Where threads share no
   * memory, true when the thread should come to its messages: then its method `turn` does that.
   */
  check: string;
  /** A counter, declared where it is used. */
  count: string;
}

const stripe = 1024;

/** @param yields loops that can, those at the top level of a cell among them, come to the thread's messages */
export function addGuards(
  file: ts.SourceFile,
  recursive: ReadonlySet<ts.SignatureDeclaration>,
  names: GuardNames,
  edits: TextEdits,
  yields = false,
): void {
  const plainLook = `if(${names.flag}[0]!==0)${names.check}();`;
  const yieldingLook = `if(${names.flag}[0]!==0&&${names.check}())await ${names.check}.turn();`;
  // It may be suspended in each iteration, and so may wait for this, wherever it is.
  const waitingLook = yields ? `if(${names.check}())await ${names.check}.turn();` : `${names.check}();`;
  visitAll(file, (node) => {
    if (ts.isFunctionLike(node)) guardFunction(node, recursive.has(node), names, edits);
    if (ts.isIterationStatement(node, false)) {
      const kind = loopKind(node);
      const yielding = yields && isTopLevel(node);
      const look = yielding ? yieldingLook : plainLook;
      // What is called may take long, or much memory: such a loop waits in each iteration where it has to.
      const striped = kind === "innermost" && !(yielding && holds(node, isCall));
      if (striped && (ts.isForStatement(node) || ts.isWhileStatement(node))) {
        stripeLoop(node, names, look, edits);
      } else {
        guardBody(node.statement, kind === "waiting" ? waitingLook : look, edits);
      }
    }
    return true;
  });
}

function isCall(node: ts.Node): boolean {
  return ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node);
}

/** Whether code runs as part of the text's own function. */
function isTopLevel(node: ts.Node): boolean {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent)
    if (ts.isFunctionLike(at) || ts.isClassStaticBlockDeclaration(at) || ts.isModuleBlock(at)) return false;
  return true;
}

/** A function that can run long is stopped on entry too: many short loops are as long as one. */
function guardFunction(
  node: ts.SignatureDeclaration,
  recursive: boolean,
  names: GuardNames,
  edits: TextEdits,
): void {
  const body = "body" in node ? node.body : undefined;
  if (!body) return;
  if (ts.isBlock(body)) {
    if (recursive || holdsLoop(body)) {
      edits.after(body.getStart() + 1, `if(${names.flag}[0]!==0)${names.check}();`);
    }
  } else if (recursive && ts.isArrowFunction(node)) {
    edits.before(body.getStart(), `(${names.flag}[0]!==0&&${names.check}(),`);
    edits.after(body.end, ")", body.getStart());
  }
}

function guardBody(body: ts.Statement, guard: string, edits: TextEdits): void {
  if (ts.isBlock(body)) {
    edits.after(body.getStart() + 1, guard);
  } else if (!ts.isFunctionDeclaration(body) && !ts.isClassDeclaration(body)) {
    // Those two are refused, and would not be in a block.
    edits.before(body.getStart(), `{${guard}`);
    edits.after(body.end, ";}", body.pos);
  }
}

/**
 * `for (a; b; c) d` becomes `for (a;;) { let n = 0; for (; n < 1024 && (b); n++, c) d; if (n < 1024) break; look }`.
 * `break` leaves with n < 1024, so it leaves both; `continue` goes on to `c` as before.
 */
function stripeLoop(
  node: ts.ForStatement | ts.WhileStatement,
  { count }: GuardNames,
  look: string,
  edits: TextEdits,
): void {
  const head = `{let ${count}=0;for(;${count}<${stripe}`;
  if (ts.isWhileStatement(node)) {
    edits.before(node.getStart(), `for(;;)${head}&&(`);
    // The original `while (` goes; its line breaks stay.
    edits.blank(node.getStart(), node.expression.getStart());
    edits.after(node.expression.end, `);${count}++`, node.expression.pos);
  } else {
    const first = semicolonAfter(node, node.initializer);
    const second = semicolonAfter(node, node.condition, first + 1);
    if (node.condition) {
      edits.before(node.condition.getStart(), `;)${head}&&(`);
      edits.after(node.condition.end, ")", node.condition.pos);
    } else {
      edits.after(first + 1, `;)${head}`);
    }
    edits.after(second + 1, node.incrementor ? `${count}++,` : `${count}++`);
  }
  edits.after(node.statement.end, `;if(${count}<${stripe})break;${look}}`, node.getStart());
}

/** Position of the semicolon that comes after `part` of a `for`; without it, of the first one from `from` on. */
export function semicolonAfter(node: ts.ForStatement, part: ts.Node | undefined, from?: number): number {
  const file = node.getSourceFile();
  const start = part?.end ?? from;
  const semicolon = node
    .getChildren(file)
    .find(
      (child) => child.kind === ts.SyntaxKind.SemicolonToken && child.getStart(file) >= (start ?? node.pos),
    );
  if (!semicolon) throw new Error("unreachable: a for statement has two semicolons");
  return semicolon.getStart(file);
}

const awaitUsing: number = ts.NodeFlags.AwaitUsing;

type LoopKind = "innermost" | "outer" | "waiting";

/**
 * `innermost`: holds nothing but plain code; `waiting`: may be suspended in each iteration, and be given up
 * meanwhile; `outer`: anything else.
 */
function loopKind(loop: ts.IterationStatement): LoopKind {
  let kind: LoopKind = "innermost";
  const label = ts.isLabeledStatement(loop.parent) ? loop.parent.label.text : null;
  visitAll(loop, (node) => {
    if (waits(node)) kind = "waiting";
    if (kind === "waiting") return false;
    if (ts.isIterationStatement(node, false) && node !== loop) kind = "outer";
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) {
      // A function may close over the loop's variables, of which a striped loop has fewer.
      kind = "outer";
      return false;
    }
    // `continue` by the loop's own label would skip the incrementor of a striped loop.
    if (ts.isContinueStatement(node) && label !== null && node.label?.text === label) kind = "outer";
    return true;
  });
  return kind;
}

/** Whether a loop may be suspended in each iteration. */
export function isWaiting(loop: ts.IterationStatement): boolean {
  return loopKind(loop) === "waiting";
}

function waits(node: ts.Node): boolean {
  return (
    ts.isAwaitExpression(node) ||
    isAwaitUsing(node) ||
    (ts.isForOfStatement(node) && node.awaitModifier !== undefined)
  );
}

function isAwaitUsing(node: ts.Node): boolean {
  return ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.AwaitUsing) === awaitUsing;
}

function holdsLoop(body: ts.Node): boolean {
  return holds(
    body,
    (node) => ts.isIterationStatement(node, false) || (ts.isFunctionLike(node) ? null : false),
  );
}
