"""Runs the PyTorch cells of one chapter after the other and says what a notebook would show below each.

Reads {"saved": [cells of the book's package], "cells": […], "folder": where to run} from its input, and writes a list
of {"shown": text} or {"error": text}. What draws does nothing; FashionMNIST is read from files, not downloaded.
"""
import ast
import contextlib
import gzip
import io
import json
import os
import re
import struct
import sys
import types
import unittest.mock

import torch


def rows_of(file):
    with gzip.open(file, "rb") as stream:
        content = stream.read()
    rank = content[3]
    shape = struct.unpack(f">{rank}I", content[4 : 4 + 4 * rank])
    return torch.frombuffer(bytearray(content[4 + 4 * rank :]), dtype=torch.uint8).reshape(shape)


class FashionMNIST(torch.utils.data.Dataset):
    def __init__(self, root, train=True, transform=None, download=False):
        part = os.path.join(root, "FashionMNIST", "raw", "train" if train else "t10k")
        self.images = rows_of(f"{part}-images-idx3-ubyte.gz")
        self.labels = rows_of(f"{part}-labels-idx1-ubyte.gz")
        self.transform = transform

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        image = self.images[i]
        return (self.transform(image) if self.transform else image), int(self.labels[i])


class ToTensor:
    def __call__(self, image):
        return image.unsqueeze(0) / 255 if image.dtype == torch.uint8 else image


class Resize:
    def __init__(self, size):
        self.size = (size, size) if isinstance(size, int) else tuple(size)

    def __call__(self, image):
        pixels = image.float()[None, None]
        scaled = torch.nn.functional.interpolate(pixels, self.size, mode="bilinear", antialias=True)
        return scaled.round().to(torch.uint8)[0, 0]


class Compose:
    def __init__(self, transforms):
        self.transforms = transforms

    def __call__(self, image):
        for transform in self.transforms:
            image = transform(image)
        return image


class Silent(unittest.mock.MagicMock):
    """Stands for what draws: whatever is asked of it is nothing."""


def fetched(url, **options):
    """A file of the data folder instead of one from the network."""
    with open(os.path.join("..", "data", url.split("/")[-1]), "rb") as stream:
        return types.SimpleNamespace(content=stream.read())


def pretend():
    for name in "matplotlib matplotlib.pyplot matplotlib_inline matplotlib_inline.backend_inline IPython IPython.display".split():
        sys.modules.setdefault(name, Silent())
    sys.modules["matplotlib.pyplot"].subplots.return_value = (Silent(), Silent())
    vision, transforms = types.ModuleType("torchvision"), types.ModuleType("torchvision.transforms")
    vision.datasets, vision.transforms = types.ModuleType("torchvision.datasets"), transforms
    vision.datasets.FashionMNIST = FashionMNIST
    transforms.ToTensor, transforms.Resize, transforms.Compose = ToTensor, Resize, Compose
    sys.modules.update({"torchvision": vision, "torchvision.transforms": transforms, "torchvision.datasets": vision.datasets})


def book(saved):
    """The book's package: what its chapters keep, and its short names for PyTorch's functions."""
    module = types.ModuleType("d2l.torch")
    names = module.__dict__
    names.update(torch=torch, nn=torch.nn, plt=sys.modules["matplotlib.pyplot"], np=__import__("numpy"))
    sys.modules["requests"] = types.SimpleNamespace(get=fetched)
    names.update(display=Silent(), backend_inline=Silent(), d2l=module, inspect=__import__("inspect"))
    names.update(os=os, math=__import__("math"), random=__import__("random"), time=__import__("time"))
    names.update(collections=__import__("collections"), F=torch.nn.functional, data=torch.utils.data)
    names.update(torchvision=sys.modules["torchvision"], transforms=sys.modules["torchvision.transforms"])
    for short, of in {"reduce_sum": torch.sum, "reduce_mean": torch.mean, "size": torch.numel}.items():
        names[short] = of
    names["numpy"] = lambda x, *args, **options: x.detach().numpy(*args, **options)
    names["transpose"] = lambda x, *args, **options: x.t(*args, **options)
    names["to"] = lambda x, *args, **options: x.to(*args, **options)
    names["astype"] = lambda x, *args, **options: x.type(*args, **options)
    for name in "ones zeros tensor arange meshgrid sin sinh cos cosh tanh linspace exp log normal rand randn matmul int32 float32 concat stack abs eye reshape".split():
        names.setdefault(name, getattr(torch, name, None))
    for cell in saved:
        with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
            exec(compile(re.sub(r"(?m)^[%!].*$", "", cell), "d2l", "exec"), names)
    names["plt"] = sys.modules["matplotlib.pyplot"]
    for name in "show_images set_axes plot use_svg_display set_figsize".split():
        names[name] = lambda *args, **options: None
    package = types.ModuleType("d2l")
    package.torch = module
    sys.modules.update({"d2l": package, "d2l.torch": module})


def shown(cell, names):
    tree = ast.parse(re.sub(r"(?m)^[%!].*$", "", cell))
    last = tree.body[-1] if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(ast.Module(tree.body[:-1] if last else tree.body, []), "cell", "exec"), names)
        if last:
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            drawn = isinstance(value, Silent) or "MagicMock" in repr(value)[:12]
            if value is not None and not drawn and not cell.rstrip().endswith(";"):
                print(repr(value))
    return out.getvalue()


task = json.load(sys.stdin)
os.chdir(task["folder"])
pretend()
book(task["saved"])
torch.manual_seed(0)
torch.set_num_threads(1)
names = {"__name__": "__main__"}
results = []
for cell in task["cells"]:
    try:
        results.append({"shown": shown(cell, names)})
    except BaseException as error:
        results.append({"error": f"{type(error).__name__}: {error}"})
json.dump(results, sys.stdout)
