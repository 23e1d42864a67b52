/** Walks a syntax tree without recursion: a sum of 60,000 terms is a tree 60,000 levels deep. */
import ts from "typescript";

/**
 * Calls `enter` for `root` and everything in it, outside in and from left to right.
 * @param enter given what it returned for the node's parent, `state` for the root; null leaves out what is in the node
 */
export function walk<S>(root: ts.Node, state: S, enter: (node: ts.Node, state: S) => S | null): void {
  const nodes: ts.Node[] = [root];
  const states: S[] = [state];
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    const inner = enter(node, states.pop() as S);
    if (inner === null) continue;
    const first = nodes.length;
    ts.forEachChild(node, (child) => {
      nodes.push(child);
      states.push(inner);
    });
    reverse(nodes, first);
  }
}

/** Calls `enter` as {@link walk} does; `false` leaves out what is in the node. */
export function visitAll(root: ts.Node, enter: (node: ts.Node) => boolean): void {
  walk(root, true, (node) => enter(node) || null);
}

/** Whether `test` holds for anything in `root`, itself left out; what `test` answers with null is not looked into. */
export function holds(root: ts.Node, test: (node: ts.Node) => boolean | null): boolean {
  let found = false;
  visitAll(root, (node) => {
    if (found || node === root) return !found;
    const answer = test(node);
    found ||= answer === true;
    return answer === false;
  });
  return found;
}

function reverse(items: unknown[], from: number): void {
  for (let low = from, high = items.length - 1; low < high; low++, high--) {
    const item = items[low];
    items[low] = items[high];
    items[high] = item;
  }
}
