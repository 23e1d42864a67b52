/**
 * What a row of the table of operations says: all that can be said without tensors. The backends' functions, codes and
 * kernels, the check at start-up, graphs' formulas, and what the language service and the translator know follow from it.
 */

interface Row {
  /** What PyTorch calls its node, where that is not `NameBackward0`. */
  readonly node?: string;
  /** Whether int32 stays int32; else it becomes float32. */
  readonly integers?: boolean;
}

/** An element-wise function of one tensor. */
export interface UnaryRow extends Row {
  /** In numbers; p0 and p1 are its parameters. The oracle of the kernels. */
  readonly f: (x: number, p0: number, p1: number) => number;
  /** What the backward pass needs. */
  readonly saves: "input" | "output" | "nothing";
  /** g·f′ where `v` is what is saved. Where there is none, gradients come from the slope in `ops` alone. */
  readonly gradient?: (v: number, g: number, p0: number, p1: number) => number;
  /** Where it is defined, if not everywhere. */
  readonly domain?: "positive";
  /** Whether it is made of straight lines. */
  readonly pieces?: boolean;
  /** f′ as graphs write it, of the names of x and of y = f(x). Default `name′(x)`. */
  readonly derivative?: (x: string, y: string) => string;
  /** PyTorch's calls of it, as the translator reads them. Default: a function and a method of the tensor alone. */
  readonly torch?: TorchCalls;
  /** How people write it, for those that *Plot an Activation Function* offers. */
  readonly plotted?: { readonly label: string; readonly formula: string };
}

/** The parameters of PyTorch's calls, in the form of `extension/translate/library/signature.ts`; none where left out. */
export interface TorchCalls {
  /** `torch.name` */
  readonly torch?: string;
  /** `torch.nn.functional.name` */
  readonly functional?: string;
  /** `tensor.name` */
  readonly method?: string;
}

/** An element-wise function of two tensors, either of which may be a number. */
export interface BinaryRow extends Row {
  readonly f: (a: number, b: number) => number;
  /** Between the names of both operands. Default `name(a, b)`. */
  readonly symbol?: string;
  /** The derivatives by a and by b, as graphs write them. */
  readonly derivatives?: (a: string, b: string, y: string) => readonly [byA: string, byB: string];
}

/** Numbers for the rows of a table, in their order. */
export function codesOf<T extends object>(table: T): Readonly<Record<keyof T, number>> {
  return Object.fromEntries(Object.keys(table).map((name, code) => [name, code])) as Record<keyof T, number>;
}
