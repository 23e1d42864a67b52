/** ONNX's element-wise operations with ours. */
import type { Tensor } from "../../core/tensor.ts";
import * as ops from "../../ops/index.ts";
import * as activations from "../../ops/elementwise/activations.ts";
import { to } from "../../ops/shape/convert.ts";
import { dropout } from "../../random/dropout.ts";
import { say } from "../../payload/say.ts";
import { elementTypes, type ElementType } from "../format/onnxModel.ts";
import { input, numbers, optional, type Run, type Running } from "./running.ts";
import { dtypeOf } from "./values.ts";

const unary =
  (f: (x: Tensor, r: Running) => Tensor): Run =>
  (r) =>
    f(input(r, 0), r);
const binary =
  (f: (a: Tensor, b: Tensor) => Tensor): Run =>
  (r) =>
    f(input(r, 0), input(r, 1));
/** Of as many inputs as there are. */
const several =
  (f: (a: Tensor, b: Tensor) => Tensor): Run =>
  (r) =>
    r.inputs.slice(1).reduce<Tensor>((a, b) => (b ? f(a, b) : a), input(r, 0));

/** Whole numbers are divided as ONNX does it: the fraction is cut off. */
function divided(a: Tensor, b: Tensor): Tensor {
  if (a.dtype !== "int32" || b.dtype !== "int32") return ops.div(a, b);
  return to(ops.trunc(ops.div(a, b)), "int32");
}

function bound(r: Running, at: number, attribute: string, missing: number): number {
  const x = optional(r, at);
  return x ? numbers(x)[0] : r.attributes.float(attribute, missing);
}

export const elementwise: Readonly<Record<string, Run>> = {
  Relu: unary(activations.relu),
  Sigmoid: unary(activations.sigmoid),
  Tanh: unary(activations.tanh),
  Abs: unary(ops.abs),
  Neg: unary(ops.neg),
  Sign: unary(ops.sign),
  Exp: unary(ops.exp),
  Log: unary(ops.log),
  Sqrt: unary(ops.sqrt),
  Reciprocal: unary(ops.reciprocal),
  Sin: unary(ops.sin),
  Cos: unary(ops.cos),
  Tan: unary(ops.tan),
  Asin: unary(ops.asin),
  Acos: unary(ops.acos),
  Atan: unary(ops.atan),
  Sinh: unary(ops.sinh),
  Cosh: unary(ops.cosh),
  Asinh: unary(ops.asinh),
  Acosh: unary(ops.acosh),
  Atanh: unary(ops.atanh),
  Floor: unary(ops.floor),
  Ceil: unary(ops.ceil),
  Round: unary(ops.round),
  Erf: unary(ops.erf),
  Softplus: unary((x) => activations.softplus(x)),
  LeakyRelu: unary((x, r) => activations.leakyRelu(x, r.attributes.float("alpha", 0.01))),
  Elu: unary((x, r) => activations.elu(x, r.attributes.float("alpha", 1))),
  PRelu: binary((x, slope) => ops.where(ops.lt(x, 0), ops.mul(x, slope), x)),
  Gelu: unary((x, r) =>
    activations.gelu(x, { approximate: r.attributes.text("approximate", "none") as "none" | "tanh" }),
  ),
  Clip: unary((x, r) => ops.clamp(x, bound(r, 1, "min", -Infinity), bound(r, 2, "max", Infinity))),
  Add: binary(ops.add),
  Sub: binary(ops.sub),
  Mul: binary(ops.mul),
  Div: binary(divided),
  Pow: binary(ops.pow),
  Max: several(ops.maximum),
  Min: several(ops.minimum),
  Sum: several(ops.add),
  Equal: binary(ops.eq),
  Less: binary(ops.lt),
  LessOrEqual: binary(ops.le),
  Greater: binary(ops.gt),
  GreaterOrEqual: binary(ops.ge),
  Not: unary(ops.logicalNot),
  And: binary(ops.logicalAnd),
  Or: binary(ops.logicalOr),
  Where: (r) => ops.where(input(r, 0), input(r, 1), input(r, 2)),
  Identity: unary((x) => x),
  Cast: unary((x, r) => {
    const code = r.attributes.int("to", 0);
    const type = Object.entries(elementTypes).find(([, number]) => number === code)?.[0];
    if (!type) throw new Error(say`elements of type ${code} are not known`);
    return to(x, dtypeOf(type as ElementType));
  }),
  Dropout: (r) => {
    const x = input(r, 0);
    const p = optional(r, 1) ? numbers(input(r, 1))[0] : r.attributes.float("ratio", 0.5);
    return dropout(x, { p, training: r.training });
  },
};
