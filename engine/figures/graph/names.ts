/** What things in a graph are called: as the program calls them, else by number. */
import { Module } from "../../nn/module.ts";
import type { Node } from "../../core/node.ts";
import { Tensor } from "../../core/tensor.ts";
import { isNode, type Recorded } from "./recorded.ts";

export interface Names {
  /** Of a node's value or of a constant. */
  of: (thing: Node | Tensor) => string;
  /** Type and path of a part of a model: `Linear net.0`. */
  module: (module: object) => string;
}

/** The names of tensors and modules that have any, and of the parts of such modules. */
function givenNames(variables: Iterable<readonly [string, unknown]>, recorded: Recorded) {
  const tensors = new Map<unknown, string>();
  const modules = new Map<unknown, string>();
  const name = (module: Module, prefix: string): void => {
    const below = (path: string): string => [prefix, path].filter((part) => part !== "").join(".");
    for (const [path, part] of module.namedModules()) if (!modules.has(part)) modules.set(part, below(path));
    for (const [path, parameter] of module.namedParameters()) {
      if (!tensors.has(parameter)) tensors.set(parameter, below(path));
    }
  };
  for (const [own, value] of variables) if (value instanceof Tensor) tensors.set(value, own);
  for (const [own, value] of variables) if (value instanceof Module) name(value, own);
  const outermost = new Set<unknown>();
  for (const { call } of recorded.operations) {
    let at = call;
    while (at?.outer) at = at.outer;
    outermost.add(at?.module);
  }
  for (const module of outermost) if (module instanceof Module) name(module, "");
  return { tensors, modules };
}

/** @param variables what the program calls its values, nearer names later */
export function namesOf(recorded: Recorded, variables: readonly (readonly [string, unknown])[]): Names {
  const { tensors, modules } = givenNames(variables, recorded);
  const names = new Map<Node | Tensor, string>();
  const taken = new Set(tensors.values());
  const numbers = new Map<string, number>();
  const fresh = (letter: string): string => {
    const number = (numbers.get(letter) ?? 0) + 1;
    numbers.set(letter, number);
    const text = letter + subscript(number);
    return taken.has(text) ? fresh(letter) : text;
  };
  const called = (node: Node): string | undefined => {
    for (const tensor of [recorded.values.get(node), node.leaf, node.retained]) {
      const name = tensor ? tensors.get(tensor) : undefined;
      if (name !== undefined) return name;
    }
    return undefined;
  };
  const byNode = new Map(
    Array.from(tensors).flatMap(([tensor, name]) => {
      const node = (tensor as Tensor).node;
      return node ? [[node, name] as const] : [];
    }),
  );
  for (const node of recorded.operations) {
    for (const operand of recorded.operands.get(node) ?? []) {
      if (operand === null || typeof operand === "number" || names.has(operand)) continue;
      if (isNode(operand)) {
        if (operand.leaf) names.set(operand, called(operand) ?? fresh("w"));
      } else {
        names.set(
          operand,
          tensors.get(operand) ?? (operand.numel() === 1 ? plain(operand.item()) : fresh("x")),
        );
      }
    }
  }
  const last = recorded.operations.at(-1);
  for (const node of recorded.operations) {
    const own = byNode.get(node) ?? called(node);
    const [input] = node.inputs;
    const turned = isTranspose(node) && input ? names.get(input) : undefined;
    names.set(
      node,
      own ?? (turned === undefined ? (node === last ? "L" : fresh("v")) : transposedName(turned)),
    );
  }
  return {
    of: (thing) => names.get(thing) ?? (thing instanceof Tensor ? (tensors.get(thing) ?? "") : ""),
    module: (module) => {
      const type = module instanceof Module ? module.typeName() : "";
      return [type, modules.get(module) ?? ""].filter((part) => part !== "").join(" ");
    },
  };
}

/** Whether the operation turns a matrix. */
export function isTranspose({ op, params }: Node): boolean {
  return op.name === "permute" && String(params) === "1,0";
}

/** `W` → `Wᵀ`, and back. */
export function transposedName(name: string): string {
  return name.endsWith("ᵀ") ? name.slice(0, -1) : `${name}ᵀ`;
}

/** A number in a formula: five significant digits, with a minus sign. */
export function plain(value: number): string {
  return String(Number(value.toPrecision(5))).replace("-", "−");
}

function subscript(value: number): string {
  return String(value).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉".charAt(Number(digit)));
}
