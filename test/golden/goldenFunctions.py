"""Functions of single numbers in float32, for the distances that docs/parity.md states."""
import torch
import torch.nn.functional as F

from golden import flat

COUNT = 64
FUNCTIONS = {
    "exp": (torch.exp, -20, 20),
    "log": (torch.log, 1e-6, 100),
    "log2": (torch.log2, 1e-6, 100),
    "log10": (torch.log10, 1e-6, 100),
    "log1p": (torch.log1p, -0.99, 10),
    "expm1": (torch.expm1, -5, 5),
    "sin": (torch.sin, -20, 20),
    "cos": (torch.cos, -20, 20),
    "tan": (torch.tan, -1.5, 1.5),
    "erf": (torch.erf, -4, 4),
    "sqrt": (torch.sqrt, 0, 100),
    "rsqrt": (torch.rsqrt, 1e-3, 100),
    "reciprocal": (torch.reciprocal, 0.1, 100),
    "square": (torch.square, -10, 10),
    "abs": (torch.abs, -10, 10),
    "neg": (torch.neg, -10, 10),
    "sign": (torch.sign, -10, 10),
    "floor": (torch.floor, -10, 10),
    "ceil": (torch.ceil, -10, 10),
    "round": (torch.round, -10, 10),
    "trunc": (torch.trunc, -10, 10),
    "sigmoid": (torch.sigmoid, -20, 20),
    "tanh": (torch.tanh, -6, 6),
    "relu": (F.relu, -6, 6),
    "leakyRelu": (F.leaky_relu, -6, 6),
    "silu": (F.silu, -10, 10),
    "softplus": (F.softplus, -25, 25),
    "logSigmoid": (F.logsigmoid, -20, 20),
}


def functions():
    content = {}
    for name, (function, low, high) in FUNCTIONS.items():
        torch.manual_seed(3)
        x = torch.rand(COUNT) * (high - low) + low
        content[name] = {"x": flat(x), "y": flat(function(x))}
    return content
