/** Gradbook's side of the networks: layers as a person writes them. */
import type { Tensor } from "../../../engine/index.ts";
import type { Prepared } from "../harness/child.ts";
import type { NetworkTask } from "./networkTasks.ts";

type Engine = typeof import("../../../engine/index.ts");
type Module = import("../../../engine/index.ts").nn.Module;
type Net = Pick<Module, "parameters" | "stateDict"> & ((x: Tensor) => Tensor);

function netOf({ nn }: Engine, task: NetworkTask): Net {
  class Residual extends nn.Module {
    conv1 = new nn.Conv2d(64, 64, 3, { padding: 1 });
    bn1 = new nn.BatchNorm2d(64);
    conv2 = new nn.Conv2d(64, 64, 3, { padding: 1 });
    bn2 = new nn.BatchNorm2d(64);

    forward(x: Tensor): Tensor {
      const y = this.bn1(this.conv1(x)).relu();
      return this.bn2(this.conv2(y)).add(x).relu();
    }
  }
  class Words extends nn.Module {
    rnn = task.net === "gru" ? new nn.GRU(28, 256) : new nn.LSTM(28, 256);
    out = new nn.Linear(256, 28);

    forward(x: Tensor): Tensor {
      const [outputs] = (this.rnn as (x: Tensor) => [Tensor, unknown])(x);
      return this.out(outputs.reshape(-1, 256));
    }
  }
  switch (task.net) {
    case "lenet":
      return new nn.Sequential(
        ...[new nn.Conv2d(1, 6, 5, { padding: 2 }), new nn.Sigmoid(), new nn.AvgPool2d(2)],
        ...[new nn.Conv2d(6, 16, 5), new nn.Sigmoid(), new nn.AvgPool2d(2), new nn.Flatten()],
        ...[new nn.Linear(400, 120), new nn.Sigmoid(), new nn.Linear(120, 84), new nn.Sigmoid()],
        new nn.Linear(84, 10),
      ) as Net;
    case "residual":
      return new Residual() as Net;
    case "gru":
    case "lstm":
      return new Words() as Net;
    case "encoder":
      return new nn.TransformerEncoderLayer(64, 4, {
        dimFeedforward: 256,
        dropout: 0,
        batchFirst: true,
      });
    case "embedding":
      return new nn.Embedding(10_000, 64);
  }
}

export function prepareNetwork(torch: Engine, task: NetworkTask, load: (name: string) => Tensor): Prepared {
  const { nn, noGrad, optim } = torch;
  const net = netOf(torch, task);
  const state = net.stateDict();
  noGrad(() => {
    for (const { name } of task.parameters) {
      const parameter = state.get(name);
      if (!parameter) throw new Error(`There is no parameter ${name}.`);
      parameter.copy_(load(name));
    }
  });
  const [x, y] = [load("x"), load("y")];
  const criterion = y.dtype === "int32" ? new nn.CrossEntropyLoss() : new nn.MSELoss();
  const optimizer = new optim.SGD(net.parameters(), { lr: task.lr });
  let loss = y;
  return {
    run(count) {
      for (let i = 0; i < count; i++) {
        loss = criterion(net(x), y);
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
      }
    },
    result: () => [loss.item()],
  };
}
