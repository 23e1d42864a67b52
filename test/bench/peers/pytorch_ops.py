"""One call, and one with its backward pass, for pytorch.py: the tasks of ../ops/opTask.ts."""

import io
import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

DTYPES = {"float32": torch.float32, "float64": torch.float64, "int32": torch.int32, "bool": torch.bool}
pools = {}


def pool_of(file):
    if file not in pools:
        pools[file] = np.fromfile(file, np.float64)
    return pools[file]


def base(pool, spec, index, shape):
    """Uniform numbers, the same that gradbookOp.ts makes of the pool."""
    count = math.prod(shape)
    start = index * 1009
    values = spec["low"] + (spec["high"] - spec["low"]) * pool[start : start + count]
    if spec["dtype"] in ("int32", "bool"):
        values = np.floor(values)
    x = torch.from_numpy(values).reshape(shape)
    # Indices are 64 bits wide here.
    return x.long() if spec["index"] else x.to(DTYPES[spec["dtype"]])


def laid_out(pool, spec, index, layout):
    shape = list(spec["shape"])
    if layout == "transposed":
        return base(pool, spec, index, shape[::-1]).T
    if layout == "sliced":
        return base(pool, spec, index, shape[:-1] + [2 * shape[-1]])[..., ::2]
    return base(pool, spec, index, shape)


def digest(values):
    values = values.detach() if isinstance(values, torch.Tensor) else torch.as_tensor(values)
    values = values.reshape(-1)
    last = len(values) - 1
    if last < 0:
        return []
    picked = [values[k * last // 3].item() for k in range(4)]
    return [values.double().mean().item(), *[float(value) for value in picked]]


class Op:
    def __init__(self, task, file):
        pool = pool_of(file)
        self.inputs = []
        self.leaves = []
        for index, spec in enumerate(task["inputs"]):
            strided = index == 0 and len(spec["shape"]) == 2
            x = laid_out(pool, spec, index, task["layout"] if strided else "contiguous")
            if task["backward"] and spec["gradient"]:
                x = x.detach().requires_grad_()
                self.leaves.append(x)
            self.inputs.append(x)
        scope = {"torch": torch, "F": F, "nn": nn, "np": np, "io": io, "math": math}
        scope |= {"dtype": DTYPES[task["dtype"]], "leaves": self.leaves, **task["scale"]}
        exec(task["setup"], scope)
        names = ", ".join("abc"[: len(self.inputs)])
        self.call = eval(f"lambda {names}: {task['torch']}", scope)
        self.compared = task["compared"]
        self.gradient = None
        if task["backward"]:
            self.gradient = torch.ones_like(self.call(*self.inputs), memory_format=torch.contiguous_format)
            # Setting up has drawn, or has counted.
            del self.leaves[sum(x.requires_grad for x in self.inputs) :]
            exec(task["setup"], scope)

    def run(self, count):
        call, inputs, leaves, gradient = self.call, self.inputs, self.leaves, self.gradient
        if gradient is None:
            with torch.no_grad():
                for _ in range(count):
                    y = call(*inputs)
        else:
            for _ in range(count):
                for leaf in leaves:
                    leaf.grad = None
                y = call(*inputs)
                y.backward(gradient)
        self.y = y

    def result(self):
        if not self.compared:
            return []
        gradients = [] if self.gradient is None else [leaf.grad for leaf in self.leaves]
        return [number for x in [self.y, *gradients] for number in digest(x)]
