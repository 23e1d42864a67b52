/** What a reader of a translated cell has to look at. */

/** `subject` is a piece of Python, or a name; `other` completes what some kinds say. */
export interface Mark {
  kind: MarkKind;
  subject: string;
  other?: string;
}

export type MarkKind =
  /** A statement was left as it is, in comments. */
  | "statement"
  /** An expression was left out; null stands for it. */
  | "expression"
  /** A line for the notebook rather than for Python. */
  | "magic"
  /** A module of Python that there is no counterpart of. */
  | "module"
  /** A function, class or method that the engine does not have. */
  | "missing"
  /** The function `subject` has no option `other`. */
  | "option"
  /** Whether the operands of operator `subject` are tensors is not known. */
  | "operands"
  /** Whether `subject` is a list, a dictionary or a tensor is not known. */
  | "subscript"
  /** An empty list or dictionary would count as true. */
  | "truth"
  /** The function `subject` is not known, so neither is the order of its parameters. */
  | "keywords"
  /** Whether `subject` is a class, which would need `new`, is not known. */
  | "class"
  /** The format `subject` has no counterpart. */
  | "format"
  /** Something must be waited for where that cannot be. */
  | "await"
  /** The seed gives other numbers than it does in Python. */
  | "seed";

/** Puts a mark into the reader's language. */
export type Wording = (mark: Mark) => string;
