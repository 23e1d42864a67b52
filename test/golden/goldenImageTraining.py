"""Training runs of 200 steps of convolutional networks: LeNet, and residual blocks with batch normalisation."""
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import TensorDataset

from goldenTraining import digits, run


def lenet():
    """Digits in the middle of pictures of 28 × 28."""
    torch.manual_seed(7)
    x, y = digits()
    net = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.Sigmoid(), nn.AvgPool2d(2, 2), nn.Conv2d(6, 16, 5), nn.Sigmoid(),
        nn.AvgPool2d(2, 2), nn.Flatten(), nn.Linear(400, 120), nn.Sigmoid(), nn.Linear(120, 84), nn.Sigmoid(),
        nn.Linear(84, 10))
    net.apply(lambda m: nn.init.xavier_uniform_(m.weight) if type(m) in (nn.Linear, nn.Conv2d) else None)
    data = TensorDataset(F.pad(x.reshape(-1, 1, 8, 8), (10, 10, 10, 10)), y)
    return run(net, nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), lr=0.9), data, 256)


class Residual(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.conv3 = nn.Conv2d(inputs, outputs, 1, stride=stride)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.bn2 = nn.BatchNorm2d(outputs)

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.bn2(self.conv2(y)) + self.conv3(x))


def resnet(dtype):
    """In float32 PyTorch itself goes 7e-4 away from what it gives in float64: rounding grows from step to step."""
    torch.manual_seed(8)
    x, y = digits()
    net = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), Residual(8, 8, 1), Residual(8, 16, 2),
        nn.AdaptiveAvgPool2d((1, 1)), nn.Flatten(), nn.Linear(16, 10)).to(dtype)
    data = TensorDataset(x.reshape(-1, 1, 8, 8).to(dtype), y)
    return run(net, nn.CrossEntropyLoss(), torch.optim.SGD(net.parameters(), lr=0.01), data, 64)


def runs():
    return {"lenet": lenet(), "resnet": resnet(torch.float32), "resnetFloat64": resnet(torch.float64)}
