"""What the golden scripts share: compact JSON in which every float32 is written by its shortest decimal."""
import json
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "examples" / "data"


def number(value, single):
    value = float(value)
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value) and abs(value) < 2**53 and not (value == 0 and np.signbit(value)):
        return int(value)
    return float(str(np.float32(value))) if single else value


def flat(tensor):
    """The values of a tensor in row-major order; JSON has no NaN or Infinity, so they become strings."""
    tensor = tensor.detach().contiguous()
    single = tensor.dtype == torch.float32
    return [number(v, single) for v in tensor.reshape(-1).tolist()]


def packed(tensor):
    """Shape, dtype and values of a tensor."""
    dtype = {torch.float32: "float32", torch.float64: "float64", torch.int64: "int32", torch.bool: "bool"}
    return {"shape": list(tensor.shape), "dtype": dtype[tensor.dtype], "values": flat(tensor)}


def write(name, content):
    """Writes one golden file: a top-level entry per line, so that differences can be read."""
    lines = [f"{json.dumps(k)}: {json.dumps(v, separators=(',', ':'))}" for k, v in content.items()]
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (HERE / f"{name}.json").write_text(text)
    print(f"{name}.json: {len(content)} entries, {len(text)} bytes")
