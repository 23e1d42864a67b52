"""PyTorch as a contestant: python3 pytorch.py THREADS. The messages are those of ../harness/protocol.ts."""

import json
import os
import sys
import time

import numpy
import torch
from pytorch_networks import Network
from pytorch_ops import Op
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

THREADS = int(sys.argv[1])
torch.set_num_threads(THREADS)
# As in ../harness/child.ts.
clock = time.process_time if os.environ.get("BENCH_CLOCK") == "cpu" else time.perf_counter


def loader(data):
    raw = open(data["file"], "rb").read()

    def load(name):
        place = data["arrays"][name]
        count = 1
        for size in place["shape"]:
            count *= size
        values = numpy.frombuffer(raw, place["dtype"], count, place["offset"]).copy()
        tensor = torch.from_numpy(values).reshape(place["shape"])
        return tensor.long() if place["dtype"] == "int32" else tensor

    return load


def digest(tensor):
    values = tensor.detach().reshape(-1)
    last = len(values) - 1
    picked = [values[k * last // 3].item() for k in range(4)]
    return [values.double().mean().item(), *picked]


class Training:
    def __init__(self, task, load):
        sizes = task["layers"]
        layers = []
        for i in range(len(sizes) - 1):
            layers.append(nn.Linear(sizes[i], sizes[i + 1]))
            if i < len(sizes) - 2:
                layers.append(nn.ReLU())
        self.net = nn.Sequential(*layers)
        with torch.no_grad():
            for i, parameter in enumerate(self.net.parameters()):
                parameter.copy_(load(("w" if i % 2 == 0 else "b") + str(i // 2)))
        self.x, self.y = load("x"), load("y")
        self.criterion = nn.MSELoss() if task["loss"] == "mse" else nn.CrossEntropyLoss()
        kind = torch.optim.SGD if task["optimizer"] == "sgd" else torch.optim.Adam
        self.optimizer = kind(self.net.parameters(), lr=task["lr"])
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


class Elementwise:
    def __init__(self, task, load):
        self.function = getattr(torch, task["op"])
        self.x, self.g = load("x").requires_grad_(), load("g")

    def run(self, count):
        function, x, g = self.function, self.x, self.g
        for _ in range(count):
            x.grad = None
            y = function(x)
            y.backward(g)
        self.y = y

    def result(self):
        return digest(self.y) + digest(self.x.grad)


class Matmul:
    def __init__(self, _task, load):
        self.a, self.b = load("a"), load("b")

    def run(self, count):
        a, b = self.a, self.b
        for _ in range(count):
            c = a.matmul(b)
        self.c = c

    def result(self):
        return digest(self.c)


class Book:
    """The book's train_epoch_ch3 and evaluate_accuracy over a DataLoader."""

    def __init__(self, task, load):
        torch.manual_seed(task["seed"])
        self.net = nn.Sequential(nn.Linear(784, task["hidden"]), nn.ReLU(), nn.Linear(task["hidden"], 10))
        for layer in (self.net[0], self.net[2]):
            nn.init.normal_(layer.weight, std=0.01)
        images = {part: load(part + "Images").float() / 255 for part in ("train", "test")}
        labels = {part: load(part + "Labels").long() for part in ("train", "test")}
        sets = {part: TensorDataset(images[part], labels[part]) for part in ("train", "test")}
        self.train = DataLoader(sets["train"], task["batch"], shuffle=True)
        self.test = DataLoader(sets["test"], task["batch"])
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=task["lr"])

    def run(self, count):
        for _ in range(count):
            loss, right = 0.0, 0
            for x, y in self.train:
                scores = self.net(x)
                value = self.criterion(scores, y)
                self.optimizer.zero_grad()
                value.backward()
                self.optimizer.step()
                loss += value.item() * len(y)
                right += (scores.argmax(1) == y).sum().item()
            tested = 0
            with torch.no_grad():
                for x, y in self.test:
                    tested += (self.net(x).argmax(1) == y).sum().item()
        total = len(self.train.dataset)
        self.values = [loss / total, right / total, tested / len(self.test.dataset)]

    def result(self):
        return self.values


class Course:
    """A training of the course: a loop over a DataLoader, with validation after each epoch."""

    def __init__(self, task, load):
        self.task = task
        self.x, self.y, self.valid_x, self.valid_y = (load(name) for name in ("x", "y", "validX", "validY"))
        self.values = []

    def model(self):
        sizes, drop = self.task["layers"], self.task["dropout"]
        layers = []
        for i in range(len(sizes) - 1):
            layers.append(nn.Linear(sizes[i], sizes[i + 1]))
            if i < len(sizes) - 2:
                layers.append(nn.ReLU())
                if drop > 0:
                    layers.append(nn.Dropout(drop))
        return nn.Sequential(*layers)

    def run(self, count):
        task = self.task
        for _ in range(count):
            torch.manual_seed(task["seed"])
            net = self.model()
            criterion = nn.CrossEntropyLoss() if task["loss"] == "crossEntropy" else nn.MSELoss()
            kind = torch.optim.SGD if task["optimizer"] == "sgd" else torch.optim.Adam
            optimizer = kind(net.parameters(), lr=task["lr"])
            train = DataLoader(TensorDataset(self.x, self.y), task["batch"], shuffle=True)
            valid = DataLoader(TensorDataset(self.valid_x, self.valid_y), task["batch"])
            for _ in range(task["epochs"]):
                if task["loop"]:
                    for x, y in train:
                        loss = criterion(net(x), y)
                        optimizer.zero_grad()
                        loss.backward()
                        optimizer.step()
                    with torch.no_grad():
                        self.values = [criterion(net(self.x), self.y).item()]
                    continue
                net.train()
                losses = self.epoch(net, criterion, train, optimizer)
                net.eval()
                with torch.no_grad():
                    tested = self.epoch(net, criterion, valid)
                self.values = losses[:1] + tested[: 2 if task["loss"] == "crossEntropy" else 1]

    def epoch(self, net, criterion, loader, optimizer=None):
        """Mean loss and accuracy of an epoch; trains where there is an optimiser."""
        total, right, classes = 0.0, 0, self.task["loss"] == "crossEntropy"
        for x, y in loader:
            scores = net(x)
            loss = criterion(scores, y)
            if optimizer:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            total += loss.item() * len(y)
            if classes:
                right += (scores.argmax(1) == y).sum().item()
        length = len(loader.dataset)
        return [total / length, right / length]

    def result(self):
        return self.values


kinds = {
    "train": Training,
    "network": Network,
    "elementwise": Elementwise,
    "matmul": Matmul,
    "book": Book,
    "course": Course,
}
prepared = None
for line in sys.stdin:
    message = json.loads(line)
    try:
        if message["do"] == "hello":
            reply = {
                "type": "hello",
                "name": "PyTorch",
                "version": torch.__version__,
                "detail": f"{torch.get_num_threads()} thread(s)",
            }
        elif message["do"] == "prepare":
            prepared = None
            task = message["task"]
            data = message["data"]
            prepared = Op(task, data["file"]) if task["kind"] == "op" else kinds[task["kind"]](task, loader(data))
            reply = {"type": "prepared"}
        elif message["do"] == "run":
            began = clock()
            prepared.run(message["count"])
            reply = {"type": "ran", "seconds": clock() - began}
        else:
            reply = {"type": "result", "values": prepared.result()}
    except Exception as error:
        reply = {"type": "error", "message": str(error)}
    print(json.dumps(reply), flush=True)
