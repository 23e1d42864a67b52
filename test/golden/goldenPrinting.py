"""How PyTorch prints tensors: python3 test/golden/goldenPrinting.py"""
import json
from pathlib import Path

import torch

INF, NAN = float("inf"), float("nan")
CASES = [
    ([], torch.tensor(3.5)), ([], torch.tensor(2.0)), ([], torch.tensor(True)), ([], torch.tensor(7)),
    ([], torch.tensor([])), ([], torch.zeros(0, 3)), ([], torch.tensor([], dtype=torch.float64)),
    ([], torch.tensor([1.0, 2.0, 3.0])), ([], torch.tensor([0.0, -0.0, 1.0])),
    ([], torch.tensor([1.5, -2.25, 1000.125])), ([], torch.tensor([1e-8, 1.5])), ([], torch.tensor([1e10, 1.0])),
    ([], torch.tensor([1e-5, 2e-5])), ([], torch.tensor([123456789.0, 2.0])),
    ([], torch.tensor([NAN, INF, -INF, 1.0])), ([], torch.tensor([NAN, 0.5])),
    ([], torch.tensor([True, False])), ([], torch.tensor([-1, 20, 300])),
    ([], torch.tensor([[1, 2], [3, 4]], dtype=torch.float64)),
    ([], torch.arange(12.0).reshape(3, 4)), ([], torch.arange(30.0).reshape(2, 3, 5) / 7),
    ([], torch.arange(40.0)), ([], torch.arange(40.0) / 3), ([], torch.arange(2000.0)),
    ([], torch.arange(2000.0).reshape(40, 50)), ([], torch.arange(1200.0).reshape(10, 10, 12) / 8),
    ([], torch.ones(1, 1, 1, 2)), ([], torch.arange(1001)), ([], torch.arange(7.0).reshape(7, 1)),
    ([], torch.tensor([-0.0, 1e-6, 1.0])), ([], torch.randn(10, 10, generator=torch.Generator().manual_seed(0))),
]


def number(v):
    if isinstance(v, bool):
        return v
    return v if v == v and abs(v) != INF else str(v)


out = []
for _, x in CASES:
    dtype = {torch.float32: "float32", torch.float64: "float64", torch.int64: "int32", torch.bool: "bool"}[x.dtype]
    text = str(x)
    # PyTorch's integers are int64, which it does not mention; ours are int32, which it would.
    entry = {"dtype": dtype, "shape": list(x.shape), "values": [number(v) for v in x.reshape(-1).tolist()], "text": text}
    out.append(json.dumps(entry))
path = Path(__file__).resolve().parent / "printing.json"
path.write_text("[\n" + ",\n".join(out) + "\n]\n")
