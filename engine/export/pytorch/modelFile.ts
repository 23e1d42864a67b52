/** `model.py`: the model as PyTorch's users write it. */
import type { Tensor } from "../../core/tensor.ts";
import { Module } from "../../nn/module.ts";
import type { ModuleCall } from "../../core/context.ts";
import { say } from "../../payload/say.ts";
import type { TraceCall, TraceStep } from "../trace/trace.ts";
import { type BatchTrace, traceBatches } from "../trace/twoBatches.ts";
import { type Frame, functionText } from "./forward.ts";
import { isBuiltIn, made } from "./layers.ts";
import { freeName, indented, isIdentifier, literal, tuple } from "./python.ts";

/** Columns before what a function of a file returns. */
const RETURN = "    return ".length;

/** Classes and functions of a file, and how the model is made. */
export interface ModelText {
  /** Definitions, one after the other. */
  readonly definitions: readonly string[];
  /** Makes the model: `Net()`. */
  readonly made: string;
  /** What the maker is said to return. */
  readonly type: string;
}

/**
 * @param inputs examples for the model to be called with; needed where PyTorch does not have its class
 * @throws {Error} naming what cannot be written in PyTorch
 */
export function modelText(model: Module, inputs: readonly Tensor[] | null): ModelText {
  if (model.modules().every(isBuiltIn)) {
    return { definitions: [], made: made(model, refuse, RETURN), type: `nn.${model.typeName()}` };
  }
  if (!inputs) {
    throw new TypeError(
      say`export: ${model.typeName()} is a class of your own; give an input to follow its forward with, as in { input: x
        }.`,
    );
  }
  const batch = traceBatches((...given) => model(...given) as unknown, inputs, model.modules());
  const classes = new Classes(batch);
  const text = made(model, (module) => classes.made(module), RETURN);
  return { definitions: classes.definitions, made: text, type: text.replace(/\([^]*$/, "") };
}

/** A loss of one's own as a function, or as a module of its own class. */
export function lossText(
  loss: ((prediction: Tensor, target: Tensor) => Tensor) | Module,
  prediction: Tensor,
  target: Tensor,
): ModelText {
  const modules = loss instanceof Module ? loss.modules() : [];
  const run = loss as (prediction: Tensor, target: Tensor) => Tensor;
  const batch = traceBatches((p, t) => run(p, t), [prediction, target], modules);
  if (loss instanceof Module) {
    const classes = new Classes(batch);
    const text = made(loss, (module) => classes.made(module), 4);
    return { definitions: classes.definitions, made: text, type: "nn.Module" };
  }
  const { trace } = batch;
  const frame: Frame = {
    events: trace.events.filter(({ call }) => call === null || call.outer === null),
    inputs: trace.inputs,
    output: trace.output,
    module: null,
    names: ["prediction", "target"],
  };
  const { parameters, lines } = functionText(frame, batch);
  const definition = [
    `def loss_function(${parameters.join(", ")}) -> torch.Tensor:`,
    indented(lines.join("\n"), "    "),
  ].join("\n");
  return { definitions: [definition], made: "loss_function", type: "nn.Module" };
}

function refuse(module: Module): never {
  throw new Error(say`export: PyTorch has no ${module.typeName()}.`);
}

/** Classes of the person's own. */
class Classes {
  readonly definitions: string[] = [];
  readonly #batch: BatchTrace;
  /** By their text without the name. */
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>(["nn", "F", "torch", "OrderedDict"]);
  readonly #frames = new Map<Module, Frame>();

  constructor(batch: BatchTrace) {
    this.#batch = batch;
    const inside = new Map<ModuleCall | null, (TraceStep | TraceCall)[]>();
    const put = (call: ModuleCall | null, event: TraceStep | TraceCall): void => {
      const list = inside.get(call) ?? [];
      list.push(event);
      inside.set(call, list);
    };
    for (const event of batch.trace.events) {
      if (event.kind === "step") put(event.call, event);
      else {
        const { module, inputs, output, call } = event;
        put(call.outer, event);
        if (this.#frames.has(module)) continue;
        const events = inside.get(call) ?? [];
        this.#frames.set(module, { events, inputs, output, module, names: parameterNames(module) });
      }
    }
  }

  /** The call that makes a module of a class of one's own, which is defined where it is not yet. */
  made(module: Module): string {
    const body = this.#body(module);
    let name = this.#names.get(module.typeName() + body);
    if (name === undefined) {
      name = freeName(module.typeName(), this.#taken);
      this.#taken.add(name);
      this.#names.set(module.typeName() + body, name);
      this.definitions.push(`class ${name}(nn.Module):\n${body}`);
    }
    return `${name}()`;
  }

  #body(module: Module): string {
    const init = ["super().__init__()", ...this.#fields(module)];
    const lines = ["def __init__(self) -> None:", indented(init.join("\n"), "    ")];
    const frame = this.#frames.get(module);
    if (frame) {
      const { parameters, result, lines: body } = functionText(frame, this.#batch);
      lines.push(
        "",
        `def forward(${["self", ...parameters].join(", ")}) -> ${result}:`,
        indented(body.join("\n"), "    "),
      );
    }
    return indented(lines.join("\n"), "    ");
  }

  #fields(module: Module): string[] {
    const children = [...module.namedChildren()].map(([name, child]) => {
      const text = made(child, (part) => this.made(part), `        self.${name} = `.length);
      return isIdentifier(name) ? `self.${name} = ${text}` : `self.add_module(${literal(name)}, ${text})`;
    });
    const own = (path: string): boolean =>
      !path.includes(".") && ![...module.namedChildren()].some(([n]) => n === path);
    const parameters = [...module.namedParameters()]
      .filter(([path]) => own(path))
      .map(([name, { shape }]) => `self.${name} = nn.Parameter(torch.empty(${sizes(shape)}))`);
    const saved = module.stateDict();
    const buffers = [...module.namedBuffers()]
      .filter(([path]) => own(path))
      .map(([name, { shape, dtype }]) => {
        const type = dtype === "float32" ? "" : `, dtype=torch.${dtype === "int32" ? "int64" : dtype}`;
        const persistent = saved.has(name) ? "" : ", persistent=False";
        return `self.register_buffer(${literal(name)}, torch.zeros(${sizes(shape)}${type})${persistent})`;
      });
    return [...parameters, ...buffers, ...children];
  }
}

function sizes(shape: readonly number[]): string {
  return shape.length === 0 ? tuple(shape) : shape.join(", ");
}

/** The parameters of `forward`, where they are plain names. */
export function parameterNames(module: Module): string[] {
  const forward: unknown = Reflect.get(module, "forward");
  const list = typeof forward === "function" ? /^[^(]*\(([^)]*)\)/.exec(String(forward))?.[1] : undefined;
  return (list ?? "").split(",").flatMap((part) => /^\s*([A-Za-z_$][\w$]*)/.exec(part)?.[1] ?? []);
}
