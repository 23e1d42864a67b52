/** The tables of calls name nothing that the engine does not have. */
import assert from "node:assert/strict";
import * as gradbook from "../../../../engine/index.ts";
import * as tables from "../../../../extension/translate/library/dataTables.ts";
import * as other from "../../../../extension/translate/library/otherTables.ts";
import * as torch from "../../../../extension/translate/library/torchTables.ts";
import { camelCase, optionName, readTable } from "../../../../extension/translate/library/signature.ts";

type Table = ReturnType<typeof readTable>;

function assertThere(owner: object, table: Table): void {
  const missing = [...table.values()].map(({ here }) => here).filter((here) => !(here in owner));
  assert.deepEqual(missing, []);
}

const prototypeOf = (of: new (...args: never[]) => object): object => of.prototype as object;

describe("the tables of calls", () => {
  it("name functions of the engine", () => {
    assertThere(gradbook, torch.torchFunctions);
    assertThere(gradbook, other.numpyCalls);
    assertThere(gradbook.nn, torch.nnClasses);
    assertThere(gradbook.nn.functional, torch.nnFunctional);
    assertThere(gradbook.nn.init, torch.nnInit);
    assertThere(gradbook.nn.utils, torch.nnUtils);
    assertThere(gradbook.optim, torch.optimClasses);
    assertThere(gradbook.optim.lrScheduler, torch.schedulerClasses);
    assertThere(gradbook.data, torch.dataClasses);
    assertThere(gradbook.d2l, other.d2lCalls);
    assertThere(gradbook.pandas, tables.pandasCalls);
    assertThere(gradbook.vision, tables.visionDatasets);
    assertThere(gradbook.vision, tables.visionTransforms);
    assertThere(Math, other.mathCalls);
  });

  it("know every layer, optimiser and schedule of the engine, and every function of nn but those that take other arguments", () => {
    const classes = (owner: object) => Object.keys(owner).filter((name) => /^[A-Z]/.test(name));
    const unknown = (names: readonly string[], table: Table) => {
      const known = new Set([...table.values()].map(({ here }) => here));
      return names.filter((name) => !known.has(name));
    };
    // What others derive from.
    assert.deepEqual(unknown(classes(gradbook.nn), torch.nnClasses), ["Loss"]);
    assert.deepEqual(unknown(classes(gradbook.optim), torch.optimClasses), []);
    assert.deepEqual(unknown(classes(gradbook.optim.lrScheduler), torch.schedulerClasses), ["LRScheduler"]);
    // Two take their statistics together; the others are PyTorch's by an option.
    assert.deepEqual(unknown(Object.keys(gradbook.nn.functional), torch.nnFunctional).sort(), [
      "batchNorm",
      "instanceNorm",
      "maxPool1dWithIndices",
      "maxPool2dWithIndices",
    ]);
  });

  it("name methods of tensors and of the book's classes", () => {
    assertThere(prototypeOf(gradbook.Tensor), torch.tensorMethods);
    for (const [path, table] of Object.entries(other.d2lMethods)) {
      const name = path.slice(4) as "Accumulator" | "Animator" | "Timer";
      assertThere(prototypeOf(gradbook.d2l[name]), table);
    }
    assertThere(prototypeOf(gradbook.pandas.DataFrame), tables.pandasMethods["pandas.DataFrame"]);
    assertThere(prototypeOf(gradbook.pandas.Series), tables.pandasMethods["pandas.Series"]);
  });

  it("say which arguments go by position, by either, and into the options", () => {
    const { params, here, result } = readTable("cat(tensors / dim * out!) -> tensor = join").get("cat")!;
    assert.deepEqual([here, result.kind], ["join", "tensor"]);
    assert.deepEqual(
      params.map(({ name, place, dropped }) => [name, place, dropped]),
      [
        ["tensors", "before", false],
        ["dim", "between", false],
        ["out", "after", true],
      ],
    );
    assert.throws(() => readTable("no table"), /no row of a table of calls/);
  });
});

describe("Python's names", () => {
  const names: [python: string, here: string][] = [
    ["zero_grad", "zeroGrad"],
    ["zero_", "zero_"],
    ["requires_grad_", "requiresGrad_"],
    ["W_xh", "WXh"],
    ["X_train", "XTrain"],
    ["NUM_EPOCHS", "NUM_EPOCHS"],
    ["_private_name", "_privateName"],
    ["x", "x"],
    ["train_ch3", "trainCh3"],
  ];
  for (const [python, here] of names) {
    it(`${python} becomes ${here}`, () => assert.equal(camelCase(python), here));
  }

  it("of options begin with a small letter", () => assert.equal(optionName("T_max"), "tMax"));
});
