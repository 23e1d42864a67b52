/** Training of models that translate, and their translations. */
import { expect, expectIterable } from "../../core/expect.ts";
import { withGradMode } from "../../core/gradMode.ts";
import type { Tensor } from "../../core/tensor.ts";
import { xavierUniform_ } from "../../nn/init.ts";
import { Linear } from "../../nn/linear.ts";
import { GRU } from "../../nn/recurrent/recurrent.ts";
import { full, tensor } from "../../ops/create/create.ts";
import { cat } from "../../ops/shape/join.ts";
import { Adam } from "../../optim/index.ts";
import { say } from "../../payload/say.ts";
import { Yielding } from "../../training/loop/yielding.ts";
import { Accumulator } from "../accumulator.ts";
import { Animator } from "../animator.ts";
import { anEncoderDecoder, aText, aVocabulary, expectDevice, expectMethods, expectWhole } from "../checks.ts";
import { gradClipping } from "../recurrent/trainCh8.ts";
import { truncatePad } from "../text/translation.ts";
import { Timer } from "../timer.ts";
import { tell } from "../told.ts";
import { someBatches } from "../train.ts";
import type { Decoder, EncoderDecoder } from "./encoderDecoder.ts";
import { MaskedSoftmaxCELoss } from "./masks.ts";

/** What of a vocabulary they need; a class of a notebook fits too. */
export interface Words {
  // One token has one index, a list of tokens a list.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  get(tokens: any): any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  toTokens(indices: any): any;
}

/**
 * Trains a model that translates, with Adam, cross-entropy of what counts, and clipped gradients; draws the loss. The
 * decoder gets the right tokens, one step behind. Linear layers and GRUs start anew by Xavier's rule.
 * @param dataIter batches of source and target with their valid lengths, as of {@link loadDataNmt}
 * @param device the one there is
 * @returns the last loss and the tokens a second
 * @example await d2l.trainSeq2seq(net, trainIter, 0.005, 300, tgtVocab, d2l.tryGpu());
 */
export async function trainSeq2seq(
  net: EncoderDecoder,
  dataIter: Iterable<readonly [X: Tensor, XValidLen: Tensor, Y: Tensor, YValidLen: Tensor]>,
  lr: number,
  numEpochs: number,
  tgtVocab: Words,
  device = "cpu",
): Promise<{ loss: number; tokensPerSecond: number }> {
  expectMethods("trainSeq2seq", anEncoderDecoder, net, "apply", "parameters");
  expectIterable("trainSeq2seq", someBatches, dataIter);
  expectWhole("trainSeq2seq", numEpochs);
  expectDevice("trainSeq2seq", device);
  expectMethods("trainSeq2seq", aVocabulary, tgtVocab, "get");
  net.apply((m) => {
    if (m instanceof Linear) xavierUniform_(m.weight);
    if (m instanceof GRU)
      for (const [name, parameter] of m.namedParameters())
        if (name.includes("weight")) xavierUniform_(parameter);
  });
  const optimizer = new Adam(net.parameters(), { lr });
  const loss = new MaskedSoftmaxCELoss();
  net.train();
  const animator = new Animator({ xlabel: "epoch", ylabel: "loss", legend: ["loss"], xlim: [10, numEpochs] });
  const start = tgtVocab.get("<bos>") as number;
  const yielding = new Yielding();
  let result = { loss: NaN, tokensPerSecond: NaN };
  for (let epoch = 0; epoch < numEpochs; epoch++) {
    const [timer, metric] = [new Timer(), new Accumulator(2)];
    for (const [X, XValidLen, Y, YValidLen] of dataIter) {
      optimizer.zeroGrad();
      const bos = full([Y.shape[0], 1], start, { dtype: "int32" });
      const decInput = cat([bos, Y.narrow(1, 0, Y.shape[1] - 1)], 1);
      const [YHat] = net(X, decInput, XValidLen) as readonly [Tensor, unknown];
      const l = loss(YHat, Y, YValidLen).sum();
      l.backward();
      gradClipping(net, 1);
      optimizer.step();
      metric.add(l.item(), YValidLen.sum().item());
      if (yielding.due()) await yielding.turn();
    }
    result = { loss: metric[0] / metric[1], tokensPerSecond: metric[1] / timer.stop() };
    if ((epoch + 1) % 10 === 0) animator.add(epoch + 1, [result.loss]);
  }
  tell(say`loss ${result.loss.toFixed(3)}, ${result.tokensPerSecond.toFixed(1)} tokens/sec on ${device}`);
  return result;
}

/**
 * The translation of a sentence: at each step the most probable token, up to `<eos>` or `numSteps` of them.
 * @param srcSentence tokens with spaces between them
 * @param device the one there is
 * @param saveAttentionWeights whether the decoder's weights of each step are given, too; default false
 * @returns the translation, and the weights
 * @example const [translation] = d2l.predictSeq2seq(net, "go .", srcVocab, tgtVocab, 10, "cpu");
 */
export function predictSeq2seq(
  net: EncoderDecoder,
  srcSentence: string,
  srcVocab: Words,
  tgtVocab: Words,
  numSteps: number,
  device = "cpu",
  saveAttentionWeights = false,
  // What a decoder shows of itself is its own affair.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
): [translation: string, attentionWeights: any[]] {
  expectDevice("predictSeq2seq", device);
  expectMethods("predictSeq2seq", anEncoderDecoder, net, "eval");
  expect("predictSeq2seq", aText, srcSentence, typeof srcSentence === "string");
  for (const vocab of [srcVocab, tgtVocab])
    expectMethods("predictSeq2seq", aVocabulary, vocab, "get", "toTokens");
  expectWhole("predictSeq2seq", numSteps);
  net.eval();
  const [encoder, decoder] = [net.encoder, net.decoder as Decoder] as [(...x: unknown[]) => unknown, Decoder];
  return withGradMode(false, () => {
    const found = srcVocab.get(srcSentence.toLowerCase().split(" ")) as number[];
    const tokens = [...found, srcVocab.get("<eos>") as number];
    const validLen = tensor([tokens.length], { dtype: "int32" });
    const padded = truncatePad(tokens, numSteps, srcVocab.get("<pad>") as number);
    const outputs = encoder(tensor([padded], { dtype: "int32" }), validLen);
    let state: unknown = decoder.initState(outputs, validLen);
    let decX = tensor([[tgtVocab.get("<bos>") as number]], { dtype: "int32" });
    const written: number[] = [];
    const weights: unknown[] = [];
    for (let i = 0; i < numSteps; i++) {
      const [Y, next] = decoder(decX, state) as readonly [Tensor, unknown];
      state = next;
      decX = Y.argmax(2);
      if (saveAttentionWeights) weights.push(Reflect.get(decoder, "attentionWeights"));
      const token = decX.item();
      if (token === tgtVocab.get("<eos>")) break;
      written.push(token);
    }
    return [(tgtVocab.toTokens(written) as string[]).join(" "), weights];
  });
}
