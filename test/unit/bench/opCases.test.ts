/** That nothing which computes is missing from `npm run bench -- ops`. */
import assert from "node:assert/strict";
import * as gradbook from "../../../engine/index.ts";
import { binary, compare, unaries } from "../../../engine/table/index.ts";
import { allCases } from "../../bench/ops/allCases.ts";
import { scales } from "../../bench/ops/opCase.ts";
import { opTasks } from "../../bench/ops/opTask.ts";
import { table } from "../engine/ops/examples/table.ts";

const measured = new Set(allCases.flatMap(({ of }) => of));

/** What the rows of the table of examples are called where the benchmark names what is exported. */
const exported: Readonly<Record<string, readonly string[]>> = {
  "max": ["amax"],
  "min": ["amin"],
  "mse": ["nn.MSELoss"],
  "l1": ["nn.L1Loss"],
  "smoothL1": ["nn.SmoothL1Loss"],
  "huber": ["nn.HuberLoss"],
  "bce": ["nn.BCELoss"],
  "bceWithLogits": ["nn.BCEWithLogitsLoss"],
  "crossEntropy": ["nn.CrossEntropyLoss", "nn.NLLLoss"],
  "batchNorm": ["nn.BatchNorm1d", "nn.BatchNorm2d"],
  "instanceNorm": ["nn.functional.instanceNorm"],
  "groupNorm": ["nn.functional.groupNorm"],
  "layerNorm": ["nn.LayerNorm"],
  "linear": ["nn.functional.linear"],
  "embedding": ["nn.functional.embedding"],
  "embeddingBag": ["nn.functional.embeddingBag"],
  "scaledDotProductAttention": ["nn.functional.scaledDotProductAttention"],
  ...Object.fromEntries(
    [
      ..."conv1d conv2d convTranspose1d convTranspose2d maxPool1d maxPool2d avgPool1d avgPool2d".split(" "),
      ..."adaptiveAvgPool2d adaptiveMaxPool2d unfold fold pad".split(" "),
    ].map((name) => [name, [`nn.functional.${name}`]]),
  ),
  "view": ["reshape", "flatten", "squeeze", "unsqueeze"],
  "slice": ["narrow", "Tensor.get"],
  "get": ["Tensor.get"],
  "take": ["gather", "indexSelect", "scatter", "scatterAdd"],
  "counts": ["bincount", "histc"],
  "flip and roll": ["flip", "roll"],
  "triangles and diagonals": ["tril", "triu", "diag", "diagonal", "trace"],
  "repetitions": ["tile", "repeatInterleave"],
  "linalg": ["inverse", "det"],
  // Of small matrices, and in JavaScript: their time is not that of numbers in tensors.
  "decompositions": [],
};

/** Exported functions and classes whose time is not that of numbers in tensors. */
const others: Readonly<Record<string, readonly string[]>> = {
  "": [
    ..."activationPicture affine affinePicture boundaryPicture decisionBoundary diagram diagramPicture graph".split(
      " ",
    ),
    ..."GradientNorms gradientsThroughTime gradientsThroughTimePicture receptiveField receptiveFieldPicture".split(
      " ",
    ),
    ..."unrolled unrolledPicture".split(" "),
    ..."featureMaps featureMapsPicture heatmaps heatmapsPicture kernels kernelsPicture".split(" "),
    ..."graphPicture plot plotActivation regressionFit regressionPicture".split(" "),
    // These draw, or count up what a model has said.
    ..."bar boxplot errorBand heatmap hist imshow scatterPlot showImages subplots".split(" "),
    ..."calibration classificationReport confusionMatrix precisionRecall residuals rocCurve".split(" "),
    ..."compareRuns findLearningRate learningCurve worstExamples".split(" "),
    ..."EarlyStopping History LearningRateScheduler ModelCheckpoint ReduceLROnPlateau TerminateOnNaN".split(
      " ",
    ),
    ..."Checkpoint describeTraining exportOnnx exportPyTorch importOnnx load loadHistory save watchHistory".split(
      " ",
    ),
    ..."diagnose estimateMemory evaluate fit historyOf liveChart memoryReport predict".split(" "),
    ..."Generator InterruptedError OutOfMemoryError Tensor".split(" "),
    ..."enableGrad explainMissingGradient forgetCalls grad isGradEnabled manualSeed memory setHost slice".split(
      " ",
    ),
  ],
  // A LazyLinear is a Linear after its first call; losses' base class and parameters compute nothing.
  "nn.": ["LazyLinear", "Loss", "Module", "ModuleDict", "ModuleList", "Parameter"],
  "nn.functional.": [],
  "nn.init.": ["calculateGain", "fans"],
  "nn.utils.": [],
  // SparseAdam is Adam on the rows that a lookup leaves: its time is in the network of an embedding.
  "optim.": ["Optimizer", "SparseAdam"],
  // These read what ships with the extension, or files; `table` is `parseCsv` for a text.
  "data.": ["diabetes", "digits", "iris", "loadSafetensors", "readIdx", "saveSafetensors", "table"],
  "distributions.": [],
};

const namespaces: Readonly<Record<string, object>> = {
  "": gradbook,
  "nn.": gradbook.nn,
  "nn.functional.": gradbook.nn.functional,
  "nn.init.": gradbook.nn.init,
  "nn.utils.": gradbook.nn.utils,
  "optim.": gradbook.optim,
  "data.": gradbook.data,
  "distributions.": gradbook.distributions,
};

/** `nn.functional` has the layers and losses once more. */
const layers: Readonly<Record<string, string>> = {
  batchNorm: "nn.BatchNorm1d",
  crossEntropy: "nn.CrossEntropyLoss",
  layerNorm: "nn.LayerNorm",
  binaryCrossEntropy: "nn.BCELoss",
  binaryCrossEntropyWithLogits: "nn.BCEWithLogitsLoss",
};

function isMeasured(namespace: string, name: string): boolean {
  if (measured.has(namespace + name)) return true;
  if (namespace !== "nn.functional.") return false;
  const layer = layers[name] ?? `nn.${name}`;
  return [name, layer].some((one) => [...measured].some((it) => it.toLowerCase() === one.toLowerCase()));
}

describe("the benchmark of all calls", () => {
  it("has every row of the engine's table", () => {
    const rows = [unaries, binary, compare].flatMap((part) => Object.keys(part));
    assert.deepEqual(
      rows.filter((name) => !measured.has(name)),
      [],
    );
  });

  it("has every row of the table of examples", () => {
    const missing = table
      .flatMap(({ name }) => exported[name] ?? [name])
      .filter((name) => !measured.has(name));
    assert.deepEqual(missing, []);
  });

  it("has every function, layer, loss, optimiser, initialiser and data call that is exported", () => {
    for (const [namespace, exports] of Object.entries(namespaces)) {
      const missing = Object.entries(exports)
        .filter(([name, value]) => typeof value === "function" && !others[namespace]?.includes(name))
        .filter(([name]) => !isMeasured(namespace, name))
        .map(([name]) => namespace + name);
      assert.deepEqual(missing, []);
    }
  });

  it("names nothing that is not there", () => {
    const known = (name: string): boolean => {
      if (name.startsWith("Tensor.")) return name.slice(7) in gradbook.Tensor.prototype;
      const place = name.split(".");
      const owner = place.slice(0, -1).reduce<object>((at, part) => at[part as keyof typeof at], gradbook);
      return (place.at(-1) ?? "") in owner || name in unaries;
    };
    assert.deepEqual(
      [...measured].filter((name) => !known(name)),
      [],
    );
  });

  it("has one row of each name, and every row at the smallest size", () => {
    assert.equal(new Set(allCases.map(({ name }) => name)).size, allCases.length);
    const everything = /(?:)/;
    const tasks = opTasks({ rows: everything, sizes: everything, dtypes: everything, layout: everything });
    const smallest = new Set(tasks.filter(({ scale }) => scale === scales[0]).map(({ name }) => name));
    assert.equal(smallest.size, allCases.length);
  });
});
