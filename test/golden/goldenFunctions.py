"""Functions of single numbers in float32, for the distances that docs/parity.md states."""
import mpmath
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
    "asin": (torch.asin, -1, 1),
    "acos": (torch.acos, -1, 1),
    "atan": (torch.atan, -20, 20),
    "sinh": (torch.sinh, -10, 10),
    "cosh": (torch.cosh, -10, 10),
    "asinh": (torch.asinh, -20, 20),
    "acosh": (torch.acosh, 1, 20),
    "atanh": (torch.atanh, -0.999, 0.999),
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


def rounded():
    """Logarithms, cosines and sines rounded correctly to float64, at random places and at difficult ones."""
    mpmath.mp.prec = 250
    torch.manual_seed(5)
    places = torch.rand(60, dtype=torch.float64).tolist()
    logs = places + [1 - 2.0**-53, 2.0**-53, 0.5, 0.7071067811865475, 0.7071067811865476, 1 - 2.0**-30]
    quarter = 3.141592653589793 / 2
    angles = [2 * 3.141592653589793 * u for u in places] + [0.0, 2.0**-52] + [k * quarter for k in (1, 2, 3, 4)]
    exact = lambda f, x: float(f(mpmath.mpf(x)))
    return {
        "log": {"x": logs, "y": [exact(mpmath.log, x) for x in logs]},
        "cos": {"x": angles, "y": [exact(mpmath.cos, x) for x in angles]},
        "sin": {"x": angles, "y": [exact(mpmath.sin, x) for x in angles]},
    }
