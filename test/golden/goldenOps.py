"""Single operations: inputs, options, output and the gradients of a weighted sum of the output.

To add an operation, add a line to CASES: its name in Gradbook, the shapes or values of its inputs, the call in
PyTorch, and the options it has in Gradbook (which the test hands over as they are).
"""
import torch
import torch.nn.functional as F

from golden import packed

INF, NAN = float("inf"), float("nan")
POSITIVE = torch.tensor([0.1, 0.5, 1.0, 2.0, 7.5])
EDGES = torch.tensor([-INF, -3.0, -1.0, -0.0, 0.0, 0.5, 1.0, 4.0, INF, NAN])
TIES = torch.tensor([[1.0, 3.0, 3.0], [2.0, 2.0, -1.0]])
INDEX = torch.tensor([[0, 2], [1, 1]])

# name, inputs, call, options
CASES = [
    *[(op, [(3, 4), (3, 4)], fn, {}) for op, fn in [
        ("add", torch.add), ("sub", torch.sub), ("mul", torch.mul), ("div", torch.div),
        ("maximum", torch.maximum), ("minimum", torch.minimum)]],
    *[(op, [(3, 1), (4,)], fn, {}) for op, fn in [("add", torch.add), ("mul", torch.mul), ("div", torch.div)]],
    ("maximum", [TIES, torch.tensor([2.0, 3.0, 3.0])], torch.maximum, {}),
    ("pow", [POSITIVE, torch.tensor([2.0, -1.0, 0.5, 3.0, 0.0])], torch.pow, {}),
    ("pow", [(5,)], lambda x: x**3, {"exponent": 3}),
    ("pow", [POSITIVE], lambda x: x**-0.5, {"exponent": -0.5}),
    *[(op, [EDGES], fn, {}) for op, fn in [
        ("neg", torch.neg), ("abs", torch.abs), ("sign", torch.sign), ("exp", torch.exp), ("sin", torch.sin),
        ("cos", torch.cos), ("tanh", torch.tanh), ("sigmoid", torch.sigmoid), ("relu", torch.relu),
        ("leakyRelu", F.leaky_relu), ("elu", F.elu), ("gelu", F.gelu), ("silu", F.silu), ("softplus", F.softplus)]],
    *[(op, [POSITIVE], fn, {}) for op, fn in [("log", torch.log), ("log1p", torch.log1p), ("sqrt", torch.sqrt)]],
    ("clamp", [EDGES], lambda x: x.clamp(-1, 1), {"min": -1, "max": 1}),
    ("clamp", [EDGES], lambda x: x.clamp(min=0.5), {"min": 0.5}),
    ("where", [TIES > 2, TIES, (2, 3)], torch.where, {}),
    *[(op, [(2, 3, 4)], getattr(torch, op), {}) for op in ["sum", "mean", "prod", "max", "min", "var", "std"]],
    *[(op, [(2, 3, 4)], lambda x, f=getattr(torch, op), d=d, k=k: f(x, d, keepdim=k), {"dim": d, "keepdim": k})
      for op in ["sum", "mean", "var", "std", "logsumexp"] for d, k in [(1, False), (-1, True)]],
    ("sum", [(2, 3, 4)], lambda x: x.sum((0, 2)), {"dim": [0, 2], "keepdim": False}),
    *[(op, [TIES], lambda x, f=getattr(torch, op): f(x, 1).values, {"dim": 1}) for op in ["max", "min"]],
    *[(op, [TIES], lambda x, f=getattr(torch, op): f(x, 1), {"dim": 1}) for op in ["argmax", "argmin"]],
    ("max", [TIES], torch.max, {}),
    ("norm", [(3, 4)], torch.norm, {}),
    ("norm", [(3, 4)], lambda x: torch.norm(x, 1, dim=1), {"p": 1, "dim": 1}),
    ("cumsum", [(3, 4)], lambda x: x.cumsum(1), {"dim": 1}),
    ("softmax", [(3, 4)], lambda x: x.softmax(1), {"dim": 1}),
    ("softmax", [(3, 4)], lambda x: x.softmax(0), {"dim": 0}),
    ("logSoftmax", [(3, 4)], lambda x: x.log_softmax(1), {"dim": 1}),
    *[("matmul", shapes, torch.matmul, {}) for shapes in [
        [(3, 4), (4, 5)], [(4,), (4,)], [(3, 4), (4,)], [(4,), (4, 5)], [(2, 3, 4), (4, 5)],
        [(2, 3, 4), (2, 4, 5)], [(2, 1, 3, 4), (5, 4, 2)], [(17, 3), (3, 1)]]],
    ("outer", [(3,), (4,)], torch.outer, {}),
    ("gather", [(2, 3)], lambda x: x.gather(1, INDEX), {"dim": 1, "index": INDEX.tolist()}),
    ("indexSelect", [(3, 4)], lambda x: x.index_select(0, torch.tensor([2, 0, 2])), {"dim": 0, "index": [2, 0, 2]}),
    ("cat", [(2, 3), (1, 3)], lambda a, b: torch.cat([a, b]), {"dim": 0}),
    ("stack", [(2, 3), (2, 3)], lambda a, b: torch.stack([a, b], 1), {"dim": 1}),
    ("permute", [(2, 3, 4)], lambda x: x.permute(2, 0, 1), {"dims": [2, 0, 1]}),
    ("expand", [(3, 1)], lambda x: x.expand(2, 3, 4), {"shape": [2, 3, 4]}),
]


def cases():
    torch.manual_seed(0)
    content = {}
    for op, inputs, call, options in CASES:
        tensors = [i.clone() if isinstance(i, torch.Tensor) else torch.randn(i) for i in inputs]
        for t in tensors:
            t.requires_grad_(t.dtype.is_floating_point)
        out = call(*tensors)
        entry = {"op": op, "options": options, "inputs": [packed(t) for t in tensors], "output": packed(out)}
        if out.requires_grad:
            g = torch.arange(1.0, out.numel() + 1).reshape(out.shape)
            out.backward(g)
            entry["grads"] = [None if t.grad is None else packed(t.grad) for t in tensors]
        content[f"{op} {[list(t.shape) for t in tensors]} {options or ''} {len(content)}"] = entry
    return content
