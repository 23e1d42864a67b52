/** A diagnosis in words: the course's own, in English and 简体中文. */
import { numberText } from "../payload/sample.ts";
import { plural, textsIn } from "../payload/language.ts";
import type { Diagnosis, Evidence, Verdict } from "./diagnose.ts";

export interface DiagnosisWords {
  /** What it is, in a word or two. */
  verdict: string;
  /** What in the curves says so. */
  evidence: string;
  /** What to try. */
  remedy: string;
}

interface Language {
  verdicts: Record<Verdict, string>;
  evidence: (verdict: Verdict, evidence: Evidence) => string;
  remedy: (verdict: Verdict, evidence: Evidence) => string;
}

const digits = (value: number) => numberText(value, 3);
/** No line ends between number and sign. */
const percent = (share: number) => `${Math.round(100 * Math.abs(share))}\u00a0%`;

/** The model was put back to where overfitting had not begun. */
const rescued = ({ restoredEpoch }: Evidence) => restoredEpoch !== null;

/** A rise that the verdict rests on; below, it rests on the distance between the curves. */
const rose = ({ rise }: Evidence) => rise >= 0.02;

/** No better than an answer that ignores the input. */
const useless = ({ left }: Evidence) => left !== null && left > 0.9;

/** The curves end near each other. */
const close = ({ train, validation }: Evidence) =>
  Math.abs(validation - train) <= 0.3 * Math.max(train, validation);

/** What an answer that ignores the input costs; null when that is not known. */
const naive = ({ best, left }: Evidence) => (left !== null && left > 0 ? best / left : null);

/** How much of that lies between the curves; null where it is not known. */
const gapShare = (e: Evidence) => {
  const cost = naive(e);
  return cost === null ? null : e.gap / cost;
};

const examples = (count: number) => `only ${plural(count, "validation example")}`;

/** Worse than that. */
const worse = (e: Evidence) => e.train > (naive(e) ?? Infinity);

/** Where the lowest validation loss is not simply the last. */
const turned = ({ bestEpoch, epochs }: Evidence) => bestEpoch < epochs;

const english: Language = {
  verdicts: {
    underfitting: "Underfitting",
    overfitting: "Overfitting",
    goodFit: "Good fit",
    tooFewEpochs: "Not enough epochs to tell",
    diverging: "Diverging",
  },
  evidence(verdict, e) {
    const levels = `${digits(e.train)} on training, ${digits(e.validation)} on validation`;
    switch (verdict) {
      case "underfitting":
        return (
          (close(e)
            ? `The gap between the curves is small (${levels})`
            : `The losses stay high (${levels})`) +
          (rose(e)
            ? " and the validation loss did not rise beyond its noise"
            : " and the validation loss never rose") +
          (e.left === null
            ? "."
            : useless(e)
              ? ", but it is no better than an answer that ignores the input."
              : `, but ${percent(e.left)} of the loss of an answer that ignores the input is still there.`)
        );
      case "overfitting":
        return rose(e)
          ? `The validation loss began to rise at epoch ${e.bestEpoch}, by ${percent(e.rise)} since, ` +
              `while the training loss kept falling, by ${percent(e.trainFall)}.`
          : `The training loss (${digits(e.train)}) is far below the validation loss (${digits(e.validation)})` +
              (turned(e) ? `, which stopped falling at epoch ${e.bestEpoch}` : "") +
              (gapShare(e) === null
                ? "."
                : `: the gap is ${percent(gapShare(e) ?? NaN)} of the loss of an answer that ignores the input.`) +
              " The network has begun to learn its training data by heart.";
      case "goodFit":
        return (
          `Both curves have levelled off${close(e) ? " close together" : ""} (${levels}), and the validation loss did not rise${rose(e) ? " beyond its noise" : ""}.` +
          (naive(e) === null ? "" : ` An answer that ignores the input costs ${digits(naive(e) ?? NaN)}.`) +
          (e.gapUnsure
            ? " The validation loss lies above the training loss, but that may be chance" +
              (e.validationExamples === null ? "." : ` with ${examples(e.validationExamples)}.`)
            : "")
        );
      case "tooFewEpochs":
        if (e.epochs === 1) return "There is only one epoch so far.";
        if (e.toCome === 0)
          return `There are only ${e.epochs} epochs so far, too few to see where the curves go.`;
        return (
          `After ${e.epochs} epochs the validation loss is still falling; at this rate it would come down by ` +
          (e.toCome > 0.5 ? "more than half." : `about ${percent(e.toCome)} more.`)
        );
      case "diverging":
        if (e.brokenEpoch === null && !worse(e))
          return `The loss has been thrown far up and has not come back (${levels}).`;
        return e.brokenEpoch === null
          ? `The loss is larger than that of an answer that ignores the input (${levels}).`
          : `At epoch ${e.brokenEpoch} the loss was no longer a finite number.`;
    }
  },
  remedy(verdict, e) {
    switch (verdict) {
      case "underfitting":
        return useless(e)
          ? "Try more capacity, more units or layers, and other learning rates, ten times larger and smaller. If that changes nothing, the data are noisy or the inputs say too little."
          : "Try more capacity: more units or layers. If that changes nothing, the data are noisy or the inputs say too little.";
      case "overfitting":
        return rescued(e)
          ? `Early stopping has put back the weights of epoch ${e.restoredEpoch}. For a better model: fewer units, dropout, or more data.`
          : rose(e)
            ? "Try fewer units, or early stopping with restoreBestWeights; dropout and more data help too."
            : "Try fewer units, dropout or weight decay; more data help most. Early stopping saves time, but does not close the gap.";
      case "goodFit":
        return e.gapUnsure
          ? "To be sure, hold out more examples for validation."
          : "Nothing needs to be done.";
      case "tooFewEpochs":
        return e.stoppedEpoch === null
          ? "Train for more epochs."
          : "Early stopping ended the training: give it more patience.";
      case "diverging":
        return "Try a lower learning rate, a tenth for a start.";
    }
  },
};

const chinese: Language = {
  verdicts: {
    underfitting: "欠拟合",
    overfitting: "过拟合",
    goodFit: "拟合良好",
    tooFewEpochs: "轮次不足，尚难判断",
    diverging: "发散",
  },
  evidence(verdict, e) {
    const levels = `训练 ${digits(e.train)}，验证 ${digits(e.validation)}`;
    switch (verdict) {
      case "underfitting":
        return (
          (close(e) ? `两条曲线之间的差距很小（${levels}），` : `损失居高不下（${levels}），`) +
          (rose(e) ? "验证损失的起伏没有超出噪声" : "验证损失从未增加") +
          (e.left === null
            ? "。"
            : useless(e)
              ? "，但并不比无视输入的答案更好。"
              : `，但仍剩下无视输入时损失的 ${percent(e.left)}。`)
        );
      case "overfitting":
        return rose(e)
          ? `验证损失从第 ${e.bestEpoch} 轮开始增加，至今上升 ${percent(e.rise)}，而训练损失继续减少，下降 ${percent(e.trainFall)}。`
          : `训练损失（${digits(e.train)}）远低于验证损失（${digits(e.validation)}）` +
              (turned(e) ? `，后者从第 ${e.bestEpoch} 轮起不再下降` : "") +
              (gapShare(e) === null ? "。" : `：差距为无视输入时损失的 ${percent(gapShare(e) ?? NaN)}。`) +
              "网络已经开始死记训练数据。";
      case "goodFit":
        return (
          `两条曲线都已趋平${close(e) ? "且相距很近" : ""}（${levels}），验证损失${rose(e) ? "的起伏没有超出噪声" : "没有回升"}。` +
          (naive(e) === null ? "" : `无视输入的答案损失为 ${digits(naive(e) ?? NaN)}。`) +
          (e.gapUnsure
            ? "验证损失高于训练损失，但" +
              (e.validationExamples === null ? "" : `验证集只有 ${e.validationExamples} 个样本，`) +
              "这可能只是偶然。"
            : "")
        );
      case "tooFewEpochs":
        if (e.toCome === 0) return `目前只有 ${e.epochs} 轮，还看不出曲线的走向。`;
        return (
          `训练 ${e.epochs} 轮后验证损失仍在下降；照此趋势还会再降` +
          (e.toCome > 0.5 ? "一半以上。" : `约 ${percent(e.toCome)}。`)
        );
      case "diverging":
        if (e.brokenEpoch === null && !worse(e)) return `损失曾大幅跃升，至今没有恢复（${levels}）。`;
        return e.brokenEpoch === null
          ? `损失比无视输入的答案还大（${levels}）。`
          : `从第 ${e.brokenEpoch} 轮起，损失不再是有限的数。`;
    }
  },
  remedy(verdict, e) {
    switch (verdict) {
      case "underfitting":
        return useless(e)
          ? "值得试验更多的容量（更多的单元或更多的层），以及别的学习率（十倍和十分之一）。如果没有改变，那就是数据有噪声，或输入包含的信息太少。"
          : "值得试验更多的容量：更多的单元或更多的层。如果没有改变，那就是数据有噪声，或输入包含的信息太少。";
      case "overfitting":
        return rescued(e)
          ? `提前停止已把权重恢复到第 ${e.restoredEpoch} 轮。若要更好的模型：减少单元数、使用暂退法，或增加数据。`
          : rose(e)
            ? "减少单元数，或通过提前停止（restoreBestWeights）；暂退法和更多数据也有帮助。"
            : "减少单元数、使用暂退法或权重衰减；增加数据最有帮助。提前停止能节省时间，但不能缩小差距。";
      case "goodFit":
        return e.gapUnsure ? "要确定，请留出更多样本用于验证。" : "无需改动。";
      case "tooFewEpochs":
        return e.stoppedEpoch === null ? "请训练更多轮次。" : "训练被提前停止：请增大耐心值（patience）。";
      case "diverging":
        return "请降低学习率，可先试十分之一。";
    }
  },
};

/** @param language BCP 47 tag; English for those that we do not speak */
export function diagnosisWords({ verdict, evidence }: Diagnosis, language: string): DiagnosisWords {
  const words = textsIn({ en: english, zh: chinese }, language);
  return {
    verdict: words.verdicts[verdict],
    evidence: words.evidence(verdict, evidence),
    remedy: words.remedy(verdict, evidence),
  };
}
