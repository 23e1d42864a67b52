import assert from "node:assert/strict";
import * as torch from "../../../engine/index.ts";

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
