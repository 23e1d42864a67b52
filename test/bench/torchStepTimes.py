"""The rows of trainingStepTimes.ts in PyTorch: prints one JSON object, microseconds by row.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python3 torchStepTimes.py 1
"""

import json
import sys
import time

import torch
from torch import nn

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(0)


def median(steps, step):
    for _ in range(max(30, 2 * steps)):
        step()
    rounds = []
    for _ in range(15):
        started = time.perf_counter()
        for _ in range(steps):
            step()
        rounds.append((time.perf_counter() - started) / steps * 1e6)
    return sorted(rounds)[7]


def perceptron(sizes, batch, optimiser, loss, steps):
    layers = []
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(a, b))
        if i < len(sizes) - 2:
            layers.append(nn.ReLU())
    net = nn.Sequential(*layers)
    x = torch.randn(batch, sizes[0])
    if loss == "MSE":
        y, criterion = torch.randn(batch, sizes[-1]), nn.MSELoss()
    else:
        y, criterion = torch.randint(0, sizes[-1], (batch,)), nn.CrossEntropyLoss()
    if optimiser == "SGD":
        update = torch.optim.SGD(net.parameters(), lr=0.01)
    else:
        update = torch.optim.Adam(net.parameters(), lr=0.001)

    def step():
        update.zero_grad()
        criterion(net(x), y).backward()
        update.step()

    return median(steps, step)


def activation(function):
    x = torch.randn(1_000_000, requires_grad=True)
    g = torch.randn(1_000_000)

    def step():
        x.grad = None
        function(x).backward(g)

    return median(5, step)


times = {
    "linear regression 2→1, batch 10, SGD": perceptron([2, 1], 10, "SGD", "MSE", 200),
    "MLP 64-32-10, batch 32, Adam": perceptron([64, 32, 10], 32, "Adam", "cross-entropy", 100),
    "MLP 18-128-64-1, batch 512, Adam": perceptron([18, 128, 64, 1], 512, "Adam", "MSE", 50),
    "MLP 784-256-10, batch 256, SGD": perceptron([784, 256, 10], 256, "SGD", "cross-entropy", 15),
    "MLP 784-512-512-10, batch 256, Adam": perceptron([784, 512, 512, 10], 256, "Adam", "cross-entropy", 5),
}
for name in ("relu", "sigmoid", "tanh"):
    times[f"{name} on 1 M, forward and backward"] = activation(getattr(torch, name))
print(json.dumps(times))
