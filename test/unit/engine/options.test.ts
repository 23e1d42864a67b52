/** Options that nobody reads are refused: by everything behind the engine's door that takes options. */
import assert from "node:assert/strict";
import { host, setHost } from "../../../engine/core/host.ts";
import * as torch from "../../../engine/index.ts";
import { data, EarlyStopping, fit, nn, optim, Tensor } from "../../../engine/index.ts";
import { takersOfOptions } from "./publicOptions.ts";

/** Not the caller's to fill: read by the engine alone, or handed on as it is. */
/** What is no options: a part of a graph, of a chart, the state that a callback itself has given. */
const exempt = new Set([
  "new Node",
  "LiveChart#update",
  ...["EarlyStopping", "LearningRateScheduler", "ReduceLROnPlateau"].map((name) => `${name}#loadStateDict`),
]);

const wrong = { nonsense: 1, loss: "mse" };
const x = (): Tensor => torch.rand(4, 4);

/** Arguments of many kinds before the options: for each function, one of these lists leads to them. */
function argumentLists(): unknown[][] {
  const net = new nn.Sequential(new nn.Linear(4, 4));
  const labels = torch.tensor([0, 1, 2, 3], { dtype: torch.int64 });
  const sgd = new optim.SGD(net.parameters(), { lr: 0.1 });
  const graph = net(x()).sum();
  return [
    [],
    [1],
    [2, 2],
    [2, 2, 2],
    [x()],
    [x(), 1],
    [x(), 2, 2],
    [x(), x()],
    [x(), x(), x()],
    [x(), x(), x(), x()],
    [x(), labels],
    [x(), [4]],
    [[x(), x()]],
    [[2, 2], 7],
    [labels],
    [graph],
    [graph, net.parameters()],
    [net],
    [net, x()],
    [net, "a path"],
    ["a path"],
    [net, x(), x()],
    [net, [x(), x()]],
    [net.parameters()],
    [net.parameters(), 1],
    [sgd],
    [new data.TensorDataset(x(), x())],
    [new data.TensorDataset(x(), x()), [2, 2]],
    [new data.TensorDataset(x(), x()), 2],
    ["a,b\n1,2"],
    ["relu"],
    [net.stateDict()],
    [["a"]],
    [{ params: [torch.ones(1)] }],
  ];
}

const receivers: Record<string, () => object> = {
  "Tensor": x,
  "nn.Module": () => new nn.Linear(2, 2),
  "optim.Optimizer": () => new optim.SGD([torch.ones(1)], { lr: 1 }),
  "nn.Embedding": () => nn.Embedding,
  "nn.EmbeddingBag": () => nn.EmbeddingBag,
  "nn.MultiheadAttention": () => new nn.MultiheadAttention(4, 2),
  "nn.TransformerEncoderLayer": () => new nn.TransformerEncoderLayer(4, 2),
  "nn.TransformerDecoderLayer": () => new nn.TransformerDecoderLayer(4, 2),
  "nn.TransformerEncoder": () => new nn.TransformerEncoder(new nn.TransformerEncoderLayer(4, 2), 1),
  "nn.TransformerDecoder": () => new nn.TransformerDecoder(new nn.TransformerDecoderLayer(4, 2), 1),
  "data.Table": () => new data.Table({ columns: ["a"], rows: [[1]] }),
  "PlotAxes": () => torch.bar([1], [1]),
  "LiveChart": () => torch.liveChart(),
  "input.InputFile": () => new torch.input.InputFile("a.csv", "text/csv", Uint8Array.from([97, 10, 49])),
};

/** A function that calls what `name` says: `sum`, `nn.functional.mseLoss`, `Tensor#sum`, `new optim.SGD`. */
function callOf(name: string): (...args: unknown[]) => unknown {
  const made = name.startsWith("new ");
  const [path, method] = name.replace("new ", "").split("#");
  if (method !== undefined) {
    return (...args) => {
      const receiver = receivers[path]() as Record<string, (...given: unknown[]) => unknown>;
      return receiver[method](...args);
    };
  }
  const found = path.split(".").reduce<unknown>((of, part) => (of as Record<string, unknown>)[part], torch);
  if (!made) return found as (...args: unknown[]) => unknown;
  let type = found as new (...args: unknown[]) => unknown;
  // Of an abstract class, any subclass has the options.
  if (path === "nn.Loss")
    type = class Own extends (type as unknown as typeof nn.MSELoss) {} as unknown as typeof type;
  return (...args) => new type(...args);
}

async function errorOf(call: () => unknown): Promise<string> {
  try {
    await call();
    return "";
  } catch (error) {
    return String(error);
  }
}

describe("options", function () {
  this.timeout(120_000);
  const quiet = host();
  /** Pictures are only made where they can be shown. */
  const port = { ended: true, update: () => undefined };
  beforeEach(() => setHost({ ...quiet, showPicture: () => port }));
  afterEach(() => setHost(quiet));

  it("that nobody knows are refused by all that takes options", async () => {
    const takers = [...takersOfOptions().keys()].filter((name) => !exempt.has(name));
    assert.ok(takers.length > 140, `${takers.length} were found`);
    const silent: string[] = [];
    for (const name of takers) {
      let refused = false;
      for (const args of argumentLists()) {
        const last = args.at(-1);
        const group = typeof last === "object" && last !== null && "params" in last;
        const given = group ? [{ ...last, ...wrong }] : [...args, wrong];
        refused ||= (await errorOf(() => callOf(name)(...given))).includes('no option "nonsense"');
        if (refused) break;
      }
      if (!refused) silent.push(name);
    }
    assert.deepEqual(silent, []);
  });

  it("that are misspelt, or spelt as in Python, get their right name told", () => {
    const net = new nn.Linear(2, 1);
    const given = (options: object) => options as never;
    const cases: [() => unknown, RegExp][] = [
      [
        () => new optim.SGD(net.parameters(), given({ lr: 1, momentun: 0.9 })),
        /SGD: .*"momentun".*mean "momentum"\?/,
      ],
      [
        () => new optim.Adam(net.parameters(), given({ weight_decay: 0.1 })),
        /weight_decay is weightDecay here/,
      ],
      [
        () => new data.DataLoader(new data.TensorDataset(x()), given({ batch_size: 10 })),
        /batch_size is batchSize here/,
      ],
      [() => torch.zeros(2, given({ requires_grad: true })), /zeros: .*requires_grad is requiresGrad here/],
      [() => torch.tensor([1], given({ requires_grad: true })), /requires_grad is requiresGrad here/],
      [
        () => new optim.SGD([{ params: net.parameters(), weightDekay: 1 } as never], { lr: 1 }),
        /mean "weightDecay"\?/,
      ],
      [() => x().sum(0, given({ keepdin: true })), /sum: .*mean "keepdim"\?/],
      [() => new EarlyStopping(given({ patients: 3 })), /mean "patience"\?/],
      [() => new EarlyStopping(3 as never), /EarlyStopping: options are an object.* but 3 was given/],
      [() => new EarlyStopping(null as never), /but null was given/],
      [
        () => nn.functional.mseLoss(x(), x(), "sum" as never),
        /mse: options are an object.* but "sum" was given/,
      ],
      [() => nn.functional.mseLoss(x(), x(), x() as never), /a tensor was given where options are expected/],
    ];
    for (const [call, message] of cases) assert.throws(call, message);
  });

  it("are refused before a training begins", async () => {
    const net = new nn.Sequential(new nn.Linear(4, 4));
    const options = { loss: "mse", verbose: 0, epoch: 3 } as never;
    await assert.rejects(
      fit(net, [x(), x()], options),
      /fit: there is no option "epoch". Did you mean "epochs"\?/,
    );
  });
});
