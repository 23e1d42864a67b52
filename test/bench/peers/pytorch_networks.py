"""PyTorch's side of the networks of ../networks/networkTasks.ts."""

import torch
from torch import nn
from torch.nn import functional as F


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(64, 64, 3, padding=1)
        self.bn1 = nn.BatchNorm2d(64)
        self.conv2 = nn.Conv2d(64, 64, 3, padding=1)
        self.bn2 = nn.BatchNorm2d(64)

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(y)) + x)


class Words(nn.Module):
    def __init__(self, kind):
        super().__init__()
        self.rnn = kind(28, 256)
        self.out = nn.Linear(256, 28)

    def forward(self, x):
        return self.out(self.rnn(x)[0].reshape(-1, 256))


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.Sigmoid(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Sigmoid(),
        nn.AvgPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.Sigmoid(), nn.Linear(120, 84), nn.Sigmoid(),
        nn.Linear(84, 10))


nets = {
    "lenet": lenet,
    "residual": Residual,
    "gru": lambda: Words(nn.GRU),
    "lstm": lambda: Words(nn.LSTM),
    "encoder": lambda: nn.TransformerEncoderLayer(64, 4, 256, dropout=0.0, batch_first=True),
    # Its gradient is as long as the table, or as the batch: what is faster there.
    "embedding": lambda: nn.Embedding(10_000, 64, sparse=True),
}


class Network:
    def __init__(self, task, load):
        self.net = nets[task["net"]]()
        parameters = dict(self.net.named_parameters())
        with torch.no_grad():
            for one in task["parameters"]:
                parameters[one["name"]].copy_(load(one["name"]))
        self.x, self.y = load("x"), load("y")
        self.criterion = nn.MSELoss() if self.y.is_floating_point() else nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=task["lr"])
        self.loss = None

    def run(self, count):
        net, criterion, optimizer, x, y = self.net, self.criterion, self.optimizer, self.x, self.y
        for _ in range(count):
            loss = criterion(net(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        self.loss = loss

    def result(self):
        return [self.loss.item()]
