"""What Python prints for the cells of test/fixtures/translate: run by /usr/bin/python3 with torch 1.13.

Writes translate.json beside this file: for each notebook, what each cell prints, its last value included.
"""
import ast
import contextlib
import io
import json
import pathlib
import re
import sys
import types
import unittest.mock

import torch

here = pathlib.Path(__file__).parent
fixtures = here.parent / "fixtures" / "translate"


def book():
    """As much of the book's package as the cells use, written anew."""
    d2l = types.ModuleType("d2l.torch")
    data = torch.utils.data

    def synthetic_data(w, b, num_examples):
        X = torch.normal(0, 1, (num_examples, len(w)))
        y = torch.matmul(X, w) + b
        y += torch.normal(0, 0.01, y.shape)
        return X, y.reshape((-1, 1))

    def load_array(arrays, batch_size, is_train=True):
        return data.DataLoader(data.TensorDataset(*arrays), batch_size, shuffle=is_train)

    def sgd(params, lr, batch_size):
        with torch.no_grad():
            for param in params:
                param -= lr * param.grad / batch_size
                param.grad.zero_()

    def evaluate_loss(net, data_iter, loss):
        total, count = 0.0, 0
        for X, y in data_iter:
            out = net(X)
            l = loss(out, y.reshape(out.shape))
            total, count = total + float(l.sum()), count + l.numel()
        return total / count

    d2l.synthetic_data, d2l.load_array, d2l.sgd, d2l.evaluate_loss = synthetic_data, load_array, sgd, evaluate_loss
    d2l.linreg = lambda X, w, b: torch.matmul(X, w) + b
    d2l.squared_loss = lambda y_hat, y: (y_hat - y.reshape(y_hat.shape)) ** 2 / 2
    d2l.plot = lambda *args, **options: None
    package = types.ModuleType("d2l")
    package.torch = d2l
    drawing = unittest.mock.MagicMock()
    sys.modules.update({"d2l": package, "d2l.torch": d2l, "matplotlib": drawing, "matplotlib.pyplot": drawing.pyplot})


def run(cell, names):
    """What a notebook would show: prints, and the value of a last expression."""
    tree = ast.parse(re.sub(r"(?m)^[%!].*$", "", cell))
    last = tree.body[-1] if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(ast.Module(tree.body[:-1] if last else tree.body, []), "cell", "exec"), names)
        if last:
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            if value is not None and not cell.rstrip().endswith(";"):
                print(repr(value))
    return out.getvalue()


book()
golden = {}
for file in sorted(fixtures.glob("*.md")):
    names = {"__name__": "__main__"}
    cells = re.findall(r"(?ms)^```python\n(.*?)^```", file.read_text())
    golden[file.stem] = [run(cell, names) for cell in cells]
(here / "translate.json").write_text(json.dumps(golden, indent=1, ensure_ascii=False) + "\n")
