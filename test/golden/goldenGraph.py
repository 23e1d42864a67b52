"""Networks small enough to look at, with the gradient of every intermediate retained: what the steps of a computation
graph must show.
"""
import torch
import torch.nn.functional as F

from golden import packed


def recorded(tensors, loss):
    """Value and gradient of each; `backward` after every one that is no leaf was told to retain its gradient."""
    for tensor in tensors.values():
        if not tensor.is_leaf:
            tensor.retain_grad()
    loss.backward()
    return {
        "loss": packed(loss),
        "values": {name: packed(tensor) for name, tensor in tensors.items()},
        "gradients": {name: packed(tensor.grad) for name, tensor in tensors.items() if tensor.grad is not None},
    }


def by_hand():
    """The note's network: two inputs, two hidden units, one output."""
    x = torch.tensor([[1.0, 2.0]])
    target = torch.tensor([[1.0]])
    w1 = torch.tensor([[0.5, -0.3], [0.8, 0.2]], requires_grad=True)
    w2 = torch.tensor([[1.0, -1.0]], requires_grad=True)
    pre = x @ w1.T
    hidden = pre.tanh()
    out = hidden @ w2.T
    difference = out - target
    squares = difference.pow(2)
    loss = squares.sum()
    return recorded(
        {"w1": w1, "w2": w2, "pre": pre, "hidden": hidden, "out": out, "difference": difference, "squares": squares},
        loss,
    )


def reused():
    """A value that is used three times, broadcast and divided, and classes at the end."""
    x = torch.tensor([[0.2, -1.0, 0.7], [1.5, 0.3, -0.4]])
    w = torch.tensor([[0.1, 0.9], [-0.7, 0.4], [0.3, -0.2]], requires_grad=True)
    b = torch.tensor([0.05, -0.6], requires_grad=True)
    a = x @ w + b
    gate = a.sigmoid()
    mixed = gate * a - a / (1.5 + gate)
    logits = mixed.exp()
    loss = F.cross_entropy(logits, torch.tensor([1, 0]))
    return recorded({"w": w, "b": b, "a": a, "gate": gate, "mixed": mixed, "logits": logits}, loss)


def layers():
    """Linear layers with ReLU between them, and the mean squared error."""
    x = torch.tensor([[0.5, -0.25, 1.0], [-1.5, 0.75, 0.5]])
    target = torch.tensor([[0.5], [-1.0]])
    w0 = torch.tensor([[0.3, -0.6, 0.2], [-0.4, 0.1, 0.9]], requires_grad=True)
    b0 = torch.tensor([0.1, -0.2], requires_grad=True)
    w2 = torch.tensor([[0.7, -1.1]], requires_grad=True)
    b2 = torch.tensor([0.25], requires_grad=True)
    pre = F.linear(x, w0, b0)
    hidden = pre.relu()
    out = F.linear(hidden, w2, b2)
    loss = F.mse_loss(out, target)
    return recorded(
        {"w0": w0, "b0": b0, "w2": w2, "b2": b2, "pre": pre, "hidden": hidden, "out": out}, loss
    )


def graphs():
    return {"by hand": by_hand(), "reused": reused(), "layers": layers()}
