/** Cells to begin with: each runs as it is, or after those that its template names before it. Pure. */

export const templateNames = [
  "data",
  "csv",
  "model",
  "training",
  "earlyStopping",
  "loop",
  "compare",
  "accuracy",
  "boundary",
  "graph",
  "heatmap",
  "save",
] as const;

export type TemplateName = (typeof templateNames)[number];

export interface CellTemplate {
  name: TemplateName;
  /** Template whose variables it uses; null where it stands by itself. */
  needs: TemplateName | null;
  code: string;
}

export const cellTemplates: readonly CellTemplate[] = [
  {
    name: "data",
    needs: null,
    code: `import { data } from "gradbook";

const digits = await data.digits();
const [train, validation] = data.randomSplit(new data.TensorDataset(digits.x.div(16), digits.y), [1200, 597]);
[digits.x.shape, digits.y.shape]`,
  },
  {
    name: "csv",
    needs: null,
    code: `import { data } from "gradbook";

const table = data.parseCsv("height,weight\\n1.62,58\\n1.75,70\\n1.81,79");
table`,
  },
  {
    name: "model",
    needs: "data",
    code: `import { diagram, manualSeed, nn } from "gradbook";

manualSeed(0);
const model = new nn.Sequential(new nn.Linear(64, 64), new nn.ReLU(), new nn.Linear(64, 10));
diagram(model);`,
  },
  {
    name: "training",
    needs: "model",
    code: `import { fit, nn, optim } from "gradbook";

const history = await fit(model, train, {
  validation,
  epochs: 20,
  batchSize: 64,
  loss: new nn.CrossEntropyLoss(),
  optimizer: new optim.Adam(model.parameters(), { lr: 0.003 }),
});`,
  },
  {
    name: "earlyStopping",
    needs: "model",
    code: `import { EarlyStopping, fit, nn, optim } from "gradbook";

const stopped = await fit(model, train, {
  validation,
  epochs: 100,
  batchSize: 64,
  loss: new nn.CrossEntropyLoss(),
  optimizer: new optim.Adam(model.parameters(), { lr: 0.003 }),
  callbacks: [new EarlyStopping({ patience: 5, restoreBestWeights: true })],
});`,
  },
  {
    name: "loop",
    needs: "model",
    code: `import { data, nn, optim } from "gradbook";

const loader = new data.DataLoader(train, { batchSize: 64, shuffle: true });
const lossFunction = new nn.CrossEntropyLoss();
const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
for (let epoch = 1; epoch <= 5; epoch++) {
  let total = 0;
  for (const [x, y] of loader) {
    const loss = lossFunction(model(x), y);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    total += loss.item();
  }
  console.log(epoch, total / loader.length);
}`,
  },
  {
    name: "compare",
    needs: "data",
    code: `import { fit, manualSeed, nn, optim } from "gradbook";

for (const lr of [0.001, 0.01, 0.1]) {
  manualSeed(0);
  const candidate = new nn.Sequential(new nn.Linear(64, 32), new nn.ReLU(), new nn.Linear(32, 10));
  const { series } = await fit(candidate, train, {
    validation,
    epochs: 10,
    loss: new nn.CrossEntropyLoss(),
    optimizer: new optim.SGD(candidate.parameters(), { lr }),
  });
  console.log(lr, series.valLoss?.at(-1));
}`,
  },
  {
    name: "accuracy",
    needs: "model",
    code: `import { noGrad } from "gradbook";

const accuracy = noGrad(() => model(digits.x.div(16)).argmax(1).eq(digits.y).mean().item());
accuracy`,
  },
  {
    name: "boundary",
    needs: null,
    code: `import { decisionBoundary, fit, manualSeed, nn, optim, randn } from "gradbook";

manualSeed(1);
const points = randn(300, 2);
const classes = points.pow(2).sum(1).gt(1.2).to("int32");
const classifier = new nn.Sequential(new nn.Linear(2, 16), new nn.Tanh(), new nn.Linear(16, 2));
decisionBoundary(classifier, points, classes);
await fit(classifier, [points, classes], {
  epochs: 60,
  loss: new nn.CrossEntropyLoss(),
  optimizer: new optim.Adam(classifier.parameters(), { lr: 0.03 }),
});`,
  },
  {
    name: "graph",
    needs: null,
    code: `import { graph, tensor } from "gradbook";

const w = tensor(0.5, { requiresGrad: true });
const b = tensor(0.1, { requiresGrad: true });
const error = w.mul(2).add(b).sub(3).pow(2);
graph(error);`,
  },
  {
    name: "heatmap",
    needs: null,
    code: `import { heatmaps, rand } from "gradbook";

heatmaps(rand(8, 8));`,
  },
  {
    name: "save",
    needs: "model",
    code: `import { save } from "gradbook";

await save("model.safetensors", { model });`,
  },
];

/** The templates that `name` builds on, the first one first, and itself; those whose names `text` has are left out. */
export function withWhatItNeeds(name: TemplateName, text: string): CellTemplate[] {
  const template = cellTemplates.find((candidate) => candidate.name === name);
  if (!template) return [];
  const { needs } = template;
  const before = needs === null || declaredIn(needs, text) ? [] : withWhatItNeeds(needs, text);
  return [...before, template];
}

/** Whether cells declare what others use of a template. */
function declaredIn(name: TemplateName, text: string): boolean {
  const variable: Partial<Record<TemplateName, string>> = { data: "train", model: "model" };
  return new RegExp(`\\b(?:const|let|var)\\s+(?:\\[\\s*)?${variable[name] ?? name}\\b`).test(text);
}
