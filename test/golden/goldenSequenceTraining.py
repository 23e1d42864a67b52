"""Training runs of 200 steps of networks of sequences: two language models, and a classifier with attention."""
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from golden import flat
from goldenTraining import STEPS, digits

WORDS, BATCH, LENGTH = 17, 16, 12


def corpus():
    """Words of which most follow from the one before."""
    chances = torch.rand(4001)
    noise = torch.randint(0, WORDS, (4001,))
    words = [0]
    for chance, other in zip(chances.tolist(), noise.tolist()):
        words.append(other if chance < 0.2 else (words[-1] * 5 + 3) % WORDS)
    return torch.tensor(words[1:])


class LanguageModel(nn.Module):
    def __init__(self, kind):
        super().__init__()
        self.embedding = nn.Embedding(WORDS, 16)
        self.rnn = kind(16, 32, 2, dropout=0.2)
        self.out = nn.Linear(32, WORDS)

    def forward(self, x, state):
        y, state = self.rnn(self.embedding(x), state)
        return self.out(y.reshape(-1, 32)), state


def detached(state):
    return tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()


def language_model(kind):
    torch.manual_seed(5)
    words = corpus()
    rows = words[:4000].reshape(BATCH, -1).T
    nexts = words[1:].reshape(BATCH, -1).T
    net = LanguageModel(kind)
    optimiser = torch.optim.Adam(net.parameters(), lr=0.005)
    losses, norms = [], []
    while len(losses) < STEPS:
        state = None
        for start in range(0, rows.shape[0] - LENGTH, LENGTH):
            y, state = net(rows[start:start + LENGTH], state)
            state = detached(state)
            loss = nn.functional.cross_entropy(y, nexts[start:start + LENGTH].reshape(-1))
            optimiser.zero_grad()
            loss.backward()
            norms.append(nn.utils.clip_grad_norm_(net.parameters(), 0.5))
            optimiser.step()
            losses.append(loss)
            if len(losses) == STEPS:
                break
    return {"losses": flat(torch.stack(losses)), "norms": flat(torch.stack(norms)), "after": flat(torch.rand(2))}


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.enter = nn.Linear(8, 32)
        self.places = nn.Parameter(torch.randn(8, 32) * 0.1)
        layer = nn.TransformerEncoderLayer(32, 4, 64, dropout=0.1, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2)
        self.out = nn.Linear(32, 10)

    def forward(self, x):
        return self.out(self.encoder(self.enter(x) + self.places).mean(1))


def transformer():
    """Pictures of digits as sequences of their eight rows."""
    torch.manual_seed(6)
    x, y = digits()
    net = Classifier()
    optimiser = torch.optim.Adam(net.parameters(), lr=1e-3)
    losses = []
    while len(losses) < STEPS:
        for a, b in DataLoader(TensorDataset(x.reshape(-1, 8, 8), y), 32, shuffle=True):
            loss = nn.functional.cross_entropy(net(a), b)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(loss)
            if len(losses) == STEPS:
                break
    return {"losses": flat(torch.stack(losses)), "after": flat(torch.rand(2))}


def runs():
    return {"gru": language_model(nn.GRU), "lstm": language_model(nn.LSTM), "transformer": transformer()}
