"""Random streams of the CPU generator, and the order in which the data classes visit rows."""
import torch
from torch.utils.data import DataLoader, TensorDataset, random_split

from golden import flat

F64 = torch.float64


def seeded(seed, draw):
    torch.manual_seed(seed)
    return draw()


def streams():
    content = {}

    def add(name, call, draw, seed=0):
        result = seeded(seed, draw)
        # Two more words show that exactly as many were drawn as PyTorch draws.
        after = flat(torch.rand(2))
        content[name] = {"seed": seed, "call": call, "values": flat(result), "after": after}

    for n in (1, 4, 700):
        add(f"rand {n}", ["rand", n], lambda n=n: torch.rand(n))
        add(f"rand float64 {n}", ["rand64", n], lambda n=n: torch.rand(n, dtype=F64), seed=7)
    for n in (1, 2, 5, 15, 16, 17, 31, 32, 40, 1000):
        add(f"randn {n}", ["randn", n], lambda n=n: torch.randn(n))
        add(f"randn float64 {n}", ["randn64", n], lambda n=n: torch.randn(n, dtype=F64), seed=3)
    add("normal_ small", ["normal", 6, 2.5, 0.01], lambda: torch.empty(6).normal_(2.5, 0.01))
    add("normal_ large", ["normal", 37, -1.0, 0.01], lambda: torch.empty(37).normal_(-1, 0.01))
    add("uniform_", ["uniform", 300, -0.3, 0.7], lambda: torch.empty(300).uniform_(-0.3, 0.7))
    add("uniform_ wide", ["uniform", 300, -5.3, 1000.1], lambda: torch.empty(300).uniform_(-5.3, 1000.1))
    add("uniform_ float64", ["uniform64", 50, -0.3, 0.7], lambda: torch.empty(50, dtype=F64).uniform_(-0.3, 0.7))
    add("randint", ["randint", 40, -3, 10], lambda: torch.randint(-3, 10, (40,)))
    add("randint large", ["randint", 40, 0, 1000000007], lambda: torch.randint(0, 1000000007, (40,)))
    add("randint 64 bits", ["randint", 40, 0, 2**40], lambda: torch.randint(0, 2**40, (40,)))
    for n in (1, 2, 10, 1000):
        add(f"randperm {n}", ["randperm", n], lambda n=n: torch.randperm(n), seed=42)
    add("bernoulli_ scalar", ["bernoulli", 60, 0.3], lambda: torch.empty(60).bernoulli_(0.3))
    p = [0.0, 0.1, 0.5, 0.9, 1.0] * 8
    add("bernoulli of float32", ["bernoulliOf", p], lambda: torch.bernoulli(torch.tensor(p)))
    add("bernoulli of float64", ["bernoulliOf64", p], lambda: torch.bernoulli(torch.tensor(p, dtype=F64)))
    add("exponential_", ["exponential", 40, 1.5], lambda: torch.empty(40).exponential_(1.5))
    w = [0.1, 3.0, 0.4, 0.0, 2.5]
    add("multinomial one", ["multinomial", w, 1, False], lambda: torch.multinomial(torch.tensor(w), 1))
    add("multinomial without", ["multinomial", w, 4, False], lambda: torch.multinomial(torch.tensor(w), 4))
    add("multinomial with", ["multinomial", w, 30, True], lambda: torch.multinomial(torch.tensor(w), 30, True))
    add("dropout", ["dropout", 50, 0.4], lambda: torch.nn.functional.dropout(torch.ones(50), 0.4))
    add("dropout 0.15", ["dropout", 50, 0.15], lambda: torch.nn.functional.dropout(torch.ones(50), 0.15))

    def mixed():
        return torch.cat([torch.randn(3), torch.rand(2), torch.randn(4), torch.randn(20), torch.randn(1)])

    add("a mixed stream keeps the second normal", ["mixed"], mixed, seed=11)
    for seed in (0, 1, 42, 2**32 - 1, 2**32 + 5, -1):
        add(f"seed {seed}", ["rand", 3], lambda: torch.rand(3), seed=seed)
    return content


def orders():
    content = {}
    for n, batch, drop, seed in ((10, 3, False, 0), (10, 3, True, 0), (97, 16, False, 5), (4, 8, False, 1)):
        data = TensorDataset(torch.arange(n))
        torch.manual_seed(seed)
        loader = DataLoader(data, batch, shuffle=True, drop_last=drop)
        epochs = [[b[0].tolist() for b in loader] for _ in range(2)]
        content[f"shuffled {n} by {batch}" + (" dropLast" if drop else "")] = {
            "n": n, "batch": batch, "dropLast": drop, "seed": seed, "epochs": epochs, "after": flat(torch.rand(2)),
        }
    torch.manual_seed(3)
    parts = random_split(TensorDataset(torch.arange(20)), [12, 5, 3])
    content["randomSplit"] = {"seed": 3, "lengths": [12, 5, 3], "parts": [list(p.indices) for p in parts]}
    torch.manual_seed(4)
    plain = DataLoader(TensorDataset(torch.arange(5)), 2)
    list(plain)
    content["plain loader draws too"] = {"seed": 4, "n": 5, "batch": 2, "after": flat(torch.rand(2))}
    g = torch.Generator()
    g.manual_seed(9)
    torch.manual_seed(4)
    own = DataLoader(TensorDataset(torch.arange(12)), 5, shuffle=True, generator=g)
    epochs = [[b[0].tolist() for b in own] for _ in range(2)]
    content["own generator"] = {"seed": 4, "own": 9, "n": 12, "batch": 5, "epochs": epochs, "after": flat(torch.rand(2))}
    return content
