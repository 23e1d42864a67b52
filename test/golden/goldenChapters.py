"""The chapters of *Dive into Deep Learning* up to the multilayer perceptron: what their calls give in PyTorch."""
import math

import torch
from torch import nn
from torch.distributions import multinomial
from torch.nn import functional as F
from torch.utils import data

from golden import packed

seen = {}


def see(name, value):
    seen[name] = packed(value if isinstance(value, torch.Tensor) else torch.tensor(value))


def preliminaries():
    torch.manual_seed(0)
    x = torch.arange(12, dtype=torch.float32)
    X = x.reshape(3, 4)
    Y = torch.tensor([[2.0, 1, 4, 3], [1, 2, 3, 4], [4, 3, 2, 1]])
    see("randn of sizes", torch.randn(3, 4))
    see("powers", torch.tensor([1.0, 2, 4, 8]) ** torch.tensor([2.0, 2, 2, 2]))
    see("cat", torch.cat((X, Y), dim=1))
    see("equal", X == Y)
    see("range of rows", X[1:3])
    Z = X.clone()
    Z[1, 2] = 9
    Z[0:2, :] = 12
    see("assigned", Z)
    A = torch.arange(20, dtype=torch.float32).reshape(5, 4)
    see("sum along both", A.sum(axis=[0, 1]))
    see("share of each row", A / A.sum(axis=1, keepdims=True))
    see("running sum", A.cumsum(axis=0))
    see("matrix by vector", torch.mv(A, torch.arange(4.0)))
    see("frobenius", torch.norm(torch.ones((4, 9))))
    see("first norm of columns", torch.norm(A, p=1, dim=0))

    x = torch.arange(4.0, requires_grad=True)
    y = 2 * torch.dot(x, x)
    y.backward()
    see("gradient of 2xx", x.grad)
    x.grad.zero_()
    y = x * x
    u = y.detach()
    (u * x).sum().backward()
    see("gradient past a detached part", x.grad)
    x.grad.zero_()
    y.backward(torch.ones(len(x)))
    see("gradient from a vector", x.grad)

    def f(a):
        b = a * 2
        while b.norm() < 1000:
            b = b * 2
        return b if b.sum() > 0 else 100 * b

    a = torch.randn(size=(), requires_grad=True)
    d = f(a)
    d.backward()
    see("control flow", d)
    see("gradient of control flow", a.grad)

    fair = torch.ones([6]) / 6
    see("one throw", multinomial.Multinomial(1, fair).sample())
    see("ten throws", multinomial.Multinomial(10, fair).sample())
    counts = multinomial.Multinomial(10, fair).sample((500,))
    cum = counts.cumsum(dim=0)
    see("estimates", (cum / cum.sum(dim=1, keepdims=True))[-1])
    see("multinomial", torch.multinomial(fair, 8, replacement=True))
    see("normal of means", torch.normal(torch.arange(20.0), torch.arange(20.0) / 10))
    see("normal of one mean", torch.normal(2.0, torch.tensor([1.0, 2.0])))


def synthetic_data(w, b, n):
    X = torch.normal(0, 1, (n, len(w)))
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape((-1, 1))


def linear_networks():
    torch.manual_seed(1)
    features, labels = synthetic_data(torch.tensor([2, -3.4]), 4.2, 1000)
    see("labels", labels[:8])
    w = torch.normal(0, 0.01, size=(2, 1), requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    for epoch in range(2):
        order = torch.randperm(1000)
        for i in range(0, 1000, 10):
            rows = order[i:min(i + 10, 1000)]
            loss = (torch.matmul(features[rows], w) + b - labels[rows].reshape((-1, 1))) ** 2 / 2
            loss.sum().backward()
            with torch.no_grad():
                for param in (w, b):
                    param -= 0.03 * param.grad / 10
                    param.grad.zero_()
    see("weights from scratch", w)
    see("bias from scratch", b)

    batches = data.DataLoader(data.TensorDataset(features, labels), 10, shuffle=True)
    see("first batch", next(iter(batches))[1])
    net = nn.Sequential(nn.Linear(2, 1))
    net[0].weight.data.normal_(0, 0.01)
    net[0].bias.data.fill_(0)
    loss, trainer = nn.MSELoss(), torch.optim.SGD(net.parameters(), lr=0.03)
    for epoch in range(3):
        for X, y in batches:
            l = loss(net(X), y)
            trainer.zero_grad()
            l.backward()
            trainer.step()
        l = loss(net(features), labels)
    see("loss after three epochs", l)
    see("concise weights", net[0].weight.data)
    see("gradient of the weights", net[0].weight.grad)


def softmax_regression():
    torch.manual_seed(2)
    X = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    see("columns", X.sum(0, keepdim=True))
    see("rows", X.sum(1, keepdim=True))
    X = torch.normal(0, 1, (2, 5))
    exps = torch.exp(X)
    see("softmax", exps / exps.sum(1, keepdim=True))
    y = torch.tensor([0, 2])
    y_hat = torch.tensor([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]])
    see("picked", y_hat[[0, 1], y])
    see("cross-entropy", -torch.log(y_hat[range(len(y_hat)), y]))
    see("accuracy", float((y_hat.argmax(axis=1).type(y.dtype) == y).type(y.dtype).sum()) / len(y))
    W = torch.normal(0, 0.01, size=(784, 10), requires_grad=True)
    images, classes = torch.rand(32, 1, 28, 28), torch.randint(0, 10, (32,))
    logits = torch.matmul(images.reshape((-1, W.shape[0])), W)
    F.cross_entropy(logits, classes).backward()
    see("gradient of the scores", W.grad.norm())
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    net.apply(lambda m: nn.init.normal_(m.weight, std=0.01) if type(m) == nn.Linear else None)
    loss = nn.CrossEntropyLoss(reduction="none")
    trainer = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(5):
        l = loss(net(images), classes)
        trainer.zero_grad()
        l.mean().backward()
        trainer.step()
    see("losses of each example", l)


def perceptrons():
    torch.manual_seed(3)
    x = torch.arange(-8.0, 8.0, 0.1, requires_grad=True)
    for name, f in (("relu", torch.relu), ("sigmoid", torch.sigmoid), ("tanh", torch.tanh)):
        y = f(x)
        y.backward(torch.ones_like(x), retain_graph=True)
        see(name, y)
        see("slope of " + name, x.grad)
        x.grad.data.zero_()
    see("prelu", torch.prelu(x, torch.tensor([0.25])))
    W1 = nn.Parameter(torch.randn(20, 16, requires_grad=True) * 0.01)
    b1 = nn.Parameter(torch.zeros(16, requires_grad=True))
    W2 = nn.Parameter(torch.randn(16, 4, requires_grad=True) * 0.01)
    b2 = nn.Parameter(torch.zeros(4, requires_grad=True))
    updater = torch.optim.SGD([W1, b1, W2, b2], lr=0.1)
    X, y = torch.rand(64, 20), torch.randint(0, 4, (64,))
    for _ in range(10):
        H = torch.max(X.reshape((-1, 20)) @ W1 + b1, torch.zeros(64, 16))
        l = nn.CrossEntropyLoss(reduction="none")(H @ W2 + b2, y)
        updater.zero_grad()
        l.mean().backward()
        updater.step()
    see("a perceptron from scratch", l.mean())
    see("its first weights", W1[0])


def regularisation():
    torch.manual_seed(4)
    features = torch.randn(40, 1)
    poly = torch.pow(features, torch.arange(6.0).reshape(1, -1))
    for i in range(6):
        poly[:, i] /= math.gamma(i + 1)
    see("polynomial features", poly[:2])
    w = torch.zeros(6)
    w[0:4] = torch.tensor([5, 1.2, -3.4, 5.6])
    labels = torch.matmul(poly, w) + torch.normal(0, 0.1, size=(40,))
    see("polynomial labels", labels[:2])

    net = nn.Sequential(nn.Linear(6, 1))
    for param in net.parameters():
        param.data.normal_()
    trainer = torch.optim.SGD(
        [{"params": net[0].weight, "weight_decay": 3}, {"params": net[0].bias}], lr=0.003)
    loss = nn.MSELoss(reduction="none")
    for _ in range(20):
        trainer.zero_grad()
        loss(net(poly), labels.reshape(-1, 1)).mean().backward()
        trainer.step()
    see("decayed weights", net[0].weight)
    see("free bias", net[0].bias)
    see("penalty", torch.sum(net[0].weight.pow(2)) / 2)

    X = torch.arange(16, dtype=torch.float32).reshape((2, 8))
    see("dropout from scratch", (torch.rand(X.shape) > 0.5).float() * X / (1.0 - 0.5))
    net = nn.Sequential(nn.Flatten(), nn.Linear(8, 16), nn.ReLU(), nn.Dropout(0.2), nn.Linear(16, 3))
    see("a pass with dropout", net(X))
    net.eval()
    see("a pass without", net(X))


def ranges():
    for start, end, step in ((-8, 8, 0.1), (0, 3, 0.1), (5, -5, -0.3), (-3, 3, 0.37), (1, 2, 0.003), (0, 12, 1)):
        for dtype in (torch.float32, torch.float64):
            see(f"arange {start} {end} {step} {str(dtype)[6:]}", torch.arange(start, end, step, dtype=dtype))
    for start, end, steps in ((-8, 8, 100), (0, 3, 31), (0.1, 0.7, 23), (-1, 1, 101), (2, 3, 1), (2, 3, 0)):
        for dtype in (torch.float32, torch.float64):
            see(f"linspace {start} {end} {steps} {str(dtype)[6:]}", torch.linspace(start, end, steps, dtype=dtype))


def stability():
    torch.manual_seed(5)
    M = torch.normal(0, 1, size=(4, 4))
    for _ in range(10):
        M = torch.mm(M, torch.normal(0, 1, size=(4, 4)))
    see("an exploding product", M)
    layer = nn.Linear(8, 4)
    nn.init.xavier_uniform_(layer.weight)
    nn.init.constant_(layer.bias, 0.5)
    see("xavier", layer.weight)
    see("initialised layer", layer(torch.ones(1, 8)))


def houses():
    torch.manual_seed(6)
    table = torch.rand(60, 5) * torch.tensor([1.0, 10, 100, 1000, 10000])
    X = (table - table.mean(0)) / table.std(0)
    see("standardised", X[:2])
    y = (table[:, 4] * 20 + 50000 + torch.normal(0, 1000, (60,))).reshape(-1, 1)
    loss, k, scores = nn.MSELoss(), 3, []
    for i in range(k):
        fold = X.shape[0] // k
        X_train, y_train = None, None
        for j in range(k):
            idx = slice(j * fold, (j + 1) * fold)
            X_part, y_part = X[idx, :], y[idx]
            if j == i:
                X_valid, y_valid = X_part, y_part
            elif X_train is None:
                X_train, y_train = X_part, y_part
            else:
                X_train, y_train = torch.cat([X_train, X_part], 0), torch.cat([y_train, y_part], 0)
        net = nn.Sequential(nn.Linear(5, 1))
        trainer = torch.optim.Adam(net.parameters(), lr=100, weight_decay=0.01)
        for epoch in range(3):
            for A, b in data.DataLoader(data.TensorDataset(X_train, y_train), 16, shuffle=True):
                trainer.zero_grad()
                loss(net(A), b).backward()
                trainer.step()
        clipped = torch.clamp(net(X_valid), 1, float("inf"))
        scores.append(torch.sqrt(loss(torch.log(clipped), torch.log(y_valid))).item())
    see("log rmse of each fold", torch.tensor(scores))


def chapters():
    for chapter in (preliminaries, linear_networks, softmax_regression, perceptrons, regularisation, ranges, stability, houses):
        chapter()
    return seen
