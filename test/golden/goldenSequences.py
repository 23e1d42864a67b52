"""Recurrent layers, embeddings and attention: start, results, gradients, prediction and print."""
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from golden import flat, packed


def pair(result):
    """The tensors of a result, in the order in which they stand there."""
    if isinstance(result, torch.Tensor):
        return [result]
    return [t for part in result if part is not None for t in pair(part)]


def through_packed(net, x, lengths, *state, batch_first=False):
    """Padded sequences packed, through the network, and padded again."""
    y, end = net(pack_padded_sequence(x, torch.tensor(lengths), batch_first, enforce_sorted=False), *state)
    return pad_packed_sequence(y, batch_first)[0], end


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
        "EmbeddingBag": (lambda: nn.EmbeddingBag(7, 3), [], lambda net: net(torch.tensor([[1, 4, 1], [0, 6, 2]]))),
        "EmbeddingBag of sums, weighted": (
            lambda: nn.EmbeddingBag(7, 3, mode="sum", padding_idx=1), [[5]],
            lambda net, w: net(torch.tensor([1, 4, 1, 0, 4]), torch.tensor([0, 2, 2]), per_sample_weights=w)),
        "EmbeddingBag of the largest": (
            lambda: nn.EmbeddingBag(7, 3, mode="max", include_last_offset=True), [],
            lambda net: net(torch.tensor([1, 4, 5, 0, 4]), torch.tensor([0, 2, 2, 5]))),
        "packed RNN": (lambda: nn.RNN(3, 4), [[5, 3, 3]], lambda net, x: through_packed(net, x, [5, 3, 2])),
        "packed RNN with relu, both ways, a state": (
            lambda: nn.RNN(3, 4, 2, nonlinearity="relu", bidirectional=True), [[5, 3, 3], [4, 3, 4]],
            lambda net, x, h: through_packed(net, x, [2, 5, 3], h)),
        "packed GRU with everything": (
            lambda: nn.GRU(3, 5, 2, batch_first=True, dropout=0.3, bidirectional=True), [[4, 6, 3], [4, 4, 5]],
            lambda net, x, h: through_packed(net, x, [2, 6, 1, 6], h, batch_first=True)),
        "packed LSTM": (lambda: nn.LSTM(3, 4), [[5, 3, 3]], lambda net, x: through_packed(net, x, [4, 1, 2])),
        "packed LSTM with everything": (
            lambda: nn.LSTM(3, 5, 3, dropout=0.5, bidirectional=True), [[6, 4, 3], [6, 4, 5], [6, 4, 5]],
            lambda net, x, h, c: through_packed(net, x, [3, 3, 6, 4], (h, c))),
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


def sparse():
    """Steps of optimisers by gradients that keep the rows that were used, and these gradients."""
    table = torch.arange(20.0).reshape(5, 4) / 10 - 1
    batches = [[1, 3, 1], [3, 3, 0], [4, 1, 2]]
    makers = {
        "SGD": lambda p: torch.optim.SGD(p, lr=0.1),
        "SGD with momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
        "SGD that climbs": lambda p: torch.optim.SGD(p, lr=0.1, maximize=True),
        "Adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1, lr_decay=0.1, initial_accumulator_value=0.5),
        "SparseAdam": lambda p: torch.optim.SparseAdam(p, lr=0.1, eps=1e-3),
        "SparseAdam that climbs": lambda p: torch.optim.SparseAdam(p, lr=0.1, betas=(0.5, 0.9), maximize=True),
    }
    content = {}
    for title, make in makers.items():
        net = nn.Embedding.from_pretrained(table.clone(), freeze=False, sparse=True, padding_idx=2)
        optimiser = make(net.parameters())
        steps = []
        for i, batch in enumerate(batches * 2):
            if i != 4:
                optimiser.zero_grad()
            (net(torch.tensor(batch)).pow(2) * (i + 1)).sum().backward()
            grad = net.weight.grad.coalesce()
            optimiser.step()
            steps.append({"indices": packed(grad.indices()), "values": packed(grad.values()), "weight": packed(net.weight)})
        content[title] = steps
    return content


def sequences():
    return {name: record(*case) for name, case in {**recurrent(), **attention()}.items()}
