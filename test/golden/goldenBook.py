"""What the book's helpers for convolution, recurrence, attention and optimisation give, written anew in PyTorch."""
import math

import torch
from torch import nn
from torch.nn import functional as F

from golden import packed

seen = {}


def see(name, value):
    seen[name] = packed(value if isinstance(value, torch.Tensor) else torch.tensor(value, dtype=torch.float64))


def loss_of_lens(scores, labels, lens):
    """Cross-entropy of each sequence, the mean over all its steps, of which those behind its end count as 0."""
    losses = F.cross_entropy(scores.transpose(1, 2), labels, reduction="none")
    return (losses * (torch.arange(labels.shape[1])[None] < lens[:, None])).mean(1)


def clip(params, theta):
    norm = torch.sqrt(sum((p.grad**2).sum() for p in params))
    if norm > theta:
        for p in params:
            p.grad *= theta / norm


class Residual(nn.Module):
    def __init__(self, ins, outs, pointwise=False, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(ins, outs, 3, padding=1, stride=stride)
        self.conv2 = nn.Conv2d(outs, outs, 3, padding=1)
        self.conv3 = nn.Conv2d(ins, outs, 1, stride=stride) if pointwise else None
        self.bn1, self.bn2 = nn.BatchNorm2d(outs), nn.BatchNorm2d(outs)

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (self.conv3(x) if self.conv3 else x))


def convolution():
    torch.manual_seed(0)
    x, k = torch.rand(6, 8), torch.rand(2, 3)
    see("corr2d", F.conv2d(x[None, None], k[None, None])[0, 0])
    images = torch.rand(4, 3, 6, 6)
    see("residual", Residual(3, 3)(images))
    net = Residual(3, 6, True, 2)
    y = net(images)
    y.square().mean().backward()
    see("residual with strides", y)
    see("its gradient", net.conv1.weight.grad)

    torch.manual_seed(1)
    net = nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1), nn.Sigmoid(), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(64, 10))
    x, y = torch.rand(60, 1, 8, 8), torch.arange(60) % 10
    net.apply(lambda m: nn.init.xavier_uniform_(m.weight) if type(m) in (nn.Linear, nn.Conv2d) else None)
    trainer = torch.optim.SGD(net.parameters(), lr=0.5)
    for _ in range(3):
        total = right = 0
        for at in range(0, 60, 20):
            trainer.zero_grad()
            scores = net(x[at:at + 20])
            loss = F.cross_entropy(scores, y[at:at + 20])
            loss.backward()
            trainer.step()
            total += loss.item() * 20
            right += (scores.argmax(1) == y[at:at + 20]).sum().item()
    see("loss and accuracies of chapter 6", [total / 60, right / 60, (net(x).argmax(1) == y).float().mean().item()])


def batches_of(corpus, rows, steps):
    each = (len(corpus) - 1) // rows
    xs = torch.tensor(corpus[:each * rows]).reshape(rows, each)
    ys = torch.tensor(corpus[1:each * rows + 1]).reshape(rows, each)
    return [(xs[:, i:i + steps], ys[:, i:i + steps]) for i in range(0, each - steps + 1, steps)]


class Language(nn.Module):
    def __init__(self, rnn, size):
        super().__init__()
        self.rnn, self.size = rnn, size
        self.linear = nn.Linear(rnn.hidden_size * (2 if rnn.bidirectional else 1), size)

    def forward(self, x, state):
        y, state = self.rnn(F.one_hot(x.T, self.size).float(), state)
        return self.linear(y.reshape(-1, y.shape[-1])), state

    def begin(self, batch):
        shape = (self.rnn.num_layers * (2 if self.rnn.bidirectional else 1), batch, self.rnn.hidden_size)
        return (torch.zeros(shape), torch.zeros(shape)) if isinstance(self.rnn, nn.LSTM) else torch.zeros(shape)


def recurrent():
    corpus = [(i * i + i // 3) % 11 for i in range(200)]
    batches = batches_of(corpus, 4, 7)
    for kind, make in (("rnn", lambda: nn.RNN(11, 16)), ("gru", lambda: nn.GRU(11, 16, 2)),
                       ("lstm both ways", lambda: nn.LSTM(11, 16, bidirectional=True))):
        torch.manual_seed(2)
        net = Language(make(), 11)
        trainer = torch.optim.SGD(net.parameters(), lr=1)
        perplexities = []
        for _ in range(4):
            state, total, count = None, 0, 0
            for x, y in batches:
                if state is None:
                    state = net.begin(4)
                else:
                    state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()
                scores, state = net(x, state)
                loss = F.cross_entropy(scores, y.T.reshape(-1))
                trainer.zero_grad()
                loss.backward()
                clip(list(net.parameters()), 1)
                trainer.step()
                total, count = total + loss.item() * y.numel(), count + y.numel()
            perplexities.append(math.exp(total / count))
        see(f"perplexities of {kind}", perplexities)
        if not net.rnn.bidirectional:
            written = [3, 5]
            state = net.begin(1)
            with torch.no_grad():
                _, state = net(torch.tensor([[3]]), state)
                for _ in range(12):
                    scores, state = net(torch.tensor([[written[-1]]]), state)
                    written.append(scores.argmax(1).item())
            see(f"written by {kind}", [float(i) for i in written])


def masked(scores, lens):
    """Softmax of those that count."""
    if lens is None:
        return scores.softmax(-1)
    lens = lens[:, None].expand(scores.shape[:2]) if lens.dim() == 1 else lens
    return scores.masked_fill(torch.arange(scores.shape[-1]) >= lens[..., None], -1e6).softmax(-1)


class Heads(nn.Module):
    def __init__(self, size, heads, bias=False):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v = (nn.Linear(size, size, bias=bias) for _ in range(3))
        self.o = nn.Linear(size, size, bias=bias)

    def forward(self, q, k, v, lens=None):
        split = lambda x: x.unflatten(-1, (self.heads, -1)).transpose(1, 2).flatten(0, 1)
        q, k, v = split(self.q(q)), split(self.k(k)), split(self.v(v))
        weights = masked(q @ k.transpose(1, 2) / math.sqrt(q.shape[-1]),
                         None if lens is None else lens.repeat_interleave(self.heads, 0))
        return self.o((weights @ v).unflatten(0, (-1, self.heads)).transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, size, norm, hidden, heads):
        super().__init__()
        self.attention, self.norm1 = Heads(size, heads), nn.LayerNorm(norm)
        self.dense1, self.dense2 = nn.Linear(size, hidden), nn.Linear(hidden, size)
        self.norm2 = nn.LayerNorm(norm)

    def forward(self, x, lens):
        y = self.norm1(self.attention(x, x, x, lens) + x)
        return self.norm2(self.dense2(F.relu(self.dense1(y))) + y)


def positions(steps, size):
    angles = torch.arange(steps, dtype=torch.float32)[:, None] / torch.pow(
        10000, torch.arange(0, size, 2, dtype=torch.float32) / size)
    return torch.stack([angles.sin(), angles.cos()], 2).flatten(1)


def attention():
    torch.manual_seed(3)
    see("masked by rows", masked(torch.rand(2, 2, 4), torch.tensor([2, 3])))
    see("masked by queries", masked(torch.rand(2, 2, 4), torch.tensor([[1, 3], [2, 4]])))
    see("masked cross-entropy", loss_of_lens(torch.rand(3, 4, 10), torch.randint(0, 10, (3, 4)), torch.tensor([4, 2, 0])))
    q, k, v, lens = torch.rand(2, 3, 5), torch.rand(2, 10, 4), torch.rand(2, 10, 6), torch.tensor([2, 6])
    wk, wq, wv = nn.Linear(4, 8, bias=False), nn.Linear(5, 8, bias=False), nn.Linear(8, 1, bias=False)
    see("additive", masked(wv(torch.tanh(wq(q)[:, :, None] + wk(k)[:, None]))[..., 0], lens) @ v)
    see("dot product", masked(q @ q.transpose(1, 2) / math.sqrt(5), torch.tensor([2, 3])) @ q)
    heads = Heads(20, 5)
    x, y = torch.rand(2, 4, 20), torch.rand(2, 6, 20)
    out = heads(x, y, y, torch.tensor([3, 2]))
    out.square().mean().backward()
    see("of five heads", out)
    see("gradient of its keys", heads.k.weight.grad)
    see("positions", positions(60, 32))
    block = Block(24, [7, 24], 48, 8)
    see("encoder block", block(torch.rand(2, 7, 24), torch.tensor([3, 2])))
    torch.manual_seed(4)
    table = nn.Embedding(200, 24)
    blocks = [Block(24, [9, 24], 48, 8) for _ in range(2)]
    x = torch.randint(0, 200, (2, 9))
    h = table(x) * math.sqrt(24) + positions(9, 24)
    for block in blocks:
        h = block(h, torch.tensor([3, 9]))
    h.square().mean().backward()
    see("transformer encoder", h)
    see("gradient of its table", table.weight.grad.sum(0))


class Translator(nn.Module):
    def __init__(self, source, target, size, hidden, layers):
        super().__init__()
        self.table, self.reader = nn.Embedding(source, size), nn.GRU(size, hidden, layers)
        self.table2, self.writer = nn.Embedding(target, size), nn.GRU(size + hidden, hidden, layers)
        self.dense = nn.Linear(hidden, target)

    def write(self, y, state):
        context = state[-1].repeat(y.shape[1], 1, 1)
        out, state = self.writer(torch.cat([self.table2(y).transpose(0, 1), context], 2), state)
        return self.dense(out).transpose(0, 1), state

    def forward(self, x, y):
        return self.write(y, self.reader(self.table(x).transpose(0, 1))[1])


def translation():
    torch.manual_seed(5)
    net = Translator(20, 15, 8, 16, 2)
    x, xlen = torch.randint(4, 20, (12, 6)), torch.randint(2, 7, (12,))
    y, ylen = torch.randint(4, 15, (12, 6)), torch.randint(2, 7, (12,))
    for m in (net.reader, net.writer, net.dense):
        for name, p in m.named_parameters():
            if "weight" in name:
                nn.init.xavier_uniform_(p)
    trainer = torch.optim.Adam(net.parameters(), lr=0.005)
    for _ in range(10):
        total = count = 0
        for at in (0, 6):
            trainer.zero_grad()
            batch = y[at:at + 6]
            given = torch.cat([torch.full((6, 1), 2), batch[:, :-1]], 1)
            loss = loss_of_lens(net(x[at:at + 6], given)[0], batch, ylen[at:at + 6]).sum()
            loss.backward()
            clip(list(net.parameters()), 1)
            trainer.step()
            total, count = total + loss.item(), count + ylen[at:at + 6].sum().item()
    see("loss of ten epochs", [total / count])
    with torch.no_grad():
        state = net.reader(net.table(torch.tensor([[5, 6, 3, 1, 1, 1]])).transpose(0, 1))[1]
        token, written = torch.tensor([[2]]), []
        for _ in range(6):
            scores, state = net.write(token, state)
            token = scores.argmax(2)
            written.append(float(token.item()))
    see("its translation", written)


def optimisation():
    torch.manual_seed(6)
    x, y = torch.randn(400, 5), torch.randn(400)
    w, b = torch.normal(0.0, 0.01, (5, 1)).requires_grad_(), torch.zeros(1, requires_grad=True)
    losses, n = [], 0
    for _ in range(2):
        for at in range(0, 400, 20):
            loss = (x[at:at + 20] @ w + b - y[at:at + 20, None]).square().div(2).mean()
            loss.backward()
            with torch.no_grad():
                for p in (w, b):
                    p -= 0.05 * p.grad
                    p.grad = None
            n += 20
            if n % 200 == 0:
                losses.append((x @ w + b - y[:, None]).square().div(2).mean().item())
    see("losses of chapter 11", losses)
    torch.manual_seed(7)
    net = nn.Linear(5, 1)
    nn.init.normal_(net.weight, std=0.01)
    trainer = torch.optim.Adam(net.parameters(), lr=0.01)
    losses, n = [], 0
    for _ in range(4):
        for at in range(0, 400, 20):
            trainer.zero_grad()
            (net(x[at:at + 20]) - y[at:at + 20, None]).square().mean().backward()
            trainer.step()
            n += 20
            if n % 200 == 0:
                losses.append((net(x) - y[:, None]).square().mean().item() / 2)
    see("losses of an optimiser of PyTorch's", losses)


def book():
    convolution()
    recurrent()
    attention()
    translation()
    optimisation()
    return seen
