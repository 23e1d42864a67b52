"""Recurrent layers, embeddings and attention: start, results, gradients, prediction and print."""
import torch
from torch import nn

from golden import flat, packed


def pair(result):
    """The tensors of a result, in the order in which they stand there."""
    if isinstance(result, torch.Tensor):
        return [result]
    return [t for part in result if part is not None for t in pair(part)]


def recurrent():
    plain = lambda net, x: net(x)
    with_h = lambda net, x, h: net(x, h)
    with_hc = lambda net, x, h, c: net(x, (h, c))
    return {
        "RNN": (lambda: nn.RNN(3, 4), [[5, 2, 3]], plain),
        "RNN with relu, 2 layers, a state": (
            lambda: nn.RNN(3, 4, 2, nonlinearity="relu", bias=False), [[5, 2, 3], [2, 2, 4]], with_h),
        "GRU": (lambda: nn.GRU(3, 4), [[5, 2, 3]], plain),
        "GRU without a batch": (lambda: nn.GRU(3, 5, bias=False), [[4, 3], [1, 5]], with_h),
        "GRU with everything": (
            lambda: nn.GRU(3, 5, 3, batch_first=True, dropout=0.3, bidirectional=True), [[2, 6, 3], [6, 2, 5]], with_h),
        "LSTM": (lambda: nn.LSTM(3, 4), [[5, 2, 3]], plain),
        "LSTM with a state": (lambda: nn.LSTM(3, 4, bias=False), [[1, 2, 3], [1, 2, 4], [1, 2, 4]], with_hc),
        "LSTM with everything": (
            lambda: nn.LSTM(3, 5, 2, batch_first=True, dropout=0.5, bidirectional=True),
            [[2, 6, 3], [4, 2, 5], [4, 2, 5]], with_hc),
        "RNNCell": (lambda: nn.RNNCell(3, 4, nonlinearity="relu"), [[2, 3]], plain),
        "GRUCell": (lambda: nn.GRUCell(3, 4), [[2, 3], [2, 4]], with_h),
        "LSTMCell": (lambda: nn.LSTMCell(3, 4, bias=False), [[3], [4], [4]], with_hc),
        "Embedding": (lambda: nn.Embedding(7, 3), [], lambda net: net(torch.tensor([[1, 4, 1], [0, 6, 2]]))),
        "Embedding with padding": (
            lambda: nn.Embedding(7, 3, padding_idx=-2), [], lambda net: net(torch.tensor([5, 1, 5, 0]))),
    }


def bools(rows):
    return torch.tensor(rows, dtype=torch.bool)


def attention():
    padding = bools([[0, 0, 0, 1, 1], [0, 0, 0, 0, 0]])
    later = torch.triu(torch.ones(5, 5, dtype=torch.bool), 1)
    numbers = torch.arange(60.0).reshape(4, 3, 5) / 30
    return {
        "MultiheadAttention": (lambda: nn.MultiheadAttention(8, 2), [[3, 2, 8]], lambda net, x: net(x, x, x)),
        "MultiheadAttention of three": (
            lambda: nn.MultiheadAttention(8, 2, dropout=0.25), [[3, 2, 8], [5, 2, 8], [5, 2, 8]],
            lambda net, q, k, v: net(q, k, v, key_padding_mask=padding, average_attn_weights=False)),
        "MultiheadAttention of other sizes": (
            lambda: nn.MultiheadAttention(8, 2, kdim=3, vdim=6, bias=False, batch_first=True),
            [[2, 3, 8], [2, 5, 3], [2, 5, 6]],
            lambda net, q, k, v: net(q, k, v, key_padding_mask=padding, attn_mask=numbers > 1.5)),
        "MultiheadAttention with numbers": (
            lambda: nn.MultiheadAttention(8, 2, batch_first=True), [[2, 3, 8], [2, 5, 8]],
            lambda net, q, k: net(q, k, k, attn_mask=numbers, need_weights=False)),
        "MultiheadAttention without a batch": (
            lambda: nn.MultiheadAttention(8, 4), [[5, 8]], lambda net, x: net(x, x, x, attn_mask=later)),
        "TransformerEncoderLayer": (lambda: nn.TransformerEncoderLayer(8, 2, 16), [[5, 2, 8]], lambda net, x: net(x)),
        "TransformerEncoderLayer that normalises first": (
            lambda: nn.TransformerEncoderLayer(
                8, 2, 16, dropout=0.2, activation="gelu", layer_norm_eps=1e-3, batch_first=True, norm_first=True),
            [[2, 5, 8]], lambda net, x: net(x, src_mask=later, src_key_padding_mask=padding)),
        "TransformerDecoderLayer": (
            lambda: nn.TransformerDecoderLayer(8, 2, 12, batch_first=True), [[2, 5, 8], [2, 5, 8]],
            lambda net, x, m: net(x, m, tgt_mask=later, memory_key_padding_mask=padding)),
        "TransformerEncoder": (
            lambda: nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 12), 2, nn.LayerNorm(8)), [[5, 2, 8]],
            lambda net, x: net(x, mask=later)),
        "TransformerDecoder": (
            lambda: nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 4, 8, norm_first=True), 2),
            [[5, 2, 8], [3, 2, 8]], lambda net, x, m: net(x, m, tgt_key_padding_mask=padding)),
    }


def record(make, shapes, call):
    torch.manual_seed(21)
    net = make()
    inputs = [(torch.randn(shape) * 1.5).requires_grad_() for shape in shapes]
    start = {k: packed(v) for k, v in net.state_dict().items()}
    outputs = pair(call(net, *inputs))
    total = 0
    for y in outputs:
        total = total + (y * (torch.arange(1.0, y.numel() + 1).reshape(y.shape) / y.numel())).sum()
    total.backward()
    net.eval()
    return {
        "seed": 21, "printed": repr(net), "state": start, "inputs": [packed(x) for x in inputs],
        "outputs": [packed(y) for y in outputs], "inputGrads": [packed(x.grad) for x in inputs],
        "grads": {k: packed(p.grad) for k, p in net.named_parameters()},
        "evalOutputs": [packed(y) for y in pair(call(net, *inputs))], "after": flat(torch.rand(2)),
    }


def sequences():
    return {name: record(*case) for name, case in {**recurrent(), **attention()}.items()}
