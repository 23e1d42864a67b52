/** The activation functions that a layer's kernel can apply itself; their gradients need the output alone. */
import { Activation } from "../../backend/backend.ts";
import { defineUnary } from "./applyUnary.ts";

export const tanhOp = defineUnary("tanh", (g, y) => g.mul(y.square().rsub(1)));
export const sigmoidOp = defineUnary("sigmoid", (g, y) => g.mul(y.mul(y.rsub(1))));
// relu′(0) = 0, as in PyTorch; at NaN the gradient passes.
export const reluOp = defineUnary("relu", (g, y) => g.maskedFill(y.le(0), 0));

/** What `linearThen` can apply. */
export const afterLinear = {
  relu: { code: Activation.relu, op: reluOp },
  sigmoid: { code: Activation.sigmoid, op: sigmoidOp },
  tanh: { code: Activation.tanh, op: tanhOp },
} as const;
