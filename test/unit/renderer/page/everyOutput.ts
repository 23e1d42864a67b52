/** One output of every kind that a page shows. The types of the lists see that no kind is forgotten. */
import {
  activationPicture,
  affinePicture,
  boundaryPicture,
  compareRuns,
  diagramPicture,
  fit,
  gradientsThroughTimePicture,
  graphPicture,
  heatmapsPicture,
  type History,
  manualSeed,
  nn,
  optim,
  type Picture,
  randn,
  receptiveFieldPicture,
  regressionPicture,
  scatterPlot,
  setHost,
  tensor,
  unrolledPicture,
  zeros,
} from "../../../../engine/index.ts";
import { host } from "../../../../engine/core/host.ts";
import type { Control, ControlPayload } from "../../../../engine/payload/control.ts";
import type { StoppingRule } from "../../../../engine/payload/curves.ts";
import * as mimes from "../../../../engine/payload/mime.ts";
import { curvesOf, figureOf, line, sigmoid, training } from "../samples.ts";

export interface EveryOutput {
  mime: string;
  payload: object;
}

type MimeName = keyof typeof mimes;

/** Shown as they stand; pictures and controls have lists of their own. */
function values(): Record<Exclude<MimeName, "PICTURE_MIME" | "CONTROL_MIME">, object[]> {
  const tensorOf = { version: 1, dtype: "float32", notFinite: 0, text: "tensor([[0.5, −1], [2, 3]])" };
  const heat = { kind: "heat", rows: [0, 1], columns: [0, 1], values: [0.5, -1, 2, 3] };
  const stopping: StoppingRule = {
    monitor: "valLoss",
    direction: "min",
    minDelta: 0.01,
    patience: 5,
    baseline: null,
    startFromEpoch: 0,
  };
  return {
    FIGURE_MIME: [
      figureOf([line("sigmoid(x)", "-", sigmoid), line("tanh(x)", "m--", Math.tanh)], { title: "Curves" }),
      figureOf([], { title: "Nothing yet" }),
    ],
    CURVES_MIME: [
      curvesOf(training(40), {
        title: "Ended",
        marks: { bestEpoch: 14 },
        message: "Epoch 40 of 40",
        stopping,
      }),
      curvesOf(training(6), { id: "live", title: "Growing", state: "running", epochs: 40, stopping }),
      curvesOf([], { id: "begins", title: "Waiting", state: "running", epochs: 40 }),
    ],
    MARKUP_MIME: [
      { version: 1, kind: "html", text: "<p>Words, <b>bold</b>.</p>" },
      { version: 1, kind: "html", text: "<p>Words</p><script>document.title</script>", scripts: true },
      { version: 1, kind: "svg", text: '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"/>' },
    ],
    TENSOR_MIME: [
      { ...tensorOf, shape: [2, 2], min: -1, max: 3, mean: 1.125, looked: 4, picture: heat },
      {
        ...{ ...tensorOf, shape: [5000], min: -3, max: 3, mean: 0, looked: 1000, notFinite: 3 },
        picture: { kind: "histogram", from: -3, to: 3, counts: [1, 5, 90, 4] },
      },
      {
        ...tensorOf,
        text: "tensor([])",
        shape: [0, 3],
        min: null,
        max: null,
        mean: null,
        looked: 0,
        picture: null,
      },
    ],
    TABLE_MIME: [
      {
        ...{ version: 1, title: "Records", total: 60, totalColumns: 2 },
        columns: [
          { name: "city", numeric: false },
          { name: "m²", numeric: true },
        ],
        rows: Array.from({ length: 60 }, (_, i) => [i % 7 ? `place ${i}` : null, String(i * 3)]),
      },
      { version: 1, columns: [], rows: [], total: 0, totalColumns: 0 },
    ],
    MORE_MIME: [{ version: 1, file: "/tmp/all.txt", shown: 10_000 }],
    ERROR_MIME: [
      {
        ...{
          version: 1,
          name: "RangeError",
          message: "matmul: shapes (2, 3) and (2, 3) do not fit. Transpose one.",
        },
        stack:
          "RangeError: matmul: shapes (2, 3) and (2, 3) do not fit. Transpose one.\n    at Cell In[3], line 2\n" +
          "  2 | const z = x.matmul(y);\n            ^^^^^^^^^^^\n    at f (Cell In[2], line 1)",
      },
    ],
    ABRIDGED_MIME: [{ version: 1, text: "[1, 2, \u001b[33m3\u001b[39m, … 997 more]", file: "more-1" }],
    CHECK_MIME: [
      {
        ...{ version: 1, id: "mean", points: 1, of: 2 },
        parts: [
          { name: "the mean of one", ok: true, message: "", weight: 1 },
          { name: "the mean of none", ok: false, message: "Got 0 where NaN was wanted.", weight: 1 },
        ],
      },
      {
        version: 1,
        id: "whole",
        points: 1,
        of: 1,
        parts: [{ name: "all", ok: true, message: "", weight: 1 }],
      },
      { version: 1, id: "none", points: 0, of: 1, parts: [] },
    ],
    PLOTLY_MIME: [
      {
        version: 1,
        data: [
          { type: "bar", name: "train", x: ["a", "b", "c"], y: [3, 1, 2] },
          { type: "box", name: "held out", y: [1, 2, 2, 3, 9] },
        ],
        layout: { title: { text: "Bars" }, xaxis: { title: { text: "class" } } },
        config: {},
      },
      { version: 1, data: [{ x: [1, 2, 3], y: [2, 1, 3] }], layout: {}, config: { displayModeBar: true } },
    ],
  };
}

/** Pictures as the engine makes them. */
async function pictures(): Promise<Record<Picture["kind"], Picture>> {
  manualSeed(1);
  const net = new nn.Sequential(new nn.Linear(2, 4), new nn.Tanh(), new nn.Linear(4, 2));
  const x = randn(40, 2);
  const classes = x.sum(1).gt(0).to("int32");
  const shown: Picture[] = [];
  const quiet = host();
  const histories: Record<string, History> = {};
  try {
    setHost({
      ...quiet,
      display: () => undefined,
      showPicture: (picture) => {
        shown.push(picture);
        return { ended: false, update: () => undefined };
      },
    });
    scatterPlot([1, 2, 3], [2, 1, 3]);
    for (const lr of [0.3, 0.1, 0.03]) {
      const optimizer = new optim.SGD(net.parameters(), { lr });
      const options = { epochs: 3, loss: new nn.CrossEntropyLoss(), optimizer, verbose: 0 } as const;
      histories[`lr ${lr}`] = await fit(net, [x, classes], { ...options, validation: [x, classes] });
    }
  } finally {
    setHost(quiet);
  }
  const [axes] = shown;
  if (axes?.kind !== "axes") throw new TypeError("No plot on axes was shown.");
  const w = tensor(0.5, { requiresGrad: true });
  const input = tensor(Array.from({ length: 12 }, (_, i) => [i / 4 - 1]));
  const one = new nn.Linear(1, 1);
  const convolutions = new nn.Sequential(new nn.Conv2d(1, 2, 3), new nn.ReLU(), new nn.MaxPool2d(2));
  return {
    activation: activationPicture("relu"),
    affine: affinePicture(
      tensor([
        [1, 0.5],
        [0, 1],
      ]),
      zeros(2),
    ),
    axes,
    diagram: diagramPicture(net),
    graph: graphPicture(w.mul(2).add(1).pow(2)),
    regression: regressionPicture(one, input, input.mul(2)),
    boundary: boundaryPicture(net, x, classes),
    recurrence: unrolledPicture(new nn.LSTM(4, 8), { steps: 3 }),
    receptive: receptiveFieldPicture(convolutions, { inputShape: [1, 12, 12] }),
    gradients: gradientsThroughTimePicture({ RNN: new nn.RNN(2, 8) }, randn(20, 4, 2)),
    runs: compareRuns(histories).picture(),
    maps: heatmapsPicture(randn(2, 4, 6, 6).softmax(3)),
  };
}

const many = { choices: ["relu", "tanh", "gelu"], value: ["relu"] };
const one = { choices: ["relu", "tanh", "gelu"], value: "tanh" };
const controls: Record<Control["kind"], Control> = {
  slider: {
    kind: "slider",
    label: "learning rate",
    min: 0.001,
    max: 1,
    step: null,
    scale: "log",
    value: 0.1,
  },
  number: { kind: "number", label: "epochs", min: 1, max: null, step: 1, value: 20 },
  select: { kind: "select", label: "activation", ...one },
  radio: { kind: "radio", label: "in view", ...one },
  selectMany: { kind: "selectMany", label: "any of a list", ...many },
  checkboxes: { kind: "checkboxes", label: "any in view", ...many },
  checkbox: { kind: "checkbox", label: "shuffle", value: true },
  text: { kind: "text", label: "sentence", placeholder: "Write here", rows: 2, value: "" },
  button: { kind: "button", label: "Train again", value: 0 },
  drawing: { kind: "drawing", label: "a digit", width: 8, height: 8, value: new Array<number>(64).fill(0) },
  points: {
    kind: "points",
    label: "points",
    x: [-1, 1],
    y: [-1, 1],
    classes: ["a", "b"],
    value: [[0.5, 0.5, 1]],
  },
  file: { kind: "file", label: "a picture", accept: "image/*", value: null },
};

/** By names that can be ids of elements: `figure-1`, `picture-graph`, `control-slider`. */
export async function everyOutput(): Promise<Record<string, EveryOutput>> {
  const all: Record<string, EveryOutput> = {};
  for (const [name, payloads] of Object.entries(values())) {
    const mime = mimes[name as MimeName];
    payloads.forEach((payload, i) => {
      all[`${name.replace(/_MIME$/, "").toLowerCase()}-${i + 1}`] = { mime, payload };
    });
  }
  for (const [kind, payload] of Object.entries(await pictures()))
    all[`picture-${kind}`] = { mime: mimes.PICTURE_MIME, payload };
  for (const [kind, control] of Object.entries(controls)) {
    const payload: ControlPayload = {
      ...{ version: 1, id: kind, key: `${kind}#1`, stamp: 0, initial: control.value, control },
    };
    all[`control-${kind}`] = { mime: mimes.CONTROL_MIME, payload };
  }
  return all;
}
