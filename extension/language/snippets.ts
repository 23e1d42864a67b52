/** The course's patterns as snippets. Pure. */
import { activations, type UnaryRow } from "../../engine/table/index.ts";

export interface CellSnippet {
  name: SnippetName;
  /** Names that it needs from `gradbook`. */
  imports: readonly string[];
  /** In VS Code's snippet syntax. */
  body: string;
}

export type SnippetName =
  | "trainingLoop"
  | "fitEarlyStopping"
  | "mlp"
  | "plotGradient"
  | "module"
  | "dataLoader"
  | "regression"
  | "gradCheck";

/** The functions that are offered to be drawn. */
const plotted = Object.entries<UnaryRow>(activations)
  .flatMap(([name, row]) => (row.plotted ? [name] : []))
  .join(",");

export const snippets: readonly CellSnippet[] = [
  {
    name: "trainingLoop",
    imports: ["nn", "optim"],
    body: `const optimizer = new optim.\${1|SGD,Adam|}(\${2:model}.parameters(), { lr: \${3:0.01} });
const loss = new nn.\${4|MSELoss,CrossEntropyLoss,BCEWithLogitsLoss|}();
for (let epoch = 1; epoch <= \${5:10}; epoch++) {
  let total = 0;
  for (const [X, y] of \${6:loader}) {
    const l = loss(\${2:model}(X), y); // forward
    optimizer.zeroGrad();
    l.backward(); // backward
    optimizer.step(); // update
    total += l.item();
  }
  console.log(\`epoch \\\${epoch}, loss \\\${(total / \${6:loader}.length).toFixed(4)}\`);
}$0`,
  },
  {
    name: "fitEarlyStopping",
    imports: ["EarlyStopping", "fit", "nn", "optim"],
    body: `const history = await fit(\${1:model}, [\${2:trainX}, \${3:trainY}], {
  validation: [\${4:validX}, \${5:validY}],
  epochs: \${6:50},
  batchSize: \${7:32},
  loss: new nn.\${8|MSELoss,CrossEntropyLoss,BCEWithLogitsLoss|}(),
  optimizer: new optim.\${9|Adam,SGD|}(\${1:model}.parameters(), { lr: \${10:0.01} }),
  callbacks: [new EarlyStopping({ patience: \${11:5}, restoreBestWeights: true })],
});$0`,
  },
  {
    name: "mlp",
    imports: ["nn"],
    body: `const \${1:model} = new nn.Sequential(
  new nn.Linear(\${2:10}, \${3:64}),
  new nn.\${4|ReLU,Sigmoid,Tanh,GELU|}(),
  new nn.Linear(\${3:64}, \${5:1}),
);$0`,
  },
  {
    name: "plotGradient",
    imports: ["arange", "plot"],
    body: `const \${1:x} = arange(-8, 8, 0.1, { requiresGrad: true });
const \${2:y} = \${1:x}.\${3|${plotted}|}();
\${2:y}.sum().backward();
plot(\${1:x}.detach(), [\${2:y}.detach(), \${1:x}.grad], "x", "", {
  legend: ["f(x)", "f'(x)"],
  figsize: [5, 2.5],
});$0`,
  },
  {
    name: "module",
    imports: ["nn", "Tensor"],
    body: `class \${1:Net} extends nn.Module {
  hidden = new nn.Linear(\${2:10}, \${3:64});
  output = new nn.Linear(\${3:64}, \${4:1});

  override forward(x: Tensor): Tensor {
    return this.output(this.hidden(x).relu());
  }
}
const \${5:net} = new \${1:Net}();$0`,
  },
  {
    name: "dataLoader",
    imports: ["data"],
    body: `const dataset = new data.TensorDataset(\${1:X}, \${2:y});
const [trainSet, validSet] = data.randomSplit(dataset, [0.8, 0.2]);
const loader = new data.DataLoader(trainSet, { batchSize: \${3:32}, shuffle: true });$0`,
  },
  {
    name: "regression",
    imports: ["d2l", "manualSeed", "tensor"],
    body: `manualSeed(\${1:0});
const trueW = tensor([\${2:2, -3.4}]);
const trueB = \${3:4.2};
const [features, labels] = d2l.syntheticData(trueW, trueB, \${4:1000});$0`,
  },
  {
    name: "gradCheck",
    imports: ["tensor"],
    body: `const \${1:w} = tensor([\${2:1, 2, 3}], { requiresGrad: true });
const \${3:out} = \${1:w}.pow(2).sum();
\${3:out}.backward();
\${1:w}.grad;$0`,
  },
];

/** The body as it is when nothing is filled in. */
export function readableBody(body: string): string {
  return body
    .replace(/\$\{\d+:([^}]*)\}/g, "$1")
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, "$1")
    .replace(/(?<!\\)\$0/g, "")
    .replaceAll("\\$", "$");
}
