"""Results and gradients of every example of the op table, in float64: see tableExamples.ts.

The gradients are those of the sum of the output's elements weighted by 1, 1.5, 2, 1, 1.5, 2, ...
"""
import json
import sys
from pathlib import Path

import torch
import torch.nn.functional as F  # used by the examples


def rounded(value):
    value = float(value)
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    value = float(f"{value:.10g}")
    return int(value) if value == int(value) and abs(value) < 2**53 else value


def packed(tensor):
    return {"shape": list(tensor.shape), "values": [rounded(v) for v in tensor.detach().reshape(-1).tolist()]}


def weights(tensor):
    steps = torch.arange(tensor.numel()).reshape(tensor.shape) % 3
    return 1 + 0.5 * steps.to(tensor.dtype)


lines = []
for line in sys.stdin:
    example = json.loads(line)
    tensors = []
    for spec in example["inputs"]:
        dtype = {"float64": torch.float64, "int32": torch.int64, "bool": torch.bool}[spec["dtype"]]
        x = torch.tensor([float(v) for v in spec["values"]], dtype=dtype).reshape(spec["shape"])
        tensors.append(x if spec["constant"] else x.requires_grad_())
    names = dict(zip("abcde", tensors))
    y = eval(example["torch"], {"torch": torch, "F": F}, names)
    gradients = [None] * len(tensors)
    if y.requires_grad:
        try:
            (y * weights(y)).sum().backward()
            gradients = [None if x.grad is None else packed(x.grad) for x in tensors]
        except RuntimeError as error:  # PyTorch 1.13 cannot differentiate the variance of one number.
            print(f"no gradient of {example['torch']}: {error}", file=sys.stderr)
    entry = {"op": example["op"], "torch": example["torch"], "output": packed(y), "gradients": gradients}
    lines.append(json.dumps(entry, separators=(",", ":")))

path = Path(__file__).resolve().parent / "table.json"
path.write_text("[\n" + ",\n".join(lines) + "\n]\n")
print(f"table.json: {len(lines)} entries, {path.stat().st_size} bytes")
