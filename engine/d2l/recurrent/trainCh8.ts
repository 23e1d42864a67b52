/** The training of the book's language models. */
import { expect, expectFunction, expectIterable } from "../../core/expect.ts";
import type { Tensor } from "../../core/tensor.ts";
import { withGradMode } from "../../core/gradMode.ts";
import { CrossEntropyLoss } from "../../nn/losses.ts";
import { Module } from "../../nn/module.ts";
import { tensor } from "../../ops/create/create.ts";
import { Optimizer, SGD } from "../../optim/index.ts";
import { type Phrase, say } from "../../payload/say.ts";
import { nextTurn } from "../../training/loop/yielding.ts";
import { Accumulator } from "../accumulator.ts";
import { Animator } from "../animator.ts";
import { aLanguageModel, aText, aVocabulary, expectDevice, expectMethods, expectWhole } from "../checks.ts";
import { sgd } from "../models.ts";
import type { SequenceBatches } from "../text/sequences.ts";
import type { Vocab } from "../text/vocab.ts";
import { Timer } from "../timer.ts";
import { tell } from "../told.ts";
import type { Criterion, Updater } from "../train.ts";
import { beginOf, detached, type LanguageModel, paramsOf, stepOf } from "./languageModel.ts";
import type { RecurrentState } from "./rnnModels.ts";

const sequences: Phrase = "batches of sequences, such as a d2l.SeqDataLoader";
const aLoss: Phrase = "a loss of predictions and targets";
const anUpdater: Phrase = "an optimiser, or a function of the batch size";

/** What of a vocabulary predictions need. */
export type Tokens = Pick<Vocab, "idxToToken"> & { get(token: string): number | number[] };

/**
 * What a language model writes after `prefix`: its most probable next token, `numPreds` times.
 * @param prefix a text of tokens that the vocabulary has, of characters as a rule
 * @param device the one there is
 * @example d2l.predictCh8("time traveller ", 10, net, vocab, d2l.tryGpu())
 */
export function predictCh8(
  prefix: string,
  numPreds: number,
  net: LanguageModel,
  vocab: Tokens,
  device = "cpu",
): string {
  expect("predictCh8", aText, prefix, typeof prefix === "string" && prefix.length > 0);
  expectWhole("predictCh8", numPreds);
  expectDevice("predictCh8", device);
  const step = stepOf("predictCh8", net);
  expectMethods("predictCh8", aVocabulary, vocab, "get");
  return withGradMode(false, () => {
    let state = beginOf(net, 1, device);
    const outputs = [vocab.get(prefix[0]) as number];
    const input = (): Tensor => tensor([[outputs[outputs.length - 1]]], { dtype: "int32" });
    for (const token of prefix.slice(1)) {
      [, state] = step(input(), state);
      outputs.push(vocab.get(token) as number);
    }
    for (let i = 0; i < numPreds; i++) {
      const [y, next] = step(input(), state);
      state = next;
      outputs.push(y.argmax(1).item());
    }
    return outputs.map((i) => vocab.idxToToken[i]).join("");
  });
}

/**
 * Scales the gradients of a model together so that their norm is at most `theta`.
 * @param net a module, or a model with a list of `params`
 * @example l.backward(); d2l.gradClipping(net, 1); trainer.step();
 */
export function gradClipping(net: Module | { readonly params: readonly Tensor[] }, theta: number): void {
  const all = net instanceof Module ? net.parameters() : (net as Partial<typeof net> | undefined)?.params;
  expectIterable("gradClipping", aLanguageModel, all);
  const gradients = [...(all ?? [])].flatMap((p) => p.gradient ?? []);
  withGradMode(false, () => {
    const norm = Math.sqrt(gradients.reduce((sum, g) => sum + g.mul(g).sum().item(), 0));
    if (norm > theta) for (const gradient of gradients) gradient.mul_(theta / norm);
  });
}

/**
 * One epoch of a language model; returns the perplexity and the tokens a second.
 * @param useRandomIter whether each batch begins anew instead of going on where the last one ended; default false
 * @example const [ppl, speed] = d2l.trainEpochCh8(net, trainIter, loss, updater, "cpu");
 */
export function trainEpochCh8(
  net: LanguageModel,
  trainIter: SequenceBatches,
  loss: Criterion,
  updater: Updater,
  device = "cpu",
  useRandomIter = false,
): [perplexity: number, tokensPerSecond: number] {
  const step = stepOf("trainEpochCh8", net);
  expectIterable("trainEpochCh8", sequences, trainIter);
  expectFunction("trainEpochCh8", aLoss, loss);
  expect(
    "trainEpochCh8",
    anUpdater,
    updater,
    typeof updater === "function" || typeof (updater as Partial<Optimizer> | undefined)?.step === "function",
  );
  let state: RecurrentState | null = null;
  const [timer, metric] = [new Timer(), new Accumulator(2)];
  for (const [X, Y] of trainIter) {
    state = state === null || useRandomIter ? beginOf(net, X.shape[0], device) : detached(state);
    const y = Y.T.reshape(-1);
    const [yHat, next] = step(X, state);
    state = next;
    const l = loss(yHat, y).mean();
    if (typeof updater === "function") {
      l.backward();
      gradClipping(net as { params: readonly Tensor[] }, 1);
      updater(1);
    } else {
      updater.zeroGrad();
      l.backward();
      gradClipping(net as Module, 1);
      updater.step();
    }
    metric.add(l.item() * y.numel(), y.numel());
  }
  return [Math.exp(metric[0] / metric[1]), metric[1] / timer.stop()];
}

/**
 * Trains a language model with SGD and clipped gradients, drawing its perplexity, and shows what it writes after
 * “time traveller” and “traveller”.
 * @param device the one there is
 * @param useRandomIter whether `trainIter` gives the parts of the text in a random order; default false
 * @example await d2l.trainCh8(net, trainIter, vocab, 1, 500, d2l.tryGpu());
 */
export async function trainCh8(
  net: LanguageModel,
  trainIter: SequenceBatches,
  vocab: Tokens,
  lr: number,
  numEpochs: number,
  device = "cpu",
  useRandomIter = false,
): Promise<{ perplexity: number; tokensPerSecond: number }> {
  stepOf("trainCh8", net);
  expectWhole("trainCh8", numEpochs);
  expectDevice("trainCh8", device);
  const loss = new CrossEntropyLoss();
  const animator = new Animator({
    xlabel: "epoch",
    ylabel: "perplexity",
    legend: ["train"],
    xlim: [10, numEpochs],
  });
  const updater: Updater =
    net instanceof Module
      ? new SGD(net.parameters(), { lr })
      : (batchSize) => sgd(paramsOf(net), lr, batchSize);
  let [perplexity, tokensPerSecond] = [NaN, NaN];
  for (let epoch = 0; epoch < numEpochs; epoch++) {
    [perplexity, tokensPerSecond] = trainEpochCh8(net, trainIter, loss, updater, device, useRandomIter);
    if ((epoch + 1) % 10 === 0) animator.add(epoch + 1, [perplexity]);
    await nextTurn();
  }
  tell(
    [
      say`perplexity ${perplexity.toFixed(1)}, ${tokensPerSecond.toFixed(1)} tokens/sec on ${device}`,
      ...["time traveller", "traveller"].map((prefix) => predictCh8(prefix, 50, net, vocab, device)),
    ].join("\n"),
  );
  return { perplexity, tokensPerSecond };
}
