import assert from "node:assert/strict";
import type { Backend } from "../../../../engine/backend/backend.ts";
import { jsBackend } from "../../../../engine/backend/js/jsBackend.ts";
import { context, useBackend } from "../../../../engine/core/context.ts";
import {
  type Callback,
  EarlyStopping,
  fit,
  historyOf,
  manualSeed,
  nn,
  ones,
  optim,
  OutOfMemoryError,
  randn,
  type Tensor,
} from "../../../../engine/index.ts";
import { type ChartUpdate, host, setHost } from "../../../../engine/core/host.ts";
import type { MemoryKind } from "../../../../engine/core/ndarray.ts";

/** Has no memory left when told so. */
interface FullBackend extends Backend {
  full: (length: number, kind: MemoryKind) => boolean;
}

function fullBackend(): FullBackend {
  const js = jsBackend();
  return {
    ...js,
    full: () => false,
    allocate(dtype, length, kind) {
      if (this.full(length, kind)) throw new RangeError("no memory");
      return js.allocate(dtype, length, kind);
    },
  };
}

const network = () => new nn.Sequential(new nn.Linear(2, 8), new nn.Tanh(), new nn.Linear(8, 1));

describe("fit that runs out of memory", () => {
  const beforeBackend = context.backend;
  const beforeHost = host();
  let backend: FullBackend;
  let updates: ChartUpdate[];
  let net: ReturnType<typeof network>;
  let data: [Tensor, Tensor];

  beforeEach(() => {
    backend = fullBackend();
    useBackend(backend);
    updates = [];
    setHost({ ...beforeHost, openChart: () => ({ update: (update) => updates.push(update) }) });
    manualSeed(0);
    net = network();
    data = [randn(40, 2), randn(40, 1)];
  });
  afterEach(() => {
    useBackend(beforeBackend);
    setHost(beforeHost);
  });

  const weights = (): string =>
    net
      .parameters()
      .map((p) => String([...p.toTypedArray()]))
      .join(" | ");
  const options = { loss: "mse", epochs: 9, batchSize: 10, validationSplit: 0.5 } as const;
  /** Full from the beginning of an epoch on. */
  const fullAt = (at: number, full: FullBackend["full"]): Callback => ({
    onEpochBegin(epoch) {
      if (epoch === at) backend.full = full;
    },
  });
  const traces: string[] = [];
  const trace: Callback = { onEpochEnd: () => void traces.push(weights()) };
  const outOfMemory = async (callbacks: Callback[], message: RegExp): Promise<void> => {
    traces.length = 0;
    await assert.rejects(fit(net, data, { ...options, callbacks: [...callbacks, trace] }), (error) => {
      assert.ok(error instanceof OutOfMemoryError, String(error));
      assert.match(error.message, message);
      return true;
    });
    backend.full = () => false;
  };

  it("in a batch: says what was wanted and held, moves no weight, keeps every epoch, and can go on", async () => {
    const full = (length: number): boolean => length === 80;
    await outOfMemory(
      [fullAt(4, full)],
      /^\w+: no memory for the float32 result of shape \(10, 8\) \(320 bytes\)\. Held now: .*Use a smaller batch/,
    );
    const history = historyOf(net);
    assert.deepEqual(history?.epochs, [1, 2, 3]);
    assert.equal(history.get("valLoss").length, 3);
    assert.equal(history.ended?.reason, "failed");
    assert.equal(weights(), traces[2]);
    assert.equal(net.training, false);
    assert.equal(updates.at(-1)?.state, "failed");
    assert.match(updates.at(-1)?.message ?? "", /^3 epochs · .* · linear: no memory for /);
    const smaller = await fit(net, data, { ...options, batchSize: 5, epochs: 2 });
    assert.deepEqual([smaller.epochs, historyOf(net)], [[1, 2], smaller]);
  });

  it("puts the best weights back all the same", async () => {
    const worse: Callback = {
      onEpochEnd: (epoch, logs) => void Object.assign(logs, { valLoss: epoch === 2 ? 1 : 2 }),
    };
    const stopping = new EarlyStopping({ patience: 9, restoreBestWeights: true });
    await outOfMemory([worse, stopping, fullAt(5, (length) => length === 80)], /no memory/);
    assert.equal(historyOf(net)?.marks.restoredEpoch, 2);
    assert.equal(weights(), traces[1]);
  });

  it("while it saves the best weights: those of the best epoch before stay the ones to restore", async () => {
    const better: Callback = {
      onEpochEnd: (epoch, logs) => void Object.assign(logs, { valLoss: 1 / epoch }),
    };
    const saving: Callback = {
      onEpochEnd(epoch) {
        if (epoch === 4) backend.full = () => true;
      },
    };
    const stopping = new EarlyStopping({ patience: 9, restoreBestWeights: true });
    traces.length = 0;
    await assert.rejects(
      fit(net, data, { ...options, callbacks: [trace, better, saving, stopping] }),
      /no memory/,
    );
    backend.full = () => false;
    assert.deepEqual([historyOf(net)?.marks.bestEpoch, historyOf(net)?.marks.restoredEpoch], [3, 3]);
    assert.equal(weights(), traces[2]);
  });

  it("in an optimiser's first step: has moved nothing at all", async () => {
    const before = weights();
    let states = 0;
    backend.full = (_, kind) => kind === "optimiser" && ++states > 3;
    await assert.rejects(
      fit(net, data, { ...options, optimizer: new optim.Adam(net.parameters()) }),
      /^OutOfMemoryError: optimiser state: no memory/,
    );
    backend.full = () => false;
    assert.equal(weights(), before);
    assert.deepEqual(historyOf(net)?.epochs, []);
  });

  it("tells the first failure when the end of the training fails too", async () => {
    const failing: Callback = {
      onTrainEnd() {
        throw new Error("the second");
      },
    };
    await outOfMemory([fullAt(2, (length) => length === 80), failing], /no memory/);
    await assert.rejects(fit(net, data, { ...options, callbacks: [failing] }), /the second/);
  });

  it("has no history of a model that was never trained", () => {
    assert.equal(historyOf(new nn.Sequential(new nn.Linear(1, 1))), null);
    assert.equal(ones(1).item(), 1);
  });
});
