"""Runs programs of the fuzzer in PyTorch: a JSON program a line in, its trace (see trace.ts) a line out."""
import json
import math
import sys
import warnings

import torch
import torch.nn.functional as F  # used by the programs
from torch import nn, optim  # used by the programs

warnings.simplefilter("ignore")
torch.set_num_threads(1)

DTYPES = {torch.float32: "float32", torch.float64: "float64", torch.int64: "int32", torch.int32: "int32",
          torch.bool: "bool"}
LETTERS = "abcdefghijkl"
MISSING = object()
inf, nan = math.inf, math.nan


def T(values, shape, dtype, requires_grad):
    """A tensor of its own memory."""
    return torch.tensor(values, dtype=dtype).reshape(shape).clone().requires_grad_(requires_grad)


def no_grad(body):
    with torch.no_grad():
        return body()


def mode(body, enabled):
    with torch.set_grad_enabled(enabled):
        return body()


def last(*values):
    """The value of the last of several calls."""
    return values[-1]


def numbers(values):
    return [v if isinstance(v, int) or math.isfinite(v) else
            "NaN" if v != v else "Infinity" if v > 0 else "-Infinity" for v in values]


def shot(value, with_gradient):
    if isinstance(value, torch.Tensor):
        flat = value.detach().reshape(-1)
        out = {"d": DTYPES.get(value.dtype, str(value.dtype)), "s": list(value.shape),
               "v": numbers(flat.to(torch.int64).tolist() if value.dtype == torch.bool else flat.tolist()),
               "r": value.requires_grad}
        if with_gradient and (value.is_leaf or value.retains_grad) and value.grad is not None:
            out["g"] = shot(value.grad, False)
        return out
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return numbers([value])[0]
    if isinstance(value, nn.Module):
        return {"o": [shot(v, with_gradient) for v in [*value.parameters(), *value.buffers()]]}
    if isinstance(value, optim.Optimizer):
        return {"o": [numbers([group["lr"]])[0] for group in value.param_groups]}
    if isinstance(value, (tuple, list)) and not isinstance(value, torch.Size):
        return [shot(v, with_gradient) for v in value]
    if isinstance(value, torch.Size):
        return list(value)
    return {"o": []}


def shot_at_end(value):
    if value is MISSING:
        return None
    try:
        return shot(value, True)
    except RuntimeError:  # one of several views of which another was changed: PyTorch refuses to look at it
        return None


CODE = {}


def compiled(text, how):
    key = (text, how)
    if key in CODE:
        return CODE[key]
    code = compile(text, "<step>", how)
    if not text.startswith("T(["):
        CODE[key] = code
    return code


def run(program):
    torch.manual_seed(program["seed"])
    values, outcomes = [], []
    for step in program["steps"]:
        operands = [values[i] for i in step["in"]]
        if any(v is MISSING for v in operands):
            values.append(MISSING)
            outcomes.append({"skipped": True})
            continue
        # Hooks and closures look their names up when they are called.
        names = {**GLOBALS, **dict(zip(LETTERS, operands))}
        try:
            if step.get("statement"):
                exec(compiled(step["py"], "exec"), names)
                value = operands[0]
            else:
                value = eval(compiled(step["py"], "eval"), names)
            outcome = {"value": shot(value, False)}
        except Exception as error:  # any refusal
            value = MISSING
            outcome = {"refused": f"{type(error).__name__}: {error}"[:300]}
        values.append(value)
        outcomes.append(outcome)
    return {"steps": outcomes, "end": [shot_at_end(v) for v in values]}


GLOBALS = dict(globals())

if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line)), separators=(",", ":")) + "\n")
        sys.stdout.flush()
