"""What PyTorch makes of zeros of both signs, infinities, NaN and denormal numbers: see specialExamples.ts.

One letter for each element of a result: 0 and o for the zeros, + and - for numbers, I, i and n for infinities and NaN.
"""
import json
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F  # used by the examples


def letter(value):
    value = float(value)
    if value != value:
        return "n"
    positive = math.copysign(1, value) > 0
    if value == 0:
        return "0" if positive else "o"
    if math.isinf(value):
        return "I" if positive else "i"
    return "+" if positive else "-"


def tensor(spec, floating):
    dtype = {None: floating, "int32": torch.int64, "bool": torch.bool}[spec["dtype"]]
    x = torch.tensor([float(v) for v in spec["values"]], dtype=torch.float64).to(dtype).reshape(spec["shape"])
    return x.T.contiguous().T if spec["transposed"] else x


torch.set_num_threads(1)
lines = []
for line in sys.stdin:
    example = json.loads(line)
    entry = [example["op"], example["pool"]]
    for floating in (torch.float32, torch.float64):
        names = dict(zip("abcde", (tensor(spec, floating) for spec in example["inputs"])))
        y = eval(example["torch"], {"torch": torch, "F": F}, names)
        entry.append("".join(letter(v) for v in y.detach().reshape(-1).tolist()))
    lines.append(json.dumps(entry, separators=(",", ":")))

path = Path(__file__).resolve().parent / "specials.json"
path.write_text("[\n" + ",\n".join(lines) + "\n]\n")
print(f"specials.json: {len(lines)} entries, {path.stat().st_size} bytes")
