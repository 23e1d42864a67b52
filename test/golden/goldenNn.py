"""Modules, initialisers, losses, optimisers and schedules."""
import inspect
import math

import torch
from torch import nn
from torch.optim import nadam

from golden import flat, packed


def initialisers():
    content = {}
    init = nn.init
    cases = {
        "normal_": (init.normal_, [5, 7], {"mean": 0.5, "std": 0.01}),
        "uniform_": (init.uniform_, [5, 7], {"a": -0.2, "b": 0.3}),
        "constant_": (init.constant_, [3], {"val": 0.3}),
        "ones_": (init.ones_, [3], {}),
        "zeros_": (init.zeros_, [3], {}),
        "xavierUniform_": (init.xavier_uniform_, [6, 4], {"gain": 1.5}),
        "xavierNormal_": (init.xavier_normal_, [6, 4], {}),
        "kaimingUniform_": (init.kaiming_uniform_, [6, 4], {}),
        "kaimingUniform_ leaky fan_out": (
            init.kaiming_uniform_, [6, 4], {"a": 0.2, "mode": "fan_out", "nonlinearity": "leaky_relu"}),
        "kaimingNormal_ relu": (init.kaiming_normal_, [6, 4], {"nonlinearity": "relu"}),
        "kaimingNormal_ tanh": (init.kaiming_normal_, [6, 4], {"nonlinearity": "tanh"}),
        "kaimingNormal_ of 3 axes": (init.kaiming_normal_, [4, 3, 5], {"mode": "fan_out"}),
    }
    for name, (fill, shape, options) in cases.items():
        torch.manual_seed(8)
        content[name] = {"seed": 8, "shape": shape, "options": options, "values": flat(fill(torch.empty(shape), **options))}
    for i, o, bias in ((4, 3, True), (20, 30, True), (1, 1, True), (7, 5, False)):
        torch.manual_seed(8)
        net = nn.Linear(i, o, bias)
        content[f"Linear {i} {o}" + ("" if bias else " without bias")] = {
            "seed": 8, "linear": [i, o, bias], "weight": flat(net.weight), "values": flat(net.bias) if bias else []}
    return content


def modules():
    content = {}
    cases = {
        "Linear": (lambda: nn.Linear(4, 3), [2, 4]),
        "Linear of 3 axes": (lambda: nn.Linear(4, 3, bias=False), [2, 5, 4]),
        "Flatten": (lambda: nn.Sequential(nn.Flatten(), nn.Linear(12, 2)), [2, 3, 4]),
        "ReLU": (lambda: nn.ReLU(), [3, 4]),
        "LeakyReLU": (lambda: nn.LeakyReLU(0.2), [3, 4]),
        "PReLU": (lambda: nn.PReLU(), [3, 4]),
        "PReLU of 4": (lambda: nn.PReLU(4, 0.1), [3, 4]),
        "ELU": (lambda: nn.ELU(0.7), [3, 4]),
        "GELU": (lambda: nn.GELU(), [3, 4]),
        "GELU tanh": (lambda: nn.GELU(approximate="tanh"), [3, 4]),
        "SiLU": (lambda: nn.SiLU(), [3, 4]),
        "Softplus": (lambda: nn.Softplus(2.0, 5.0), [3, 4]),
        "Sigmoid": (lambda: nn.Sigmoid(), [3, 4]),
        "Tanh": (lambda: nn.Tanh(), [3, 4]),
        "Softmax": (lambda: nn.Softmax(1), [3, 4]),
        "LogSoftmax": (lambda: nn.LogSoftmax(-1), [3, 4]),
        "Identity": (lambda: nn.Identity(), [3, 4]),
        "Dropout": (lambda: nn.Dropout(0.3), [6, 7]),
        "BatchNorm1d": (lambda: nn.BatchNorm1d(4), [6, 4]),
        "BatchNorm1d plain": (lambda: nn.BatchNorm1d(4, eps=1e-3, momentum=0.3, affine=False), [6, 4]),
        "BatchNorm1d of 3 axes": (lambda: nn.BatchNorm1d(3), [4, 3, 5]),
        "BatchNorm1d cumulative": (lambda: nn.BatchNorm1d(4, momentum=None), [6, 4]),
        "BatchNorm1d untracked": (lambda: nn.BatchNorm1d(4, track_running_stats=False), [6, 4]),
        "LayerNorm": (lambda: nn.LayerNorm(4), [3, 4]),
        "LayerNorm of 2 axes": (lambda: nn.LayerNorm([3, 4], elementwise_affine=False), [2, 3, 4]),
        "Conv2d": (lambda: nn.Conv2d(2, 3, 3), [2, 2, 5, 6]),
        "Conv2d with all options": (
            lambda: nn.Conv2d(4, 6, (3, 2), stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2, bias=False),
            [2, 4, 5, 6]),
        "Conv2d same": (lambda: nn.Conv2d(1, 2, 4, padding="same"), [2, 1, 5, 6]),
        "Conv2d reflecting": (lambda: nn.Conv2d(1, 2, 3, padding=(1, 2), padding_mode="reflect"), [2, 1, 5, 6]),
        "Conv1d": (lambda: nn.Conv1d(2, 4, 3, stride=2, padding=1, groups=2), [2, 2, 7]),
        "Conv1d replicating": (lambda: nn.Conv1d(2, 4, 3, padding="same", padding_mode="replicate"), [2, 2, 7]),
        "ConvTranspose2d": (lambda: nn.ConvTranspose2d(3, 4, 3, stride=2, padding=1, output_padding=1, groups=1), [2, 3, 3, 4]),
        "ConvTranspose2d in groups": (lambda: nn.ConvTranspose2d(4, 6, 2, 2, groups=2, dilation=2, bias=False), [2, 4, 3, 2]),
        "ConvTranspose1d": (lambda: nn.ConvTranspose1d(3, 2, 4, stride=2), [2, 3, 4]),
        "MaxPool2d": (lambda: nn.MaxPool2d(3, stride=2, padding=1, dilation=1, ceil_mode=True), [2, 2, 6, 7]),
        "MaxPool1d": (lambda: nn.MaxPool1d(2), [2, 2, 7]),
        "AvgPool2d": (lambda: nn.AvgPool2d((2, 3), stride=2, padding=1), [2, 2, 6, 7]),
        "AvgPool1d": (lambda: nn.AvgPool1d(3, 2, 1), [2, 2, 7]),
        "AdaptiveAvgPool2d": (lambda: nn.AdaptiveAvgPool2d((1, 1)), [2, 3, 5, 4]),
        "AdaptiveAvgPool2d keeping": (lambda: nn.AdaptiveAvgPool2d((None, 3)), [2, 3, 5, 4]),
        "AdaptiveMaxPool2d": (lambda: nn.AdaptiveMaxPool2d(2), [2, 3, 5, 4]),
        "AdaptiveAvgPool1d": (lambda: nn.AdaptiveAvgPool1d(2), [2, 3, 5]),
        "AdaptiveMaxPool1d": (lambda: nn.AdaptiveMaxPool1d(2), [2, 3, 5]),
        "ZeroPad2d": (lambda: nn.ZeroPad2d((1, 2, 0, 1)), [1, 2, 3, 4]),
        "ConstantPad2d": (lambda: nn.ConstantPad2d(1, 3.5), [1, 2, 3, 4]),
        "ReflectionPad2d": (lambda: nn.ReflectionPad2d(2), [1, 2, 3, 4]),
        "ReplicationPad2d": (lambda: nn.ReplicationPad2d((3, 0, 1, 5)), [1, 2, 3, 4]),
        "Unfold": (lambda: nn.Unfold(2, padding=1, stride=(1, 2)), [2, 2, 3, 4]),
        "Fold": (lambda: nn.Fold((3, 4), 2), [2, 8, 6]),
        "BatchNorm2d": (lambda: nn.BatchNorm2d(3), [4, 3, 5, 4]),
        "BatchNorm2d plain": (lambda: nn.BatchNorm2d(3, eps=1e-3, momentum=0.3, affine=False), [4, 3, 2, 2]),
        "InstanceNorm1d": (lambda: nn.InstanceNorm1d(3), [4, 3, 5]),
        "InstanceNorm1d tracked": (lambda: nn.InstanceNorm1d(3, affine=True, track_running_stats=True), [4, 3, 5]),
        "InstanceNorm2d": (lambda: nn.InstanceNorm2d(3), [4, 3, 5, 4]),
        "InstanceNorm2d tracked": (lambda: nn.InstanceNorm2d(3, affine=True, track_running_stats=True), [4, 3, 5, 4]),
        "GroupNorm": (lambda: nn.GroupNorm(2, 6), [3, 6, 4, 2]),
        "GroupNorm of 2 axes": (lambda: nn.GroupNorm(3, 6, affine=False), [3, 6]),
        "Dropout2d": (lambda: nn.Dropout2d(0.4), [3, 5, 2, 3]),
        "LeNet": (
            lambda: nn.Sequential(
                nn.Conv2d(1, 3, 5, padding=2), nn.Sigmoid(), nn.AvgPool2d(2, stride=2), nn.Conv2d(3, 4, 3), nn.ReLU(),
                nn.MaxPool2d(2), nn.Flatten(), nn.Linear(16, 5)),
            [3, 1, 12, 12]),
        "MLP": (
            lambda: nn.Sequential(
                nn.Flatten(), nn.Linear(6, 8), nn.ReLU(), nn.Dropout(0.5), nn.BatchNorm1d(8),
                nn.Sequential(nn.Linear(8, 4, bias=False), nn.Tanh()), nn.Linear(4, 2)),
            [5, 2, 3]),
    }
    for name, (make, shape) in cases.items():
        torch.manual_seed(21)
        net = make()
        x = torch.randn(shape) * 2
        x.requires_grad_()
        start = {k: packed(v) for k, v in net.state_dict().items()}
        y = net(x)
        weights = torch.arange(1.0, y.numel() + 1).reshape(y.shape) / y.numel()
        (y * weights).sum().backward()
        net.eval()
        content[name] = {
            "seed": 21, "printed": repr(net), "state": start, "input": packed(x), "output": packed(y),
            "inputGrad": packed(x.grad), "grads": {k: packed(p.grad) for k, p in net.named_parameters()},
            "stateAfter": {k: packed(v) for k, v in net.state_dict().items()}, "evalOutput": packed(net(x)),
        }
    return content


def losses():
    content = {}
    torch.manual_seed(2)
    x = torch.randn(4, 3) * 2
    t = torch.randn(4, 3) * 2
    p = torch.rand(4, 3)
    p[0, 0], p[0, 1] = 0.0, 1.0
    b = (torch.rand(4, 3) > 0.5).float()
    c = torch.tensor([2, 0, 1, 1])
    probabilities = torch.softmax(torch.randn(4, 3), 1)
    w3 = torch.tensor([0.5, 2.0, 1.5])
    cases = [
        ("MSELoss", {}, x, t), ("L1Loss", {}, x, t), ("SmoothL1Loss", {}, x, t), ("SmoothL1Loss", {"beta": 0.4}, x, t),
        ("HuberLoss", {}, x, t), ("HuberLoss", {"delta": 0.6}, x, t),
        ("CrossEntropyLoss", {}, x, c), ("CrossEntropyLoss", {}, x, probabilities),
        ("CrossEntropyLoss", {"weight": w3}, x, c), ("CrossEntropyLoss", {"label_smoothing": 0.1}, x, c),
        ("CrossEntropyLoss", {"ignore_index": 1}, x, c),
        ("CrossEntropyLoss", {"label_smoothing": 0.2, "weight": w3}, x, c),
        ("CrossEntropyLoss", {"weight": w3}, x, probabilities),
        ("CrossEntropyLoss", {}, torch.randn(2, 3, 4), torch.randint(0, 3, (2, 4))),
        ("CrossEntropyLoss", {}, torch.randn(5), torch.tensor(3)),
        ("NLLLoss", {}, torch.log_softmax(x, 1), c), ("NLLLoss", {"weight": w3}, torch.log_softmax(x, 1), c),
        ("BCELoss", {}, p, b), ("BCEWithLogitsLoss", {}, x, b), ("BCEWithLogitsLoss", {"pos_weight": w3}, x, b),
        ("BCEWithLogitsLoss", {"weight": w3}, x, b), ("BCELoss", {"weight": w3}, p, b),
    ]
    for name, options, inputs, target in cases:
        for reduction in ("mean", "sum", "none"):
            leaf = inputs.clone().requires_grad_()
            out = getattr(nn, name)(reduction=reduction, **options)(leaf, target)
            g = torch.arange(1.0, out.numel() + 1).reshape(out.shape)
            (out * g).sum().backward()
            shown = {k: (flat(v) if isinstance(v, torch.Tensor) else v) for k, v in options.items()}
            title = " ".join([name, reduction, *(f"{k}={v}" for k, v in shown.items()),
                              f"{list(inputs.shape)}→{list(target.shape)}{'i' if target.dtype == torch.int64 else ''}"])
            content[title] = {
                "loss": name, "options": {"reduction": reduction, **shown}, "input": packed(inputs),
                "target": packed(target), "output": packed(out), "grad": packed(leaf.grad)}
    return content


def camel(name):
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


# PyTorch 1.13 multiplies by mu once too often, which later versions have put right.
exec(inspect.getsource(nadam._single_tensor_nadam).replace("mu_product * mu * mu_next", "mu_product * mu_next"), vars(nadam))


def optimisers():
    content = {}
    cases = [
        ("SGD", {"lr": 0.05}), ("SGD", {"lr": 0.05, "momentum": 0.9}),
        ("SGD", {"lr": 0.05, "momentum": 0.9, "dampening": 0.3}),
        ("SGD", {"lr": 0.05, "momentum": 0.9, "nesterov": True, "weight_decay": 0.1}),
        ("SGD", {"lr": 0.02, "weight_decay": 0.2}), ("SGD", {"lr": 0.01, "maximize": True}),
        ("Adam", {}), ("Adam", {"lr": 0.1, "betas": [0.8, 0.95], "eps": 1e-4}),
        ("Adam", {"lr": 0.1, "weight_decay": 0.1}), ("Adam", {"lr": 0.1, "amsgrad": True}),
        ("AdamW", {"lr": 0.1}), ("AdamW", {"lr": 0.1, "weight_decay": 0.3, "amsgrad": True}),
        ("RMSprop", {}), ("RMSprop", {"lr": 0.05, "alpha": 0.9, "momentum": 0.5, "centered": True}),
        ("RMSprop", {"lr": 0.05, "weight_decay": 0.1, "eps": 1e-3}),
        ("Adagrad", {}), ("Adagrad", {"lr": 0.5, "lr_decay": 0.1, "weight_decay": 0.05}),
        ("Adagrad", {"lr": 0.5, "initial_accumulator_value": 0.3, "eps": 1e-5}),
        ("Adadelta", {}), ("Adadelta", {"lr": 0.7, "rho": 0.8, "eps": 1e-4, "weight_decay": 0.1, "maximize": True}),
        ("NAdam", {"lr": 0.1}),
        ("NAdam", {"lr": 0.1, "betas": [0.8, 0.95], "weight_decay": 0.1, "momentum_decay": 0.01}),
        ("RAdam", {"lr": 0.1}), ("RAdam", {"lr": 0.1, "betas": [0.8, 0.9], "weight_decay": 0.1}),
    ]
    start = [[1.5, -2.0, 0.3, 0.0, 4.0], [[0.5, -0.25], [2.0, 1.0]]]
    scale = [[1.0, 0.5, 3.0, 0.1, 0.2], [[2.0, 1.0], [0.3, 0.7]]]
    goal = [[0.0, 1.0, -1.0, 0.5, 2.0], [[0.0, 0.0], [1.0, -1.0]]]
    for name, options in cases:
        params = [torch.tensor(p).requires_grad_() for p in start]
        kwargs = {k: tuple(v) if isinstance(v, list) else v for k, v in options.items()}
        optimiser = getattr(torch.optim, name)(params, **kwargs)
        steps = []
        for _ in range(20):
            optimiser.zero_grad()
            sum((torch.tensor(s) * (p - torch.tensor(g)) ** 2).sum() for p, s, g in zip(params, scale, goal)).backward()
            optimiser.step()
            steps.append([v for p in params for v in flat(p)])
        title = " ".join([name, *(f"{camel(k)}={v}" for k, v in options.items())])
        content[title] = {"optimiser": name, "options": {camel(k): v for k, v in options.items()}, "steps": steps}
    a, b = (torch.tensor(p).requires_grad_() for p in start)
    groups = torch.optim.SGD([{"params": [a], "weight_decay": 0.3}, {"params": [b], "lr": 0.01}], lr=0.1, momentum=0.5)
    steps = []
    for _ in range(20):
        groups.zero_grad()
        sum((torch.tensor(s) * (p - torch.tensor(g)) ** 2).sum() for p, s, g in zip((a, b), scale, goal)).backward()
        groups.step()
        steps.append([*flat(a), *flat(b)])
    content["groups"] = {"optimiser": "groups", "options": {}, "steps": steps}
    content.update(switched(start, scale, goal))
    content["problem"] = {"start": start, "scale": scale, "goal": goal}
    return content


def switched(start, scale, goal):
    """Options that change between steps. PyTorch knows how to begin for SGD's momentum alone and fails with a KeyError
    elsewhere; there the state is given the zeros that it has before a first step."""
    content = {}
    momentum = {"momentum": 0.9}
    cases = [
        ("SGD", {"lr": 0.05}, [momentum, {"momentum": 0}, {"momentum": 0.5, "nesterov": True}]),
        ("SGD", {"lr": 0.05}, [{**momentum, "dampening": 0.3}, {"weight_decay": 0.2}, {"dampening": 0, "momentum": 0}]),
        ("SGD", {"lr": 0.05, **momentum, "nesterov": True}, [{"momentum": 0}, {"nesterov": False}, momentum]),
        ("SGD", {"lr": 0.05}, [{"maximize": True}, {**momentum, "maximize": False}, {"nesterov": True}]),
        ("Adam", {"lr": 0.1}, [{"amsgrad": True}, {"amsgrad": False}, {"amsgrad": True, "weight_decay": 0.1}]),
        ("Adam", {"lr": 0.1, "amsgrad": True}, [{"amsgrad": False}, {"weight_decay": 0.3}, {"betas": [0.5, 0.9]}]),
        ("AdamW", {"lr": 0.1}, [{"amsgrad": True, "weight_decay": 0}, {"maximize": True}, {"amsgrad": False}]),
        ("RMSprop", {"lr": 0.02}, [momentum, {"momentum": 0}, {"momentum": 0.5, "centered": True}]),
        ("RMSprop", {"lr": 0.02}, [{"centered": True}, {"centered": False, **momentum}, {"centered": True}]),
        ("RMSprop", {"lr": 0.02, **momentum, "centered": True}, [{"centered": False}, {"weight_decay": 0.1}, {"momentum": 0}]),
        ("Adagrad", {"lr": 0.5}, [{"weight_decay": 0.1}, {"lr_decay": 0.2}, {"weight_decay": 0, "maximize": True}]),
    ]
    for name, options, changes in cases:
        params = [torch.tensor(p).requires_grad_() for p in start]
        optimiser = getattr(torch.optim, name)(params, **options)
        steps = []
        for i in range(20):
            if i > 0 and i % 5 == 0:
                optimiser.param_groups[0].update(changes[i // 5 - 1])
                for p, state in optimiser.state.items():
                    for buffer in {"Adam": ["max_exp_avg_sq"], "AdamW": ["max_exp_avg_sq"],
                                   "RMSprop": ["momentum_buffer", "grad_avg"]}.get(name, []):
                        state.setdefault(buffer, torch.zeros_like(p))
            optimiser.zero_grad()
            sum((torch.tensor(s) * (p - torch.tensor(g)) ** 2).sum() for p, s, g in zip(params, scale, goal)).backward()
            optimiser.step()
            steps.append([v for p in params for v in flat(p)])
        renamed = [{camel(k): v for k, v in some.items()} for some in [options, *changes]]
        title = f"{name} {len(content)}, its options changed three times,"
        content[title] = {"optimiser": name, "options": renamed[0], "changes": renamed[1:], "steps": steps}
    return content


def schedules():
    content = {}
    s = torch.optim.lr_scheduler
    cases = {
        "StepLR": ({"step_size": 3, "gamma": 0.5}, s.StepLR),
        "MultiStepLR": ({"milestones": [2, 5, 5, 11], "gamma": 0.3}, s.MultiStepLR),
        "ExponentialLR": ({"gamma": 0.9}, s.ExponentialLR),
        "CosineAnnealingLR": ({"T_max": 7, "eta_min": 0.01}, s.CosineAnnealingLR),
        "ConstantLR": ({"factor": 0.4, "total_iters": 4}, s.ConstantLR),
        "LinearLR": ({"start_factor": 0.1, "end_factor": 0.8, "total_iters": 6}, s.LinearLR),
        "PolynomialLR": ({"total_iters": 9, "power": 1.5}, s.PolynomialLR),
        "OneCycleLR": ({"max_lr": 0.5, "total_steps": 21, "cycle_momentum": False}, s.OneCycleLR),
        "OneCycleLR linear": ({"max_lr": 0.5, "epochs": 3, "steps_per_epoch": 7, "pct_start": 0.4, "anneal_strategy": "linear",
                               "three_phase": True, "div_factor": 10, "cycle_momentum": False}, s.OneCycleLR),
        "SequentialLR": ({}, lambda o: s.SequentialLR(o, [
            s.LinearLR(o, 0.25, 1, 4), s.ExponentialLR(o, 0.9), s.LambdaLR(o, lambda e: 0.5 ** e)], [5, 12])),
        "ChainedScheduler": ({}, lambda o: s.ChainedScheduler([s.ConstantLR(o, 0.1, 3), s.ExponentialLR(o, 0.9)])),
        "LambdaLR": ({}, lambda o: s.LambdaLR(o, lambda epoch: 1 / (1 + epoch))),
    }
    for name, (options, make) in cases.items():
        optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.2)
        scheduler = make(optimiser, **options)
        rates = [optimiser.param_groups[0]["lr"]]
        for _ in range(20):
            optimiser.step()
            scheduler.step()
            rates.append(optimiser.param_groups[0]["lr"])
        content[name] = {"options": {{"T_max": "tMax", "eta_min": "etaMin"}.get(k, camel(k)): v for k, v in options.items()},
                         "rates": rates}
    values = [1, 0.9, 0.9, 0.9, 0.91, 0.8, 0.8, 0.79999, 0.8, 0.8, 0.8, 0.8, 0.8, 0.7, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9]
    for options in ({"factor": 0.5, "patience": 2}, {"factor": 0.1, "patience": 1, "cooldown": 2, "min_lr": 0.001},
                    {"mode": "max", "factor": 0.5, "patience": 3, "threshold": 0.01, "threshold_mode": "abs"}):
        optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.2)
        scheduler = s.ReduceLROnPlateau(optimiser, **options)
        rates = []
        for v in values:
            optimiser.step()
            scheduler.step(v)
            rates.append(optimiser.param_groups[0]["lr"])
        content["ReduceLROnPlateau " + " ".join(f"{camel(k)}={v}" for k, v in options.items())] = {
            "options": {camel(k): v for k, v in options.items()}, "values": values, "rates": rates}
    return content


def clipping():
    content = {}
    for max_norm, kind in ((1.0, 2.0), (100.0, 2.0), (0.5, 1.0), (0.5, math.inf)):
        a = torch.zeros(3, requires_grad=True)
        b = torch.zeros(2, 2, requires_grad=True)
        a.grad, b.grad = torch.tensor([3.0, -4.0, 0.5]), torch.tensor([[1.0, 2.0], [-2.0, 0.0]])
        total = nn.utils.clip_grad_norm_([a, b], max_norm, kind)
        content[f"norm {kind} to {max_norm}"] = {
            "maxNorm": max_norm, "normType": "Infinity" if kind == math.inf else kind, "total": flat(total),
            "grads": [flat(a.grad), flat(b.grad)]}
    return content
