/** What the book's chapter on recurrent networks does with a language model, whoever wrote the model. */
import type { Tensor } from "../../core/tensor.ts";
import { Module } from "../../nn/module.ts";
import { aLanguageModel, expectMethods } from "../checks.ts";
import type { RecurrentState } from "./rnnModels.ts";

type Step = (X: Tensor, state: RecurrentState) => readonly [Tensor, RecurrentState];

/**
 * A language model of the book: a module, whose `beginState` takes the device first, or an object made of functions,
 * whose `beginState` takes the batch size first. A class of a notebook has `call` where it cannot be called itself.
 */
export type LanguageModel =
  | (Module & {
      // The state of a model is its own affair.
      // eslint-disable-next-line @typescript-eslint/no-explicit-any
      forward(X: Tensor, state: any): readonly [Tensor, any];
      // eslint-disable-next-line @typescript-eslint/no-explicit-any
      beginState(device?: any, batchSize?: number): any;
    })
  | {
      readonly params: readonly Tensor[];
      // eslint-disable-next-line @typescript-eslint/no-explicit-any
      beginState(batchSize: number, device?: any): any;
    };

/** Makes one step of it, which also takes a whole batch of sequences. */
export function stepOf(owner: string, net: LanguageModel): Step {
  expectMethods(owner, aLanguageModel, net, "beginState");
  if (typeof net === "function") return net;
  expectMethods(owner, aLanguageModel, net, "call");
  const own = net as unknown as { call: Step };
  return (X, state) => own.call(X, state);
}

export function beginOf(net: LanguageModel, batchSize: number, device: string): RecurrentState {
  return (
    net instanceof Module ? net.beginState(device, batchSize) : net.beginState(batchSize, device)
  ) as RecurrentState;
}

export function paramsOf(net: LanguageModel): readonly Tensor[] {
  return net instanceof Module ? net.parameters().filter((p) => p.requiresGrad) : net.params;
}

/** The state without what led to it, so that gradients do not go back for ever. */
export function detached(state: RecurrentState): RecurrentState {
  return Array.isArray(state) ? (state as Tensor[]).map((part) => part.detach()) : (state as Tensor).detach();
}
