/**
 * Follows literal sizes through a cell's expressions, and through the constants of cells above, without running
 * anything. What is not certain stays unknown, so that a mismatch is one whenever the expression is reached.
 */
import ts from "typescript";
import { bare, creationShape, sizesOf, type Literals } from "./creation.ts";
import { elementwise, reductions, sameShape, sameShapeLayers } from "./engineNames.ts";
import {
  apply,
  axisOf,
  broadcast,
  flatten,
  matmul,
  mismatchInSequence,
  reshape,
  type Extent,
  type KnownShape,
  type Layer,
  type Mismatch,
  type Outcome,
} from "./rules.ts";

export type Value =
  { kind: "tensor"; shape: KnownShape } | { kind: "number"; value: number } | { kind: "layer"; layer: Layer };

export interface Fault {
  node: ts.Node;
  mismatch: Mismatch;
}

export interface Surroundings {
  checker: ts.TypeChecker;
  /** Whether a file holds the engine's declarations. */
  isEngine: (file: ts.SourceFile) => boolean;
}

export class ShapeEvaluator {
  readonly faults: Fault[] = [];
  readonly #checker: ts.TypeChecker;
  readonly #isEngine: (file: ts.SourceFile) => boolean;
  readonly #known = new Map<ts.Node, Value | null>();
  readonly #literals: Literals = {
    number: (node) => this.#number(node),
    isNumber: (node) => (this.#checker.getTypeAtLocation(node).flags & ts.TypeFlags.NumberLike) !== 0,
  };

  constructor({ checker, isEngine }: Surroundings) {
    this.#checker = checker;
    this.#isEngine = isEngine;
  }

  value(expression: ts.Expression): Value | null {
    const node = bare(expression);
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    // Stands for itself while it is being found, so that a circle ends.
    this.#known.set(node, null);
    const value = this.#evaluate(node);
    this.#known.set(node, value);
    return value;
  }

  #evaluate(node: ts.Expression): Value | null {
    if (ts.isNumericLiteral(node)) return { kind: "number", value: Number(node.text) };
    if (ts.isPrefixUnaryExpression(node)) return this.#negated(node);
    if (ts.isBinaryExpression(node)) return this.#arithmetic(node);
    if (ts.isIdentifier(node)) return this.#constant(node);
    if (ts.isPropertyAccessExpression(node)) return this.#property(node);
    if (ts.isElementAccessExpression(node)) return this.#extent(node);
    if (ts.isNewExpression(node)) return this.#layer(node);
    if (ts.isCallExpression(node)) return this.#call(node);
    return null;
  }

  #number(node: ts.Expression | undefined): number | null {
    const value = node && this.value(node);
    return value?.kind === "number" ? value.value : null;
  }

  #shape(node: ts.Expression | undefined): KnownShape | null {
    const value = node && this.value(node);
    if (value?.kind === "number") return [];
    return value?.kind === "tensor" ? value.shape : null;
  }

  #negated({ operator, operand }: ts.PrefixUnaryExpression): Value | null {
    const value = operator === ts.SyntaxKind.MinusToken ? this.#number(operand) : null;
    return value === null ? null : { kind: "number", value: -value };
  }

  #arithmetic({ left, right, operatorToken }: ts.BinaryExpression): Value | null {
    const [a, b] = [this.#number(left), this.#number(right)];
    if (a === null || b === null) return null;
    switch (operatorToken.kind) {
      case ts.SyntaxKind.PlusToken:
        return { kind: "number", value: a + b };
      case ts.SyntaxKind.MinusToken:
        return { kind: "number", value: a - b };
      case ts.SyntaxKind.AsteriskToken:
        return { kind: "number", value: a * b };
      default:
        return null;
    }
  }

  /** What a `const` was given, in whichever cell. */
  #constant(id: ts.Identifier): Value | null {
    let symbol = this.#checker.getSymbolAtLocation(id);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = this.#checker.getAliasedSymbol(symbol);
    const declaration = symbol?.valueDeclaration;
    if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return null;
    if (!ts.isIdentifier(declaration.name) || !(declaration.parent.flags & ts.NodeFlags.Const)) return null;
    return this.value(declaration.initializer);
  }

  #property({ name, expression }: ts.PropertyAccessExpression): Value | null {
    if (name.text !== "T" && name.text !== "data") return null;
    const shape = this.#shape(expression);
    if (!shape || !this.#isEngineName(name)) return null;
    if (name.text === "data") return tensor(shape);
    return shape.length === 2 ? tensor([...shape].reverse()) : null;
  }

  /** `x.shape[0]` */
  #extent({ expression, argumentExpression }: ts.ElementAccessExpression): Value | null {
    if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== "shape") return null;
    const shape = this.#shape(expression.expression);
    const index = this.#number(argumentExpression);
    const extent = shape && index !== null ? shape[index] : null;
    return typeof extent === "number" ? { kind: "number", value: extent } : null;
  }

  #layer(node: ts.NewExpression): Value | null {
    const name = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
    if (!ts.isIdentifier(name) || !this.#isEngineName(name)) return null;
    const args = node.arguments ?? ts.factory.createNodeArray<ts.Expression>();
    if (name.text === "Linear") {
      const [from, to] = [this.#number(args[0]), this.#number(args[1])];
      return from === null || to === null ? null : { kind: "layer", layer: { kind: "linear", from, to } };
    }
    if (name.text === "Flatten" && args.length === 0) return { kind: "layer", layer: { kind: "flatten" } };
    if (sameShapeLayers.has(name.text)) return { kind: "layer", layer: { kind: "same" } };
    return name.text === "Sequential" ? this.#sequence(args) : null;
  }

  #sequence(args: readonly ts.Expression[]): Value {
    const layers = args.map((argument): Layer => {
      const value = this.value(argument);
      return value?.kind === "layer" ? value.layer : { kind: "other" };
    });
    const found = mismatchInSequence(layers);
    const node = found && args[found.index];
    if (!node) return { kind: "layer", layer: { kind: "sequence", layers } };
    this.faults.push({ node, mismatch: found.mismatch });
    return { kind: "layer", layer: { kind: "other" } };
  }

  #call(node: ts.CallExpression): Value | null {
    const callee = bare(node.expression);
    const args = [...node.arguments];
    if (args.some((argument) => ts.isSpreadElement(argument))) return null;
    if (ts.isPropertyAccessExpression(callee) && this.#isEngineName(callee.name)) {
      const { name, expression } = callee;
      const self = this.value(expression);
      if (self?.kind === "layer")
        return name.text === "forward" ? this.#applied(node, self.layer, args[0]) : null;
      if (self?.kind === "tensor") return this.#operation(node, name, [expression, ...args], true);
      return this.#isModule(expression) ? this.#operation(node, name, args, false) : null;
    }
    if (ts.isIdentifier(callee) && this.#isEngineName(callee))
      return this.#operation(node, callee, args, false);
    const value = this.value(callee);
    return value?.kind === "layer" ? this.#applied(node, value.layer, args[0]) : null;
  }

  #applied(node: ts.CallExpression, layer: Layer, input: ts.Expression | undefined): Value | null {
    const shape = this.#shape(input);
    return shape ? this.#outcome(node.arguments[0] ?? node, apply(layer, shape)) : null;
  }

  /** @param method whether the first of `operands` stood before the dot */
  #operation(
    node: ts.CallExpression,
    { text: name }: ts.MemberName,
    operands: readonly ts.Expression[],
    method: boolean,
  ): Value | null {
    const [first, second] = operands;
    if (!method) {
      const made = creationShape(name, operands, this.#literals);
      if (made) return tensor(made);
    }
    if (!first || this.value(first)?.kind !== "tensor") return null;
    const shape = this.#shape(first) ?? [];
    if (sameShape.has(name)) return tensor(shape);
    const place = method && ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node;
    if (elementwise.has(name) || name === "matmul" || name === "mm") {
      const other = this.#shape(second);
      if (!other) return null;
      return this.#outcome(place, (elementwise.has(name) ? broadcast : matmul)(name, shape, other));
    }
    if (reductions.has(name)) return this.#reduced(shape, operands.slice(1));
    if (name === "reshape" || name === "view") {
      const sizes = sizesOf(operands.slice(1), this.#literals);
      return sizes && this.#outcome(place, reshape(name, shape, sizes));
    }
    return this.#rearranged(name, shape, operands.slice(1));
  }

  #reduced(shape: KnownShape, args: readonly ts.Expression[]): Value | null {
    if (args.length === 0) return tensor([]);
    const dim = args.length === 1 ? this.#number(args[0]) : null;
    const axis = dim === null ? null : axisOf(dim, shape.length);
    return axis === null ? null : tensor(shape.filter((_, i) => i !== axis));
  }

  #rearranged(name: string, shape: KnownShape, args: readonly ts.Expression[]): Value | null {
    const numbers = args.map((argument) => this.#number(argument));
    if (numbers.includes(null)) return null;
    const [a, b] = numbers as number[];
    if (name === "t" && shape.length === 2) return tensor([...shape].reverse());
    if (name === "transpose" && a !== undefined && b !== undefined) {
      const [from, to] = [axisOf(a, shape.length), axisOf(b, shape.length)];
      if (from === null || to === null) return null;
      const swapped = shape.map(
        (extent, i) => (i === from ? shape[to] : i === to ? shape[from] : extent) ?? null,
      );
      return tensor(swapped);
    }
    if (name === "unsqueeze" && a !== undefined) {
      const axis = axisOf(a, shape.length + 1);
      return axis === null ? null : tensor([...shape.slice(0, axis), 1, ...shape.slice(axis)]);
    }
    if (name === "flatten") {
      const outcome = flatten(shape, a, b);
      return outcome && "shape" in outcome ? tensor(outcome.shape) : null;
    }
    return null;
  }

  #outcome(node: ts.Node, outcome: Outcome): Value | null {
    if (!outcome) return null;
    if ("shape" in outcome) return tensor(outcome.shape);
    this.faults.push({ node, mismatch: outcome.mismatch });
    return null;
  }

  #isEngineName(id: ts.Node): boolean {
    let symbol = this.#checker.getSymbolAtLocation(id);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = this.#checker.getAliasedSymbol(symbol);
    const declaration = symbol?.declarations?.[0];
    return declaration !== undefined && this.#isEngine(declaration.getSourceFile());
  }

  /** `torch` of `torch.zeros(2)`. */
  #isModule(expression: ts.Expression): boolean {
    let symbol = ts.isIdentifier(expression) ? this.#checker.getSymbolAtLocation(expression) : undefined;
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = this.#checker.getAliasedSymbol(symbol);
    return symbol !== undefined && (symbol.flags & ts.SymbolFlags.ValueModule) !== 0;
  }
}

function tensor(shape: readonly Extent[]): Value {
  return { kind: "tensor", shape };
}
