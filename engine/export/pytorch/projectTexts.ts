/** The files of an exported project that are the same for all trainings, and its README. */
import { host } from "../../core/host.ts";
import { textsIn } from "../../payload/language.ts";

export const requirements = `torch>=1.13
# Optional: safetensors is read and written without it, too.
safetensors>=0.4
`;

export const tensorFile = `"""Reads and writes safetensors files, by the package where it is installed."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import torch

try:
    from safetensors.torch import load_file, save_file
except ImportError:
    DTYPES = {
        "F64": torch.float64,
        "F32": torch.float32,
        "I64": torch.int64,
        "I32": torch.int32,
        "U8": torch.uint8,
        "BOOL": torch.bool,
    }

    def load_file(path: Path) -> dict[str, torch.Tensor]:
        data = bytearray(Path(path).read_bytes())
        start = 8 + struct.unpack("<Q", data[:8])[0]
        header = json.loads(data[8:start])
        header.pop("__metadata__", None)
        tensors = {}
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            part = data[start + begin : start + end]
            dtype = DTYPES[entry["dtype"]]
            # No tensor can be made of an empty buffer.
            flat = torch.frombuffer(part, dtype=dtype) if part else torch.empty(0)
            tensors[name] = flat.to(dtype).reshape(entry["shape"]).clone()
        return tensors

    def save_file(tensors: dict[str, torch.Tensor], path: Path) -> None:
        names = {dtype: name for name, dtype in DTYPES.items()}
        header, parts, end = {}, [], 0
        for name, tensor in tensors.items():
            part = tensor.detach().cpu().contiguous().numpy().tobytes()
            header[name] = {
                "dtype": names[tensor.dtype],
                "shape": list(tensor.shape),
                "data_offsets": [end, end + len(part)],
            }
            parts.append(part)
            end += len(part)
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        Path(path).write_bytes(b"".join([struct.pack("<Q", len(text)), text, *parts]))


__all__ = ["load_file", "save_file"]
`;

export interface ReadmeFacts {
  readonly title: string;
  readonly model: string;
  readonly parameters: number;
  /** Null for a model without a training. */
  readonly training: {
    readonly epochs: number;
    readonly examples: number;
    readonly batchSize: number;
    readonly seed: number | null;
    readonly dropout: boolean;
    readonly norm: boolean;
    /** Metrics and callbacks of one's own, which the script does without. */
    readonly left: readonly string[];
    /** Whether the order of the examples comes from a generator of its own, which PyTorch does not get. */
    readonly ownOrder: boolean;
    /** Whether the state after the run is known. */
    readonly ended: boolean;
  } | null;
}

const en = {
  intro: ({ title, parameters }: ReadmeFacts) =>
    `# ${title}\n\nExported from a Gradbook notebook: a PyTorch model of ${parameters} parameters.`,
  model: (model: string) => `\`\`\`\n${model}\n\`\`\``,
  files: (trains: boolean) =>
    [
      "| file | what is in it |",
      "| --- | --- |",
      "| `model.py` | the model; `build_model()` makes it |",
      ...(trains
        ? [
            "| `train.py` | the training |",
            "| `weights.safetensors` | weights, optimizer and random numbers before the run, and after it |",
            "| `train.safetensors`, `validation.safetensors` | the data, `x` and `y` |",
            "| `notebook.jsonl` | what the notebook measured |",
          ]
        : ["| `weights.safetensors` | the weights |"]),
      "| `tensorfile.py` | reads and writes safetensors |",
    ].join("\n"),
  run: `## Run it

\`\`\`sh
pip install -r requirements.txt   # torch alone is enough
python3 train.py                  # the run again, from its beginning
python3 train.py --resume         # go on where the notebook ended
python3 train.py --checkpoint     # go on where this script was stopped
\`\`\`

\`--epochs N\` trains for N epochs, \`--device cuda\` on a GPU, \`--amp\` in bfloat16 where that is safe. Every epoch is a
line of \`history.jsonl\`: watch it in the notebook while it grows, with \`await watchHistory("…/history.jsonl")\`.
The trained weights, \`trained.safetensors\`, come home by
\`net.loadStateDict(await data.loadSafetensors("…/trained.safetensors"))\`.`,
  many: `## On many processes

\`\`\`sh
torchrun --nproc_per_node=4 --max_restarts=3 train.py
\`\`\`

Each batch is shared among the processes, so the losses are those of one process. Rank 0 writes the files. When a
process dies, torchrun starts all of them again, and they go on from \`checkpoint.pt\`. On two machines, run on each of them, with the same folder:

\`\`\`sh
torchrun --nnodes=2 --nproc_per_node=4 --max_restarts=3 \\
  --rdzv_backend=c10d --rdzv_id=gradbook --rdzv_endpoint=FIRST_MACHINE:29400 train.py
\`\`\``,
  same: "On one process on the CPU, the losses of every epoch equal the notebook's up to rounding.",
  dropout:
    "Dropout draws the notebook's numbers on one process on the CPU. On more, and on GPUs, it draws others from the same distribution.",
  norm: "Batch normalisation measures each process's share of a batch, so that on more than one the losses differ a little.",
  left: (names: readonly string[]) => `Left out, since PyTorch has no such thing: ${names.join(", ")}.`,
  ownOrder:
    "The DataLoader has a generator of its own: the examples come in another order here, so the losses differ a little.",
  notEnded: "The model was trained again after this run, so `--resume` is not possible.",
};

const zh: typeof en = {
  intro: ({ title, parameters }) =>
    `# ${title}\n\n由 Gradbook 笔记本导出：一个有 ${parameters} 个参数的 PyTorch 模型。`,
  model: en.model,
  files: (trains) =>
    [
      "| 文件 | 内容 |",
      "| --- | --- |",
      "| `model.py` | 模型，由 `build_model()` 创建 |",
      ...(trains
        ? [
            "| `train.py` | 训练 |",
            "| `weights.safetensors` | 训练前与训练后的权重、优化器和随机数状态 |",
            "| `train.safetensors`、`validation.safetensors` | 数据 `x` 和 `y` |",
            "| `notebook.jsonl` | 笔记本测得的值 |",
          ]
        : ["| `weights.safetensors` | 权重 |"]),
      "| `tensorfile.py` | 读写 safetensors |",
    ].join("\n"),
  run: `## 运行

\`\`\`sh
pip install -r requirements.txt   # 只有 torch 也够用
python3 train.py                  # 从头再训练一次
python3 train.py --resume         # 从笔记本结束处继续
python3 train.py --checkpoint     # 从本脚本停下处继续
\`\`\`

\`--epochs N\` 训练 N 轮，\`--device cuda\` 使用 GPU，\`--amp\` 在安全之处使用 bfloat16。每一轮在 \`history.jsonl\` 中占一行：
在笔记本中用 \`await watchHistory("…/history.jsonl")\` 可以边训练边看曲线。训练好的权重 \`trained.safetensors\` 用
\`net.loadStateDict(await data.loadSafetensors("…/trained.safetensors"))\` 取回。`,
  many: `## 多个进程

\`\`\`sh
torchrun --nproc_per_node=4 --max_restarts=3 train.py
\`\`\`

每个批次由各进程分担，因此损失与单进程相同。文件由 rank 0 写出。某个进程退出时，torchrun 会重新启动所有进程，并从 \`checkpoint.pt\` 继续。在两台机器上，请在每台机器的同一个文件夹里运行：

\`\`\`sh
torchrun --nnodes=2 --nproc_per_node=4 --max_restarts=3 \\
  --rdzv_backend=c10d --rdzv_id=gradbook --rdzv_endpoint=FIRST_MACHINE:29400 train.py
\`\`\``,
  same: "在 CPU 上以单进程运行时，每一轮的损失与笔记本相同（舍入误差除外）。",
  dropout:
    "在 CPU 上以单进程运行时，暂退法用的随机数与笔记本相同；在多个进程或 GPU 上，随机数不同，分布相同。",
  norm: "批量规范化只统计每个进程分到的那部分批次，因此多个进程的损失会略有不同。",
  left: (names) => `以下各项在 PyTorch 中没有对应，已略去：${names.join("、")}。`,
  ownOrder: "DataLoader 使用了自己的生成器：这里样本的顺序不同，因此损失会略有不同。",
  notEnded: "这次训练之后模型又被训练过，因此不能使用 `--resume`。",
};

export function readme(facts: ReadmeFacts): string {
  const words = textsIn({ en, zh }, host().language ?? "en");
  const { training } = facts;
  const notes = training
    ? [
        training.ownOrder ? words.ownOrder : words.same,
        ...(training.dropout ? [words.dropout] : []),
        ...(training.norm ? [words.norm] : []),
        ...(training.left.length > 0 ? [words.left(training.left)] : []),
        ...(training.ended ? [] : [words.notEnded]),
      ]
    : [];
  const parts = [
    words.intro(facts),
    words.model(facts.model),
    words.files(training !== null),
    ...(training ? [words.run, words.many, notes.map((note) => `- ${note}`).join("\n")] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}
