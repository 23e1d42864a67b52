/** What a training says under its chart and in its history, in English and 简体中文. */
import { host } from "../host.ts";

export interface TrainingWords {
  /** Place in the training: `Epoch 3/20`. */
  place: (epoch: number, epochs: number) => string;
  /** Time for one batch. */
  perStep: (time: string) => string;
  /** Time that the rest will take. */
  left: (time: string) => string;
  epochs: (count: number) => string;
  allDone: (epochs: number) => string;
  interrupted: (epoch: number, finished: number) => string;
  /** Of a training that would have begun after an interrupt. */
  notBegun: string;
  stoppedEarly: (epoch: number) => string;
  restored: (epoch: number) => string;
  notMeasured: (callback: string, monitor: string, there: string) => string;
  notFinite: (epoch: number, batch: number, loss: string) => string;
  slower: (epoch: number, rate: string) => string;
}

const english: TrainingWords = {
  place: (epoch, epochs) => `Epoch ${epoch}/${epochs}`,
  perStep: (time) => `${time}/step`,
  left: (time) => `ETA ${time}`,
  epochs: (count) => `${count} ${count === 1 ? "epoch" : "epochs"}`,
  allDone: (epochs) => `All ${epochs} epochs are done.`,
  interrupted: (epoch, finished) => `Epoch ${epoch}: interrupted; the last finished epoch is ${finished}.`,
  notBegun: "The cell was interrupted: fit does not begin another training. Run the cell again to train.",
  stoppedEarly: (epoch) => `Epoch ${epoch}: early stopping`,
  restored: (epoch) => `Restoring model weights from the end of the best epoch: ${epoch}.`,
  notMeasured: (callback, monitor, there) =>
    `${callback} watches "${monitor}", which is not measured; there are: ${there}.`,
  notFinite: (epoch, batch, loss) =>
    `Epoch ${epoch}, batch ${batch}: the loss is ${loss}; training ended. Try a smaller learning rate.`,
  slower: (epoch, rate) => `Epoch ${epoch}: learning rate reduced to ${rate}.`,
};

const chinese: TrainingWords = {
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
  return /^zh\b/i.test(host().language ?? "en") ? chinese : english;
}
