/** The differences from PyTorch that are meant: one table, with reasons. docs/fuzzing.md shows it. */
import type { Difference } from "./compare.ts";
import { base, comesThrough, origin } from "./history.ts";
import type { Program, Step } from "./program.ts";

export interface AllowedDifference {
  readonly id: string;
  readonly reason: string;
  readonly matches: (step: Step, difference: Difference, program: Program) => boolean;
}

type Matches = AllowedDifference["matches"];

/** We take what PyTorch refuses with such words. */
const takes =
  (words: RegExp, kinds?: RegExp): Matches =>
  (step, { kind, message }) =>
    kind === "accepted" && words.test(message) && (kinds?.test(step.kind) ?? true);

/** We refuse, with such words, what PyTorch takes. */
const refuses =
  (words: RegExp): Matches =>
  (_, { kind, message }) =>
    kind === "refused" && words.test(message);

const gives =
  (kinds: RegExp, words: RegExp = /./): Matches =>
  (step, { kind, message }) =>
    kind !== "accepted" && kind !== "refused" && kinds.test(step.kind) && words.test(message);

/** A number or a gradient that may come of a gradient which went through a step of such text. */
const slopeThrough =
  (text: RegExp, words: RegExp = /./): Matches =>
  (step, { kind, message, step: at }, program) => {
    if (!(kind === "gradient" || kind === "value" || kind === "structure") || !words.test(message))
      return false;
    const first = kind === "gradient" ? at : program.steps.indexOf(step);
    return program.steps.some(
      ({ ts, py }, through) =>
        text.test(`${ts} ${py}`) && comesThrough(program, first, through, kind === "gradient"),
    );
  };

const either =
  (...rules: Matches[]): Matches =>
  (...all) =>
    rules.some((rule) => rule(...all));

/** Whether PyTorch puts some elements first, and so moves the places of all others alike. */
function movesPlaces(message: string): boolean {
  const [ours = [], theirs = []] = [...message.matchAll(/\[([^\]]*)\]/g)].map(([, list]) =>
    list.split(", ").map(Number),
  );
  const moves = new Set(theirs.flatMap((place, i) => (place === 0 ? [] : [place - ours[i]])));
  return moves.size === 1 && Math.min(...moves) > 0;
}

const table: readonly AllowedDifference[] = [
  {
    id: "no kernel",
    reason:
      "PyTorch has no kernel for the dtype, mostly bool or int64; here every operation takes every dtype.",
    matches: takes(
      /not implemented for '|on a bool tensor is not supported|with (a|two) bool tensors? is not supported|[Bb]oolean inputs not supported|with a bool tensor, is not supported/,
    ),
  },
  {
    id: "elu at NaN",
    reason:
      "The gradient of `elu` at NaN is NaN; in PyTorch it depends on the place: NaN, or the gradient handed in.",
    matches: slopeThrough(/\belu\b/i, /NaN/),
  },
  {
    id: "whole numbers become float32",
    reason: "Functions of real numbers take whole numbers and give float32: mean, std, var, norm, logsumexp.",
    matches: either(
      gives(/Loss$|^(mse|l1|smoothL1|huber|softmax|logSoftmax)/, /^float32, expected (int32|bool)/),
      takes(
        /could not infer output dtype|result type (Float|Double) can't be cast to the desired output type Long|only supports? floating point|should be either floating point|Expected floating point|only be called on floating|Mean\(\): Expected/,
      ),
    ),
  },
  {
    id: "operands are promoted",
    reason: "Operands of two dtypes are brought to their common one where PyTorch asks for equal ones.",
    matches: either(
      takes(
        /did not match|expected scalar type|Found dtype|dtype to be equal|dtypes match|same dtype|to be a boolean tensor|expected m1 and m2 to have the same|Mask tensor can take|value cannot be converted|mixed dtype/,
      ),
      gives(
        /^binaryCrossEntropyWithLogits|^bce|Loss|^crossEntropy|mse|l1|huber|smoothL1/i,
        /^float64, expected float32/,
      ),
    ),
  },
  {
    id: "a mask is what is not 0",
    reason:
      "Masks of other dtypes than bool are taken; PyTorch 1.13 uses the bytes of a float mask, later ones refuse.",
    matches: gives(/maskedFill|where/),
  },
  {
    id: "losses do not broadcast",
    reason:
      "Prediction and target of a loss must have one shape: PyTorch warns, and compares every row with every other.",
    matches: refuses(/the prediction has shape/),
  },
  {
    id: "no whole number for it",
    reason:
      "NaN, infinities and what exceeds int32 have no whole number; PyTorch's depends on the processor.",
    matches: gives(/./, /9223372036854776000|expected -?(\d{11,}|[3-9]\d{9}|2[2-9]\d{8})\b|\b2147483647\b/),
  },
  {
    id: "slope of floorDivide",
    reason: "The slope of a step function is 0 here; PyTorch 1.13 has no derivative of floor_divide.",
    matches: takes(/derivative for aten::floor_divide/),
  },
  {
    id: "hooks before capture",
    reason:
      "`grad` and `retainGrad` give what all hooks made of the gradient, as in PyTorch 2; 1.13 leaves leaves' and later ones out.",
    matches: (step, { kind, message }, program) =>
      /^grad( read)?$/.test(step.kind) &&
      (kind === "value" || kind === "structure" || message.startsWith("registerHook:")) &&
      program.steps.some(
        (s) => s.kind === "hook" && step.in.some((i) => origin(program, i) === origin(program, s.in[0])),
      ),
  },
  {
    id: "class labels may be floats",
    reason: "Labels read from files often are float32; whole ones are taken.",
    matches: takes(
      /one_hot is only applicable to index tensor|expected scalar type Long|index.*must be|int64 for index/,
    ),
  },
  {
    id: "a bias broadcasts",
    reason:
      "A bias of `linear` may have any shape that broadcasts with the result; `prelu` takes any weight that fits.",
    matches: takes(
      /doesn't match the broadcast shape|The expanded size of the tensor|prelu: Expected `weight`|bias must be/,
      /linear|prelu/,
    ),
  },
  {
    id: "norms of nothing",
    reason:
      "The least of nothing is refused, and its power of a negative exponent is infinite; PyTorch 1.13 says 0.",
    matches: either(
      refuses(/there is nothing to choose from/),
      gives(/^norm/, /Infinity, expected 0|NaN, expected 0/),
    ),
  },
  {
    id: "targets that are no probabilities",
    reason:
      "Beyond [0, 1], at infinities, and for the slope of a target at 0 and 1, binary cross-entropy gives NaN instead of an infinity.",
    matches: either(
      gives(/^bce|binaryCrossEntropy/, /NaN|Infinity/),
      slopeThrough(/binaryCrossEntropy\(|binary_cross_entropy\(/, /NaN, expected -?Infinity/),
    ),
  },
  {
    id: "scatter wants a source of its index's shape",
    reason: "PyTorch takes a larger source and ignores the rest.",
    matches: refuses(/^scatter(Add)?: the source has shape/),
  },
  {
    id: "a second backward without saved tensors",
    reason:
      "A freed graph is refused where something that was saved is missing; sums and products by numbers save nothing.",
    matches: takes(/Trying to backward through the graph a second time/),
  },
  {
    id: "results are saved apart",
    reason:
      "What a gradient needs is copied before a change in place would overwrite it, as are index tensors: no error then.",
    matches: takes(/modified by an inplace operation/),
  },
  {
    id: "several views follow their base",
    reason: "What split, chunk and unbind give may be used after its base was changed; PyTorch refuses.",
    matches: takes(/is a view and its base or another view of its base has been modified/),
  },
  {
    id: "views made without recording",
    reason: "Views made inside `noGrad` require no gradient, and may be used after their base was changed.",
    matches: takes(/created in no_grad mode and its base or another view/),
  },
  {
    id: "retained gradients follow their tensor",
    reason:
      "`retainGrad` holds after a change through a view, too, as in PyTorch 2; in 1.13 it stays behind.",
    matches: (_, { atEnd, message }, program) =>
      atEnd && /^gradient: value/.test(message) && program.steps.some((s) => s.kind === "retainGrad"),
  },
  {
    id: "fractions are not cut off",
    reason:
      "A fraction is not filled in among whole numbers, nor counted as one; PyTorch 1.13 cuts it off without a word.",
    matches: refuses(/does not fit among|^bincount: an index must be a whole number/),
  },
  {
    id: "gradients have memory of their own",
    reason:
      "The slope of a sum is an expanded tensor in PyTorch 1.13, and a change of one element changes all.",
    matches: (step, { kind }, program) =>
      kind === "value" &&
      step.kind === "set" &&
      /^grad( read)?$/.test(program.steps[base(program, step.in[0])].kind),
  },
  {
    id: "ignored rows have no slope",
    reason:
      "Rows that a loss of classes ignores get the gradient 0 whatever stands in them; PyTorch gives NaN for infinities.",
    matches: slopeThrough(/(crossEntropy|nllLoss)\(.*-100/, /NaN/),
  },
  {
    id: "whole numbers take no gradient",
    reason:
      "An int32 tensor requires none after taking values that do; PyTorch 1.13 says that it does where nothing is written.",
    matches: gives(/^set/, /^false, expected true/),
  },
  {
    id: "norm with p 0",
    reason: "Counting has the slope 0; PyTorch 1.13 leaves its input out of the graph's gradients.",
    matches: either(
      slopeThrough(/norm\((a, )?0\b/, /expected (none|null)/),
      (step, { kind, message }, program) =>
        kind === "accepted" &&
        step.kind === "grad" &&
        /appears to not have been used|Expected a proper Tensor but got None/.test(message) &&
        program.steps.some(
          ({ py }, k) =>
            /norm\((a, )?0\b/.test(py) && comesThrough(program, program.steps.indexOf(step), k, false),
        ),
    ),
  },
  {
    id: "losses without classes",
    reason: "A mean over no classes is 0, and no class can be picked among none; PyTorch gives NaN.",
    matches: either(
      gives(/^crossEntropy/, / is 0, expected NaN/),
      refuses(/^gather: index 0 is outside of axis \d with 0 elements/),
    ),
  },
  {
    id: "only leaves are trained",
    reason: "PyTorch also takes results that retain their gradient.",
    matches: refuses(/a parameter is the result of an operation/),
  },
  {
    id: "nothing in pieces of nothing",
    reason: "A piece has at least one element; PyTorch lets `split(0)` cut what is empty.",
    matches: refuses(/^split: the size of a piece must be above 0/),
  },
  {
    id: "replaced data",
    reason:
      "A leaf whose data were replaced has a gradient in the new shape, and what was saved before stays what it was; PyTorch 1.13 keeps to the old shape and reads the new numbers.",
    matches: (step, { kind, message, step: at }, program) => {
      const first = program.steps.indexOf(step);
      const replaced = program.steps.filter(
        (s, k) => s.kind === "data set" && (kind === "gradient" || k < first),
      );
      if (kind === "accepted" || kind === "refused")
        return (
          replaced.length > 0 &&
          /Backward\d returned an invalid gradient at index|^grad: a gradient of shape/.test(message)
        );
      return kind === "gradient" && replaced.some((s) => origin(program, s.in[0]) === origin(program, at));
    },
  },
  {
    id: "expanded tensors are not changed",
    reason: "Several of their elements lie in one place; PyTorch 1.13 only warns when they are filled.",
    matches: either(
      refuses(/several elements of this expanded tensor/),
      (step, { kind, message }) =>
        kind === "refused" && step.kind === "set" && /^copy: these arrays/.test(message),
    ),
  },
  {
    id: "indices of a 0-d tensor",
    reason:
      "There is one element and one index to it; PyTorch 1.13 takes any number and shows unwritten memory for none.",
    matches: refuses(/indexSelect: a 0-d tensor has one element/),
  },
  {
    id: "weights of linear",
    reason: "A weight is a matrix; PyTorch takes a vector for one output as well.",
    matches: refuses(/^linear: .*undefined inputs/),
  },
  {
    id: "layout of copies",
    reason:
      "`view` needs a layout, and that of a copy (nonzero, lists of indices) is our own; `reshape` always works.",
    matches: either(
      takes(/view size is not compatible/),
      refuses(/^view: the elements of this/),
      gives(/^isContiguous/),
      (_, { step: at, kind, atEnd }, program) =>
        kind === "value" && atEnd && /^(nonzero|get)$/.test(program.steps[base(program, at)].kind),
    ),
  },
  {
    id: "an index out of an axis is refused",
    reason: "Even where nothing would be read: PyTorch looks only at what it reads.",
    matches: refuses(/^(get|narrow): (index .* is outside|0 elements from -\d+ leave)/),
  },
  {
    id: "squares that overflow",
    reason: "Variances of numbers beyond 1e19 are infinite in float32; PyTorch sums in float64.",
    matches: gives(/^(var|std|norm)/, /Infinity, expected/),
  },
  {
    id: "variance of one number",
    reason: "Its slope is NaN; PyTorch 1.13 gives an infinity or cannot go backward.",
    matches: either(
      takes(/(Var|Std)Backward\d returned an invalid gradient/),
      slopeThrough(/\.(var|std)\(/, /NaN, expected -?Infinity/),
    ),
  },
  {
    id: "counts of nothing",
    reason: "`bincount` of no elements has the dtype of its weights; PyTorch 1.13 gives whole numbers.",
    matches: gives(/^counts/, /^float\d+, expected int32/),
  },
  {
    id: "NaN in a histogram",
    reason: "NaN lies in no interval; PyTorch 1.13 counts it in the first.",
    matches: gives(
      /^counts/,
      /^element 0 is \d+, expected \d+ \(\[\d+((?:, [^\]]*)?)\], expected \[\d+\1\]\)/,
    ),
  },
  {
    id: "overlapping memory",
    reason:
      "Where what is read overlaps what is written, every element sees what was there before; PyTorch refuses.",
    matches: takes(
      /some elements of the input tensor and the written-to tensor refer|refers? to a single memory location/,
    ),
  },
  {
    id: "whole numbers divided by 0",
    reason:
      "They give 0, and negative powers are cut off, on every backend: nothing looks through the data; PyTorch refuses.",
    matches: takes(/ZeroDivisionError|negative integer powers/),
  },
  {
    id: "gradients that are handed in",
    reason: "They stay as they were; PyTorch 1.13 may take them for the leaf's own, and add to them.",
    matches: (_, { step: at, kind, atEnd }, program) =>
      atEnd &&
      kind === "value" &&
      program.steps.some(
        (s) => s.kind === "backward" && s.in.length > 1 && base(program, s.in[1]) === base(program, at),
      ),
  },
  {
    id: "slopes that depend on nothing",
    reason:
      "A gradient made with `createGraph` requires one where its formula has a graph; where the slope of the slope is 0, PyTorch's may have another.",
    matches: (step, { kind, message, step: at }, program) => {
      if (!/requiresGrad/.test(`${kind} ${message}`)) return false;
      const first = kind === "gradient" ? at : program.steps.indexOf(step);
      const gradient = kind === "gradient";
      return (
        program.steps.some(({ ts }) => ts.includes("createGraph")) &&
        program.steps.some(
          ({ kind: name, ts, in: operands }, k) =>
            (/nllLoss|prelu|prod|\.(var|std)\(|layerNorm/.test(ts) ||
              (name === "call" && /LayerNorm/.test(program.steps[operands[0]].ts)) ||
              name === "pass" ||
              /^a\(b/.test(ts)) &&
            comesThrough(program, first, k, gradient),
        )
      );
    },
  },
  {
    id: "joining what has shape (0)",
    reason: "All tensors that are joined must fit; PyTorch leaves those of shape (0) out, whatever the axis.",
    matches: refuses(/^cat: (there is no axis 1 in shape \(0,\)|tensor \d+ of shape \(0,\))/),
  },
  {
    id: "numbers beside a whole one",
    reason: "What lies within rounding of a whole number may be rounded to its neighbour.",
    matches: (step, { kind, message }) => {
      const found = /is (-?\d+), expected (-?\d+)/.exec(message);
      return (
        kind === "value" &&
        /^(div (floor|trunc)|floorDivide|floor|ceil|trunc|round)/.test(step.kind) &&
        found !== null &&
        Math.abs(Number(found[1]) - Number(found[2])) === 1
      );
    },
  },
  {
    id: "gradients of results",
    reason: "A gradient that was assigned to the result of an operation can be read; PyTorch warns.",
    matches: (_, { kind, message, step: at }, program) =>
      kind === "gradient" &&
      /there is a gradient, expected none/.test(message) &&
      program.steps.some((s) => s.kind === "grad set" && origin(program, s.in[0]) === origin(program, at)),
  },
  {
    id: "different elements take no gradient",
    reason: "What `unique` gives requires none; in PyTorch it does, and cannot go backward.",
    matches: gives(/^counts/, /^false, expected true/),
  },
  {
    id: "NaN among different elements",
    reason: "`unique` puts NaN last and counts each; in PyTorch 1.13 it stands anywhere, and counts nothing.",
    matches: either(
      gives(/^counts/, /NaN|expected 0\b/),
      (step, { kind, message }) => kind === "value" && /return_inverse/.test(step.py) && movesPlaces(message),
    ),
  },
  {
    id: "which of equal ones",
    reason: "Of equal elements `topk` takes the first; PyTorch any.",
    matches: (step, { kind }) =>
      kind === "value" && /^topk/.test(step.kind) && /indices|\.at\(1\)|\[1\]$/.test(`${step.ts} ${step.py}`),
  },
  {
    id: "a place among one",
    reason: "`searchsorted` takes a single number for a sequence; PyTorch asks for an axis.",
    matches: takes(/input value can be a scalar only when boundaries/),
  },
  {
    id: "parts by a product",
    reason:
      "Adaptive means over parts of different sizes are products with zeros, where an infinity makes NaN of its row.",
    matches: gives(/^adaptiveAvgPool/, /NaN, expected/),
  },
  {
    id: "windows over nothing",
    reason:
      "Pools and convolutions take images without channels or pixels, of which they make none; PyTorch asks for one channel.",
    matches: takes(
      /Expected \dD or \dD .*tensor with optional 0 dim batch size|Only zero batch or zero channel inputs|resulted in a negative output size/,
    ),
  },
  {
    id: "windows that fit nowhere",
    reason:
      "A window larger than what it moves over is refused; in PyTorch 1.13 some pools and empty batches give nothing.",
    matches: refuses(
      /^(max|avg)Pool\dd: a window of|^convTranspose\dd: (a window of .* shape \(0,|outputPadding must be smaller)/,
    ),
  },
  {
    id: "a place among NaN",
    reason:
      "`searchsorted` puts NaN before others of its kind, or behind them when asked to; PyTorch always behind.",
    matches: (step, { kind, message }) => {
      const [, ours, theirs] = /is (\d+), expected (\d+)/.exec(message) ?? [];
      return kind === "value" && /searchsorted/.test(step.py) && Number(ours) < Number(theirs);
    },
  },
  {
    id: "axes of equal eigenvalues",
    reason: "Vectors of equal eigenvalues may be turned among themselves: there is no one right answer.",
    matches: (step, { kind }) =>
      kind === "value" && /eigh/.test(step.py) && /\[1\]|\.eigenvectors/.test(step.py),
  },
  {
    id: "bags of nothing",
    reason: "Bags without indices are zeros; PyTorch 1.13 refuses rows of none.",
    matches: takes(/step must be nonzero/),
  },
  {
    id: "channels are counted",
    reason:
      "Instance normalisation refuses another number of channels; PyTorch 1.13 does not look where nothing is learned.",
    matches: refuses(/^InstanceNorm\dd: the input has shape/),
  },
  {
    id: "batches counted before they fail",
    reason: "A batch that is refused is not counted; PyTorch 1.13 counts it first.",
    matches: (_, { step: at, kind, message }, program) =>
      kind === "value" &&
      /BatchNorm/.test(program.steps[base(program, at)].ts) &&
      /^part \d: element 0 is \d+, expected \d+ \(\[\d+\],/.test(message),
  },
  {
    id: "smoothL1 without a bend",
    reason:
      "With beta 0 and equal values the slope is −1 for the prediction and 1 for the target; PyTorch 1.13 says −1 for both.",
    matches: slopeThrough(/beta: 0 }/),
  },
  {
    id: "a parameter given twice",
    reason: "An optimizer would move it twice, and refuses; PyTorch 1.13 warns.",
    matches: refuses(/a parameter is given twice/),
  },
  {
    id: "one prediction, several targets",
    reason: "Predictions of one example have one target; PyTorch 1.13 takes several, and reads the first.",
    matches: refuses(/for predictions of shape \(\d+,\) the target must have shape \(\)/),
  },
  {
    id: "norms of equal numbers",
    reason:
      "Equal numbers lie 0 from their mean; PyTorch's mean may be a rounding away, which `eps` makes 300 times larger.",
    matches: (step, { kind, message }) =>
      kind === "value" && /Norm/.test(step.kind) && /is -?0, expected -?0\.0000\d/.test(message),
  },
];

/** The rows of the table in docs/fuzzing.md. */
export const allowedDifferences = table;

export function allowedBy(program: Program, difference: Difference): AllowedDifference | null {
  const step = program.steps[difference.step];
  return table.find(({ matches }) => matches(step, difference, program)) ?? null;
}
