/** `train.py`: the training as a script, for one process or many. */
import type { TrainingRecord } from "../../training/record.ts";
import type { LossMade, MetricText } from "./losses.ts";
import { metricValue } from "./losses.ts";
import { optimizerText, schedulesOf, stoppingOf } from "./optimizers.ts";
import { directionOf } from "../../training/metrics/direction.ts";
import { TerminateOnNaN } from "../../training/callbacks/terminateOnNaN.ts";
import { indented, literal, text, wrapped } from "./python.ts";

export interface TrainParts {
  readonly title: string;
  readonly record: TrainingRecord;
  readonly loss: LossMade;
  readonly metrics: readonly MetricText[];
  /** Whether inputs or targets are classes or indices, which PyTorch wants as int64. */
  readonly frozen: readonly string[];
}

/** The script. Parts that the training does not have are not in it. */
export function trainFile(parts: TrainParts): string {
  const { record, loss, metrics, frozen, title } = parts;
  const schedules = schedulesOf(record);
  const stopping = stoppingOf(record);
  const restores = stopping?.options.restoreBestWeights === true;
  const checksNaN = record.callbacks.some((callback) => callback instanceof TerminateOnNaN);
  const first = record.doneBefore + 1;
  const classLoss = loss.definitions.length > 0;
  const usesF = classLoss && loss.definitions.some((one) => one.includes("F."));

  const sections: string[] = [];
  const add = (section: string): void => {
    sections.push(section);
  };

  add(`"""Continues the training ${text(title).slice(1, -1)}, which was begun in a Gradbook notebook.

python3 train.py            # from its beginning
python3 train.py --resume   # on from its end
python3 -m torch.distributed.run --nproc_per_node=2 train.py
"""

from __future__ import annotations

import argparse
import json
import math
import os
import time
${schedules.length > 0 ? "import warnings\n" : ""}from collections.abc import Callable
from pathlib import Path

import torch
import torch.distributed as dist
${usesF ? "import torch.nn.functional as F\n" : ""}from torch import nn
from torch.nn.parallel import DistributedDataParallel

from model import build_model
from tensorfile import load_file, save_file

FOLDER = Path(__file__).resolve().parent
FIRST_EPOCH = ${first}
EPOCHS = ${record.epochs}
BATCH_SIZE = ${record.batchSize}`);

  for (const definition of loss.definitions) add(definition);
  const isModule = loss.made !== "loss_function";
  if (isModule && loss.definitions.length === 0)
    sections[0] += `\n\n${wrapped(`loss_function = ${loss.made}`, 0)}`;
  else if (isModule) add(`loss_function = ${loss.made}`);
  add(`def make_optimizer(model: nn.Module) -> torch.optim.Optimizer:
    """The optimizer as it was when the training began."""
${indented(optimizerText(record), "    ")}`);
  if (schedules.length > 0) {
    add(`def make_schedules(optimizer: torch.optim.Optimizer) -> list:
    """Schedules of the learning rate, stepped after each epoch."""
    schedules = [
${schedules.map((one) => `${indented(one.text, "        ")},\n`).join("")}    ]
${schedules
  .flatMap((one, i) =>
    one.stepped > 0 ? [`    for _ in range(${one.stepped}):\n        schedules[${i}].step()\n`] : [],
  )
  .join("")}    return schedules


def step_schedules(schedules: list, measured: dict[str, float]) -> None:
${schedules
  .map(({ monitor }, i) =>
    monitor === null
      ? `    schedules[${i}].step()`
      : `    if ${text(monitor)} in measured:\n        schedules[${i}].step(measured[${text(monitor)}])`,
  )
  .join("\n")}`);
  }
  if (stopping) add(stoppingText(stopping, record));
  for (const { definition } of metrics) add(definition);
  if (metrics.length > 0) {
    add(`METRICS = {
${metrics.map(({ name }) => `    ${text(name)}: (${name}_sums, lambda sums: ${metricValue(name)}),\n`).join("")}}`);
  }
  add(`def rank() -> int:
    """Number of this process; 0 writes the files."""
    return dist.get_rank() if dist.is_initialized() else 0


def ranks() -> int:
    """Number of processes."""
    return dist.get_world_size() if dist.is_initialized() else 1


# One for each kind of tensor that ranks exchange, never given back: a thread that
# exchanges may be the last to let go of it, and would need Python's lock for that,
# while Python, at the end, holds its lock and waits for the thread.
EXCHANGED: dict[tuple[torch.dtype, torch.Size], torch.Tensor] = {}


def exchange(
    values: torch.Tensor, collective: Callable[[torch.Tensor], object]
) -> torch.Tensor:
    """What a collective operation makes of the values."""
    kind = (values.dtype, values.shape)
    kept = EXCHANGED.setdefault(kind, torch.empty_like(values)).copy_(values)
    collective(kept)
    return kept.clone()`);
  add(`def visit(
    count: int, batch_size: int, shuffle: bool, device: torch.device
) -> tuple[torch.Tensor, ...]:
    """Indices of the examples, batch by batch, in the order of PyTorch's DataLoader."""
    # A DataLoader draws a number for its workers first.
    torch.empty((), dtype=torch.int64).random_()
    order = torch.arange(count)
    if shuffle:
        seed = int(torch.empty((), dtype=torch.int64).random_())
        order = torch.randperm(count, generator=torch.Generator().manual_seed(seed))
    order = order.to(device)
    if dist.is_initialized():
        order = exchange(order, lambda numbers: dist.broadcast(numbers, 0))
    ${
      record.loader.dropLast
        ? "return order.split(batch_size)[: count // batch_size or None]"
        : "return order.split(batch_size)"
    }


def own_share(batch: torch.Tensor) -> tuple[torch.Tensor, bool]:
    """This rank's part of a batch; an example that does not count where there is none."""
    part = batch[rank() :: ranks()]
    return (part, True) if len(part) > 0 else (batch[:1], False)`);
  if (loss.importance !== null) {
    add(`def importance(target: torch.Tensor) -> float:
    """What the targets weigh in the mean that the loss is."""
    return ${loss.importance}`);
  }
  add(epochText(parts, checksNaN));
  add(stateText());
  add(
    mainText({
      record,
      frozen,
      isModule,
      schedules: schedules.length > 0,
      stopping: stopping !== null,
      restores,
      checksNaN,
    }),
  );
  return `${sections.join("\n\n\n")}\n\n\nif __name__ == "__main__":\n    main()\n`;
}

function stoppingText(stopping: NonNullable<ReturnType<typeof stoppingOf>>, record: TrainingRecord): string {
  const { monitor, options } = stopping;
  const { mode = "auto", minDelta = 0, patience = 0, baseline, startFromEpoch = 0 } = options;
  const own = Object.fromEntries(
    record.metrics.flatMap((m) => (typeof m === "object" && m.direction ? [[m.name, m.direction]] : [])),
  );
  const sign = (mode === "auto" ? directionOf(monitor, own) : mode) === "min" ? 1 : -1;
  const baselineTest =
    baseline === undefined
      ? "self.wait = 0"
      : `if ${sign === 1 ? "" : "-"}value < ${literal(sign * baseline - Math.abs(minDelta))}:
                self.wait = 0`;
  const warmUp = startFromEpoch > 0 ? ` or epoch <= ${startFromEpoch}` : "";
  return `class EarlyStopping:
    """Ends the training when ${monitor} has not improved for ${Math.max(patience, 1)} epoch${patience > 1 ? "s" : ""}."""

    def __init__(self) -> None:
        self.best: float | None = None
        self.best_epoch = 0
        self.wait = 0

    def observe(self, epoch: int, measured: dict[str, float]) -> tuple[bool, bool]:
        """Whether the epoch is the best so far, and whether the training ends."""
        value = measured.get(${text(monitor)})
        if value is None${warmUp}:
            return False, False
        self.wait += 1
        value = ${sign === 1 ? "value" : "-value"}
        if not math.isnan(value) and (self.best is None or value${
          minDelta === 0 ? "" : ` + ${literal(Math.abs(minDelta))}`
        } < self.best):
            self.best, self.best_epoch = value, epoch
            ${baselineTest}
            return True, False
        return False, self.wait >= ${patience} and epoch > 1`;
}

function epochText({ loss, metrics }: TrainParts, checksNaN: boolean): string {
  const share =
    loss.reduction === "sum"
      ? "1.0"
      : loss.importance === null
        ? "len(part) / len(batch)"
        : "importance(y[part]) / importance(y[batch])";
  const sums = metrics.map(({ name }) => name);
  return `def run_epoch(
    model: nn.Module,
    data: tuple[torch.Tensor, torch.Tensor],
    batch_size: int,
    shuffle: bool,
    optimizer: torch.optim.Optimizer | None = None,
    amp: bool = False,
) -> dict[str, float]:
    """Trains for an epoch, or measures without an optimizer: means over all examples."""
    x, y = data
    total, count = 0.0, 0
${sums.length > 0 ? "    sums: dict[str, list[float]] = {}\n" : ""}    model.train(optimizer is not None)
    for batch in visit(len(x), batch_size, shuffle, x.device):
        part, counts = own_share(batch)
        share = ${share} if counts else 0.0
        with torch.set_grad_enabled(optimizer is not None):
            with torch.autocast(x.device.type, dtype=torch.bfloat16, enabled=amp):
                prediction = model(x[part])
            if amp:
                prediction = prediction.float()
            loss = loss_function(prediction, y[part])
        if optimizer is not None:
            optimizer.zero_grad()
            (loss * ranks() * share).backward()
            optimizer.step()
        total += loss.item() * len(batch) * share
        count += len(batch)
${
  sums.length > 0
    ? `        for name, (sums_of, _) in METRICS.items():
            new = sums_of(prediction.detach(), y[part])
            old = sums.get(name, [0.0] * len(new))
            sums[name] = [a + b * counts for a, b in zip(old, new)]
`
    : ""
}${
    checksNaN
      ? `        losses = all_sums([loss.item()], x.device)
        if optimizer is not None and not math.isfinite(losses[0]):
            break
`
      : ""
  }    measured = {"loss": all_sums([total], x.device)[0] / count}
${
  sums.length > 0
    ? `    for name, (_, value_of) in METRICS.items():
        measured[name] = value_of(all_sums(sums[name], x.device))
`
    : ""
}    return measured


def all_sums(values: list[float], device: torch.device) -> list[float]:
    """Added up over all ranks."""
    if not dist.is_initialized():
        return values
    sums = torch.tensor(values, dtype=torch.float64, device=device)
    return exchange(sums, dist.all_reduce).tolist()`;
}

function stateText(): string {
  return `def load_data(name: str, device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """Inputs and targets; whole numbers as PyTorch wants indices."""
    tensors = load_file(FOLDER / f"{name}.safetensors")
    x, y = (
        t if t.is_floating_point() or t.dtype == torch.bool else t.long()
        for t in (tensors["x"], tensors["y"])
    )
    return x.to(device), y.to(device)


def load_state(model: nn.Module, optimizer: torch.optim.Optimizer, when: str) -> None:
    """Weights, optimizer and random numbers at the run's "start" or "end"."""
    tensors = load_file(FOLDER / "weights.safetensors")
    prefix = f"{when}.model."
    if not any(name.startswith(prefix) for name in tensors):
        raise SystemExit("The run's end is not known: the model was trained again.")
    model.load_state_dict(
        {k[len(prefix) :]: v for k, v in tensors.items() if k.startswith(prefix)}
    )
    state: dict[int, dict[str, torch.Tensor]] = {}
    prefix = f"{when}.optimizer."
    for name, value in tensors.items():
        if name.startswith(prefix):
            number, key = name[len(prefix) :].split(".")
            state.setdefault(int(number), {})[key] = value
    if state:
        groups = optimizer.state_dict()["param_groups"]
        optimizer.load_state_dict({"state": state, "param_groups": groups})
    for group, lr in zip(optimizer.param_groups, tensors[f"{when}.lr"].tolist()):
        group["lr"] = lr
    torch.set_rng_state(tensors[f"{when}.rng"])


def notebook_epochs() -> list[dict]:
    """What the notebook's run measured, epoch by epoch."""
    lines = (FOLDER / "notebook.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def flat(entry: dict) -> dict[str, float]:
    """An entry of the history as values by name."""
    values = {"loss": entry["loss"], "valLoss": entry["valLoss"], **entry["metrics"]}
    return {name: value for name, value in values.items() if value is not None}


def history_entry(
    epoch: int, measured: dict[str, float], lr: float, seconds: float
) -> dict:
    """A line of history.jsonl, which Gradbook draws while it grows."""
    finite = {k: v if math.isfinite(v) else None for k, v in measured.items()}
    metrics = {k: v for k, v in finite.items() if k not in ("loss", "valLoss")}
    return {
        "epoch": epoch,
        "loss": finite["loss"],
        "valLoss": finite.get("valLoss"),
        "metrics": metrics,
        "lr": lr,
        "seconds": seconds,
    }


def write_history(entries: list[dict]) -> None:
    lines = "".join(f"{json.dumps(entry)}\\n" for entry in entries)
    (FOLDER / "history.jsonl").write_text(lines)


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Writes beside the file and takes its place: one that is cut off must not be read."""
    beside = path.with_suffix(".tmp")
    write(beside)
    os.replace(beside, path)`;
}

interface MainParts {
  readonly record: TrainingRecord;
  readonly frozen: readonly string[];
  readonly schedules: boolean;
  readonly stopping: boolean;
  readonly restores: boolean;
  readonly checksNaN: boolean;
  /** Whether the loss is a module. */
  readonly isModule: boolean;
}

function mainText({ record, frozen, isModule, schedules, stopping, restores, checksNaN }: MainParts): string {
  const { validation, validationEvery, plain, seed } = record;
  const due = validationEvery === 1 ? null : `epoch % ${validationEvery} == 0 or epoch == last_epoch`;
  const measuring = ({ batchSize, shuffle }: { batchSize: number; shuffle: boolean }): string =>
    `${batchSize === record.batchSize ? "BATCH_SIZE" : batchSize}, ${literal(shuffle)}`;
  const measureValidation = validation
    ? `again = run_epoch(network, validation, ${measuring(validation)})`
    : "";
  const lines: string[] = [];
  if (validation) {
    lines.push(`def val_names(measured: dict[str, float]) -> dict[str, float]:
    """accuracy → valAccuracy, as Gradbook calls them."""
    return {f"val{k[0].upper()}{k[1:]}": value for k, value in measured.items()}


`);
  }
  lines.push(`def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    flags = {
        "--resume": "go on after the notebook's run",
        "--checkpoint": "go on from checkpoint.pt",
        "--amp": "compute in bfloat16 where it is safe",
    }
    for flag, what in flags.items():
        parser.add_argument(flag, action="store_true", help=what)
    parser.add_argument("--epochs", type=int, help="number of epochs to train for")
    parser.add_argument("--device", help="such as cuda or cpu")
    args = parser.parse_args()

    distributed = "RANK" in os.environ
    wanted = args.device or ("cuda" if torch.cuda.is_available() else "cpu")
    device = torch.device(wanted)
    if distributed:
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
        if device.type == "cuda":
            device = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
            torch.cuda.set_device(device)

    train = load_data("train", device)
${validation ? `    validation = load_data("validation", device)\n` : ""}${isModule ? "    loss_function.to(device)\n" : ""}    model = build_model().to(device)
${
  frozen.length > 0
    ? `    for name, parameter in model.named_parameters():
        parameter.requires_grad = name not in {${frozen.map(text).join(", ")}}
`
    : ""
}    optimizer = make_optimizer(model)
${schedules ? "    schedules = make_schedules(optimizer)\n" : ""}${stopping ? "    stopping = EarlyStopping()\n" : ""}${
    restores ? "    best: dict[str, torch.Tensor] | None = None\n" : ""
  }    entries: list[dict] = []
    first_epoch = FIRST_EPOCH
    load_state(model, optimizer, "end" if args.resume else "start")
    if args.resume:
        first_epoch = len(notebook_epochs()) + 1
${
  schedules || stopping
    ? `        rates = [group["lr"] for group in optimizer.param_groups]
        for entry in notebook_epochs():
${stopping ? `            stopping.observe(entry["epoch"], flat(entry))\n` : ""}${
        schedules
          ? `            with warnings.catch_warnings():
                # The optimizer has stepped in the notebook.
                warnings.simplefilter("ignore")
                step_schedules(schedules, flat(entry))\n`
          : ""
      }        for group, lr in zip(optimizer.param_groups, rates):
            group["lr"] = lr
`
    : ""
}${
    seed === null
      ? ""
      : `    else:
        torch.manual_seed(${seed})
`
  }    last_epoch = first_epoch - 1 + (args.epochs or EPOCHS - FIRST_EPOCH + 1)

    checkpoint = FOLDER / "checkpoint.pt"
    restarted = int(os.environ.get("TORCHELASTIC_RESTART_COUNT", "0")) > 0
    if (args.checkpoint or restarted) and checkpoint.exists():
        saved = torch.load(checkpoint, map_location=device)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
${schedules ? `        for schedule, state in zip(schedules, saved["schedules"]):\n            schedule.load_state_dict(state)\n` : ""}${
    stopping ? `        vars(stopping).update(saved["stopping"])\n` : ""
  }${restores ? `        best = saved["best"]\n` : ""}        entries, first_epoch = saved["entries"], saved["epoch"] + 1
        torch.set_rng_state(saved["rng"].cpu())
    elif rank() == 0:
        checkpoint.unlink(missing_ok=True)
    if rank() == 0:
        write_history(entries)
    if rank() > 0:
        # Other numbers for dropout; the order of the examples is that of rank 0.
        torch.manual_seed(torch.initial_seed() + rank())

    network = model
    if distributed:
        network = DistributedDataParallel(
            model, device_ids=[device.index] if device.type == "cuda" else None
        )
    for epoch in range(first_epoch, last_epoch + 1):
        began = time.perf_counter()
        lr = optimizer.param_groups[0]["lr"]
        measured = run_epoch(network, train, BATCH_SIZE, ${literal(record.shuffle)}, optimizer, args.amp)
${
  validation
    ? due === null
      ? `        ${measureValidation}\n        measured.update(val_names(again))\n`
      : `        if ${due}:\n            ${measureValidation}\n            measured.update(val_names(again))\n`
    : ""
}${
    plain
      ? `        again = run_epoch(network, train, ${measuring(plain)})
        measured.update({f"train{k[0].upper()}{k[1:]}": v for k, v in again.items()})
`
      : ""
  }        entry = history_entry(epoch, measured, lr, time.perf_counter() - began)
        entries.append(entry)
${
  stopping
    ? `        is_best, stop = stopping.observe(epoch, measured)
${restores ? "        if is_best:\n            best = {k: v.clone() for k, v in model.state_dict().items()}\n" : ""}`
    : ""
}${schedules ? "        step_schedules(schedules, measured)\n" : ""}        if rank() == 0:
            with open(FOLDER / "history.jsonl", "a") as file:
                file.write(f"{json.dumps({**entry, 'epochs': last_epoch})}\\n")
            print(f"epoch {epoch}", *(f"{k} {v:.6g}" for k, v in measured.items()))
            state = {
                "epoch": epoch,
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
${schedules ? `                "schedules": [schedule.state_dict() for schedule in schedules],\n` : ""}${
    stopping ? `                "stopping": vars(stopping),\n` : ""
  }${restores ? `                "best": best,\n` : ""}                "entries": entries,
                "rng": torch.get_rng_state(),
            }
            replace_file(checkpoint, lambda path: torch.save(state, path))
${
  stopping
    ? `        if stop:
            break
`
    : ""
}${checksNaN ? `        if not math.isfinite(measured["loss"]):\n            break\n` : ""}${
    restores
      ? `    if best is not None:
        model.load_state_dict(best)
`
      : ""
  }    if rank() == 0:
        with open(FOLDER / "history.jsonl", "a") as file:
            file.write(json.dumps({"ended": f"{len(entries)} epochs are done."}) + "\\n")
        trained = {k: v.detach().cpu() for k, v in model.state_dict().items()}
        target = FOLDER / "trained.safetensors"
        replace_file(target, lambda path: save_file(trained, path))
    if distributed:
        dist.barrier()
        dist.destroy_process_group()`);
  return lines.join("");
}
