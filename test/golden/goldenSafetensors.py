"""The safetensors format, written and read by itself from the published description of it
(https://github.com/huggingface/safetensors#format): 8 bytes with the header's length N, little-endian; N bytes of
JSON; the elements of all tensors without gaps.

    /usr/bin/python3 test/golden/goldenSafetensors.py            # writes test/golden/safetensors/
    /usr/bin/python3 test/golden/goldenSafetensors.py --read     # reads what the engine wrote there, and says what it is
"""
import json
import struct
import sys
from pathlib import Path

import torch

FOLDER = Path(__file__).resolve().parent / "safetensors"
DTYPES = {
    "F64": torch.float64,
    "F32": torch.float32,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "I64": torch.int64,
    "I32": torch.int32,
    "I16": torch.int16,
    "I8": torch.int8,
    "U8": torch.uint8,
    "BOOL": torch.bool,
}
NAMES = {dtype: name for name, dtype in DTYPES.items()}


def raw(tensor):
    """The elements of a tensor as bytes, little-endian as this machine is."""
    flat = tensor.detach().contiguous().reshape(-1)
    if flat.dtype == torch.bfloat16:
        flat = flat.view(torch.int16)
    return flat.numpy().tobytes()


def pack(tensors, metadata=None, align=True):
    header, body = {}, b""
    if metadata:
        header["__metadata__"] = metadata
    for name, tensor in tensors.items():
        data = raw(tensor)
        offsets = [len(body), len(body) + len(data)]
        header[name] = {"dtype": NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": offsets}
        body += data
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    if align:
        text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + body


def unpack(data):
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    body = data[8 + length :]
    metadata = header.pop("__metadata__", {})
    end, tensors = 0, {}
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        start, stop = entry["data_offsets"]
        assert start == end, f"{name} leaves a gap"
        end = stop
        dtype = DTYPES[entry["dtype"]]
        part = bytearray(body[start:stop])
        whole = torch.int16 if dtype == torch.bfloat16 else dtype
        flat = torch.frombuffer(part, dtype=whole) if part else torch.empty(0, dtype=whole)
        tensors[name] = flat.view(dtype).reshape(entry["shape"])
    assert end == len(body), "bytes too many"
    return tensors, metadata


def kinds():
    inf, nan = float("inf"), float("nan")
    reals = [0.0, -0.0, 1.0, -1.5, 65504.0, 6e-8, 1e-3, inf, -inf, nan, 3.14159]
    return {
        "f64": torch.tensor([1 / 3, -1e300, nan], dtype=torch.float64),
        "f32": torch.tensor(reals),
        "f16": torch.tensor(reals).half(),
        "bf16": torch.tensor(reals).bfloat16(),
        "i64": torch.tensor([[1, -2], [2**31 - 1, -(2**31)]]),
        "i32": torch.tensor([7, -7], dtype=torch.int32),
        "i16": torch.tensor([-(2**15), 2**15 - 1], dtype=torch.int16),
        "i8": torch.tensor([-128, 127], dtype=torch.int8),
        "u8": torch.tensor([0, 255], dtype=torch.uint8),
        "bool": torch.tensor([True, False, True]),
        "scalar": torch.tensor(2.5),
        "empty": torch.zeros(0, 3),
        "名字 with spaces": torch.arange(6, dtype=torch.float32).reshape(1, 2, 3),
    }


def perceptron():
    torch.manual_seed(6)
    net = torch.nn.Sequential(
        torch.nn.Linear(4, 8), torch.nn.BatchNorm1d(8), torch.nn.ReLU(), torch.nn.Linear(8, 2)
    )
    net(torch.randn(16, 4))
    return net.eval()


def values(tensor):
    numbers = tensor.double().reshape(-1).tolist()
    return [str(v) if v != v or abs(v) == float("inf") else v for v in numbers]


def write():
    FOLDER.mkdir(exist_ok=True)
    every = kinds()
    (FOLDER / "kinds.safetensors").write_bytes(pack(every, {"format": "pt"}))
    (FOLDER / "unaligned.safetensors").write_bytes(pack(every, {"note": "x"}, align=False))
    net = perceptron()
    (FOLDER / "perceptron.safetensors").write_bytes(pack(net.state_dict(), {"format": "pt"}))
    x = torch.linspace(-1, 1, 12).reshape(3, 4)
    expected = {name: {"shape": list(t.shape), "values": values(t)} for name, t in every.items()}
    content = {"kinds": expected, "x": values(x), "y": values(net(x).detach())}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("],", "],\n")
    (FOLDER / "expected.json").write_text(text + "\n")


def read():
    """What Python finds in the file that the engine wrote, as JSON; also the answer of the network in it."""
    tensors, metadata = unpack((FOLDER / "engine.safetensors").read_bytes())
    found = {
        name: {"dtype": NAMES[t.dtype], "shape": list(t.shape), "values": values(t)} for name, t in tensors.items()
    }
    net = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Tanh(), torch.nn.Linear(2, 1))
    net.load_state_dict({name[4:]: t for name, t in tensors.items() if name.startswith("net.")})
    answer = values(net(torch.tensor([[1.0, 2.0, 3.0], [-1.0, 0.0, 1.0]])).detach())
    content = {"tensors": found, "metadata": metadata, "answer": answer}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("},", "},\n")
    (FOLDER / "engineAsRead.json").write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    read() if "--read" in sys.argv else write()
