import assert from "node:assert/strict";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as torch from "../../../engine/index.ts";
import { parityTable } from "./parityTable.ts";

/** What a reader of *Dive into Deep Learning* calls in the chapters up to the multilayer perceptron. */
const list: Record<string, { of: object; names: string }> = {
  "creation": { of: torch, names: "tensor arange ones zeros onesLike zerosLike full eye linspace fromArray" },
  "operators": {
    of: torch,
    names: "add sub mul div neg pow matmul eq ne gt ge lt le logicalAnd logicalOr logicalNot",
  },
  "operators as methods": {
    of: torch.Tensor.prototype,
    names:
      "add sub mul div neg pow matmul eq ne gt ge lt le add_ sub_ mul_ div_ zero_ fill_ normal_ uniform_ copy_ logicalAnd",
  },
  "mathematics": {
    of: torch,
    names:
      "exp log log1p sqrt abs sign sin cos clamp maximum minimum where pow sigmoid relu tanh softmax logSoftmax " +
      "logsumexp leakyRelu prelu elu gelu silu softplus",
  },
  "reductions": { of: torch, names: "sum mean max min argmax argmin norm cumsum var std prod all any" },
  "reductions as methods": {
    of: torch.Tensor.prototype,
    names: "sum mean max min argmax argmin norm cumsum var std prod all any logsumexp softmax",
  },
  "shape": {
    of: torch.Tensor.prototype,
    names:
      "shape reshape T transpose permute flatten squeeze unsqueeze expand split chunk numel item toArray detach clone to",
  },
  "joining": { of: torch, names: "cat stack split chunk" },
  "indexing": { of: torch.Tensor.prototype, names: "get set at gather indexSelect" },
  "linear algebra": { of: torch, names: "matmul mm mv dot outer norm" },
  "random numbers": {
    of: torch,
    names: "manualSeed rand randn normal randint randperm bernoulli multinomial",
  },
  "gradients": {
    of: torch.Tensor.prototype,
    names: "backward data zeroGrad detach retainGrad registerHook gradFn requiresGrad_",
  },
  "gradients as functions": { of: torch, names: "noGrad grad enableGrad memory estimateMemory" },
  "gradients by their place in PyTorch": { of: torch.autograd, names: "grad" },
  "layers": {
    of: torch.nn,
    names:
      "Module Parameter Linear Flatten Sequential ReLU Sigmoid Tanh Dropout BatchNorm1d LayerNorm Softmax LogSoftmax " +
      "LeakyReLU PReLU ELU GELU SiLU Softplus Identity LazyLinear functional",
  },
  "modules": {
    of: torch.nn.Module.prototype,
    names: "namedParameters parameters namedModules apply train eval stateDict loadStateDict zeroGrad",
  },
  "losses": {
    of: torch.nn,
    names: "MSELoss L1Loss SmoothL1Loss HuberLoss CrossEntropyLoss NLLLoss BCELoss BCEWithLogitsLoss",
  },
  "initialisers": {
    of: torch.nn.init,
    names:
      "normal_ uniform_ constant_ zeros_ ones_ xavierUniform_ xavierNormal_ kaimingUniform_ kaimingNormal_",
  },
  "optimisers": { of: torch.optim, names: "SGD Adam AdamW RMSprop Adagrad" },
  "schedules": { of: torch.optim.lrScheduler, names: "StepLR CosineAnnealingLR ReduceLROnPlateau" },
  "clipping": { of: torch.nn.utils, names: "clipGradNorm_" },
  "data": {
    of: torch.data,
    names:
      "TensorDataset DataLoader randomSplit readCsv readIdx loadSafetensors saveSafetensors digits iris diabetes",
  },
  "training": { of: torch, names: "fit EarlyStopping History liveChart plot" },
  "the book's helpers": {
    of: torch.d2l,
    names:
      "plot Animator Timer Accumulator syntheticData loadArray linreg squaredLoss sgd accuracy evaluateAccuracy " +
      "evaluateLoss trainEpochCh3 trainCh3 predictCh3 showImages",
  },
};

describe("what the chapters call", () => {
  for (const [group, { of, names }] of Object.entries(list)) {
    it(`is there: ${group}`, () => {
      assert.deepEqual(
        names.split(" ").filter((name) => !(name in of)),
        [],
      );
    });
  }
});

describe("the table of docs/parity.md", () => {
  const { operations, qualified } = parityTable();
  const ownNames = (prototype: object): string[] =>
    Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor");
  /** Where a name with a module is looked up, and what there must be in the table. */
  const modules: Record<string, { of: object; names: string[] }> = {
    module: { of: torch.nn.Module.prototype, names: ownNames(torch.nn.Module.prototype) },
    ...Object.fromEntries(
      Object.entries({
        "nn": torch.nn,
        "nn.functional": torch.nn.functional,
        "nn.init": torch.nn.init,
        "nn.utils": torch.nn.utils,
        "nn.utils.rnn": torch.nn.utils.rnn,
        "optim": torch.optim,
        "optim.lrScheduler": torch.optim.lrScheduler,
        "data": torch.data,
        "d2l": torch.d2l,
        "pandas": torch.pandas,
        "vision": torch.vision,
        "input": torch.input,
        "distributions": torch.distributions,
        "autograd": torch.autograd,
        "linalg": torch.linalg,
      }).map(([name, of]) => [name, { of, names: Object.keys(of) }]),
    ),
  };

  it("names functions and methods that are there, and says rightly which they are", () => {
    const wrong = operations.filter(
      ({ name, isFunction, isMethod }) =>
        isFunction !== name in torch || isMethod !== name in torch.Tensor.prototype,
    );
    assert.deepEqual(wrong, []);
    assert.ok(operations.length > 200, `${operations.length} operations`);
  });

  it("names nothing in a module that is not there", () => {
    const missing = qualified.filter((full) => {
      const at = full.lastIndexOf(".");
      return !(full.slice(at + 1) in modules[full.slice(0, at)].of);
    });
    assert.deepEqual(missing, []);
    assert.ok(qualified.length > 100, `${qualified.length} names`);
  });

  it("names everything that the engine exports", () => {
    const told = new Set(operations.map(({ name }) => name));
    const own = [...Object.keys(torch), ...ownNames(torch.Tensor.prototype)];
    assert.deepEqual(
      own.filter((name) => !told.has(name)),
      [],
    );
    const toldInModules = new Set(qualified);
    const inner = Object.entries(modules).flatMap(([module, { names }]) =>
      names.map((name) => `${module}.${name}`).filter((full) => !(full in modules)),
    );
    assert.deepEqual(
      inner.filter((full) => !toldInModules.has(full)),
      [],
    );
  });

  it("names no operation twice", () => {
    const names = operations.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name, i) => names.indexOf(name) !== i),
      [],
    );
  });

  it("holds for the engine as it is built", async () => {
    const built = (await import(pathToFileURL(path.resolve("dist/engine.js")).href)) as object;
    const missing = Object.keys(torch).filter((name) => !(name in built));
    assert.deepEqual(missing, []);
    assert.deepEqual(
      Object.keys(built).filter((name) => !(name in torch)),
      ["backendName", "threadCount"],
    );
  });
});
