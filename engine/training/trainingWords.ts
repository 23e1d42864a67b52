/** What a training says under its chart and in its history, in English and 简体中文. */
import { host } from "../core/host.ts";
import { plural, textsIn } from "../payload/language.ts";

const en = {
  /** Place in the training: `Epoch 3/20`. */
  place: (epoch: number, epochs: number) => `Epoch ${epoch}/${epochs}`,
  /** Time for one batch. */
  perStep: (time: string) => `${time}/step`,
  /** Time that the rest will take. */
  left: (time: string) => `ETA ${time}`,
  epochs: (count: number) => plural(count, "epoch"),
  allDone: (epochs: number) => (epochs === 1 ? "The epoch is done." : `All ${epochs} epochs are done.`),
  interrupted: (epoch: number, finished: number) =>
    `Epoch ${epoch}: interrupted; the last finished epoch is ${finished}.`,
  /** Of a training that would have begun after an interrupt. */
  notBegun: "The cell was interrupted: fit does not begin another training. Run the cell again to train.",
  stoppedEarly: (epoch: number) => `Epoch ${epoch}: early stopping`,
  restored: (epoch: number) => `Restoring model weights from the end of the best epoch: ${epoch}.`,
  notMeasured: (callback: string, monitor: string, there: string) =>
    `${callback} watches "${monitor}", which is not measured; there are: ${there}.`,
  notFinite: (epoch: number, batch: number, loss: string) =>
    `Epoch ${epoch}, batch ${batch}: the loss is ${loss}; training ended. Try a smaller learning rate.`,
  slower: (epoch: number, rate: string) => `Epoch ${epoch}: learning rate reduced to ${rate}.`,
};

export type TrainingWords = typeof en;

const zh: TrainingWords = {
  place: (epoch, epochs) => `第 ${epoch}/${epochs} 轮`,
  perStep: (time) => `每步 ${time}`,
  left: (time) => `剩余 ${time}`,
  epochs: (count) => `${count} 轮`,
  allDone: (epochs) => `${epochs} 轮全部完成。`,
  interrupted: (epoch, finished) => `第 ${epoch} 轮：已中断；最后完成的是第 ${finished} 轮。`,
  notBegun: "单元格已被中断：fit 不再开始新的训练。要训练，请重新运行单元格。",
  stoppedEarly: (epoch) => `第 ${epoch} 轮：提前停止`,
  restored: (epoch) => `已恢复最佳轮次（第 ${epoch} 轮）结束时的模型权重。`,
  notMeasured: (callback, monitor, there) => `${callback} 监视的“${monitor}”没有被测量；现有：${there}。`,
  notFinite: (epoch, batch, loss) =>
    `第 ${epoch} 轮第 ${batch} 个批量：损失为 ${loss}，训练已结束。请尝试更小的学习率。`,
  slower: (epoch, rate) => `第 ${epoch} 轮：学习率降至 ${rate}。`,
};

/** In the person's language; English where we do not speak it. */
export function trainingWords(): TrainingWords {
  return textsIn({ en, zh }, host().language ?? "en");
}
