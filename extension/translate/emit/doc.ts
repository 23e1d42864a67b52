/** Text that may be broken into lines where it gets too long, after Wadler's "A prettier printer". */

export type Doc =
  | string
  | readonly Doc[]
  /** A space, or nothing when `soft`, or a new line. `hard` is always a new line. */
  | { line: "space" | "soft" | "hard" }
  /** Is laid out on one line where that fits. */
  | { group: Doc }
  | { indent: Doc }
  /** Stands only where the group around it is broken. */
  | { ifBroken: string };

export const line: Doc = { line: "space" };
export const soft: Doc = { line: "soft" };
export const hard: Doc = { line: "hard" };

export const group = (doc: Doc): Doc => ({ group: doc });
export const indent = (doc: Doc): Doc => ({ indent: doc });

export function joinDocs(docs: readonly Doc[], separator: Doc): Doc {
  return docs.flatMap((doc, i) => (i === 0 ? [doc] : [separator, doc]));
}

/** `open a, b close`, with each item on a line of its own when it does not fit. */
export function enclosed(open: string, items: readonly Doc[], close: string, padded = false): Doc {
  if (items.length === 0) return open + close;
  const edge = padded ? line : soft;
  return group([open, indent([edge, joinDocs(items, [",", line])]), { ifBroken: "," }, edge, close]);
}

interface Todo {
  depth: number;
  broken: boolean;
  doc: Doc;
}

/** @param width columns that a line should keep to */
export function printDoc(doc: Doc, width: number): string {
  let out = "";
  let column = 0;
  const todo: Todo[] = [{ depth: 0, broken: true, doc }];
  for (let next = todo.pop(); next; next = todo.pop()) {
    const { depth, broken, doc: current } = next;
    if (typeof current === "string") {
      out += current;
      const lastLine = current.lastIndexOf("\n");
      column = lastLine < 0 ? column + current.length : current.length - lastLine - 1;
    } else if (isDocs(current)) {
      for (let i = current.length - 1; i >= 0; i--) todo.push({ depth, broken, doc: current[i] ?? "" });
    } else if ("indent" in current) todo.push({ depth: depth + 1, broken, doc: current.indent });
    else if ("ifBroken" in current) {
      if (broken) todo.push({ depth, broken, doc: current.ifBroken });
    } else if ("group" in current) {
      const flat = fits({ depth, broken: false, doc: current.group }, todo, width - column);
      todo.push({ depth, broken: !flat, doc: current.group });
    } else if (broken || current.line === "hard") {
      out = `${out.replace(/[ ]+$/, "")}\n${"  ".repeat(depth)}`;
      column = 2 * depth;
    } else if (current.line === "space") {
      out += " ";
      column++;
    }
  }
  return out;
}

/** The text on one line, apart from breaks that it cannot do without. */
export function flatText(doc: Doc): string {
  return printDoc(group(doc), Infinity);
}

function isDocs(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}

/** Whether `first` and what follows it up to the next line break has room. */
function fits(first: Todo, rest: readonly Todo[], room: number): boolean {
  const todo = [first];
  let after = rest.length;
  let left = room;
  while (left >= 0) {
    let next = todo.pop();
    if (!next) {
      if (after === 0) return true;
      next = rest[--after];
      if (!next) return true;
    }
    const { depth, broken, doc } = next;
    if (typeof doc === "string") {
      if (doc.includes("\n")) return left >= doc.indexOf("\n");
      left -= doc.length;
    } else if (isDocs(doc)) {
      for (let i = doc.length - 1; i >= 0; i--) todo.push({ depth, broken, doc: doc[i] ?? "" });
    } else if ("indent" in doc) todo.push({ depth, broken, doc: doc.indent });
    else if ("group" in doc) todo.push({ depth, broken, doc: doc.group });
    else if ("ifBroken" in doc) {
      if (broken) left -= doc.ifBroken.length;
    } else if (doc.line === "hard") return true;
    else if (broken) return true;
    else if (doc.line === "space") left--;
  }
  return false;
}
