import { isFloating } from "../../core/ndarray.ts";
import { shown } from "../../core/options.ts";
import { showShape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { Module } from "../../nn/module.ts";
import { Parameter } from "../../nn/parameter.ts";
import { say } from "../../payload/say.ts";
import type { OnnxModel, OnnxNode, OnnxValue } from "../format/onnxModel.ts";
import { elementwise } from "./elementwise.ts";
import type { Run } from "./running.ts";
import { shapes } from "./shapes.ts";
import { Attributes, dtypeOf, tensorOf } from "./values.ts";
import { windows } from "./windows.ts";

const runs: Readonly<Record<string, Run>> = { ...elementwise, ...shapes, ...windows };

interface Step {
  readonly node: OnnxNode;
  readonly run: Run;
  readonly attributes: Attributes;
}

/** A graph that was read, as a module: its weights are parameters under the names of the file. */
export class ImportedModel extends Module {
  readonly #inputs: readonly OnnxValue[];
  readonly #outputs: readonly OnnxValue[];
  readonly #steps: readonly Step[];
  readonly #opset: number;
  readonly #constants = new Map<string, Tensor>();
  /** Fields of weights, by their names in the file. */
  readonly #fields = new Map<string, string>();
  readonly #name: string;

  /** @throws {Error} naming operators that are not known */
  constructor(model: OnnxModel) {
    super();
    this.#inputs = model.inputs;
    this.#outputs = model.outputs;
    this.#opset = model.opset;
    this.#name = model.name;
    const unknown = new Set<string>();
    this.#steps = model.nodes.map((node) => {
      const own = ["", "ai.onnx"].includes(node.domain);
      if (!own || !Object.hasOwn(runs, node.op)) unknown.add(own ? node.op : `${node.domain}.${node.op}`);
      return { node, run: runs[node.op], attributes: new Attributes(node.attributes) };
    });
    if (unknown.size > 0) {
      throw new Error(say`it uses ${[...unknown].sort().join(", ")}, which Gradbook does not have`);
    }
    const learned = parametersOf(model);
    let count = 0;
    for (const [name, tensor] of model.initializers) {
      const value = tensorOf(tensor, name);
      const learns = learned.has(name);
      if (!learns && (!isFloating(value.dtype) || value.array.shape.length === 0)) {
        this.#constants.set(name, value);
        continue;
      }
      // Under a number: a file may call its weights as methods are called.
      const field = `weight${count++}`;
      Reflect.set(this, field, learns ? new Parameter(value) : value);
      if (learns) this.registerName(field, name);
      else this.registerBuffer(field, name);
      this.#fields.set(name, field);
    }
  }

  /** Names of what it takes and gives. */
  get inputNames(): string[] {
    return this.#inputs.map(({ name }) => name);
  }

  get outputNames(): string[] {
    return this.#outputs.map(({ name }) => name);
  }

  forward(...given: Tensor[]): Tensor | Tensor[] {
    const values = new Map(this.#constants);
    for (const [name, field] of this.#fields) values.set(name, Reflect.get(this, field) as Tensor);
    if (given.length !== this.#inputs.length) {
      throw new TypeError(
        say`${this.#name}: ${given.length} inputs were given; there are ${this.#inputs.length}: ${this.inputNames.join(", ")}.`,
      );
    }
    this.#inputs.forEach((input, i) => {
      this.#check(input, given[i]);
      values.set(input.name, given[i]);
    });
    for (const { node, run, attributes } of this.#steps) {
      const inputs = node.inputs.map((name) => (name === "" ? null : this.#find(values, name)));
      const results = [
        this.#run(node, () => run({ inputs, attributes, opset: this.#opset, training: this.training })),
      ].flat();
      node.outputs.forEach((name, i) => {
        if (name !== "" && (results[i] as Tensor | undefined)) values.set(name, results[i]);
      });
    }
    const outputs = this.#outputs.map(({ name }) => this.#find(values, name));
    return outputs.length === 1 ? outputs[0] : outputs;
  }

  #run(node: OnnxNode, run: () => Tensor | Tensor[]): Tensor | Tensor[] {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const where = node.name === "" ? node.outputs.join(", ") : node.name;
      throw new Error(say`${this.#name}: node ${where} (${node.op}): ${error.message}`, { cause: error });
    }
  }

  #find(values: ReadonlyMap<string, Tensor>, name: string): Tensor {
    const value = values.get(name);
    if (!value) throw new Error(say`${this.#name}: nothing gives "${name}".`);
    return value;
  }

  #check({ name, type, shape }: OnnxValue, x: unknown): void {
    const fits =
      x instanceof Tensor &&
      x.dtype === dtypeOf(type) &&
      (shape === null ||
        (shape.length === x.array.shape.length &&
          shape.every((extent, axis) => typeof extent !== "number" || extent === x.array.shape[axis])));
    if (fits) return;
    const wanted = `${dtypeOf(type)} [${shape?.join(", ") ?? "…"}]`;
    const got = x instanceof Tensor ? `${x.dtype} ${showShape(x.array.shape)}` : shown(x);
    throw new TypeError(say`${this.#name}: ${name} is to be ${wanted}; ${got} was given.`);
  }

  override typeName(): string {
    return "ImportedModel";
  }

  override extraRepr(): string {
    return `${this.#name}, ${this.inputNames.join(", ")} → ${this.outputNames.join(", ")}`;
  }
}

/** Those that learn: what our own file says, or all fractions with an axis but the statistics of batch normalisation. */
function parametersOf({ initializers, nodes, metadata }: OnnxModel): Set<string> {
  const said: unknown = parsed(metadata["parameters"]);
  if (Array.isArray(said)) {
    return new Set(said.filter((name): name is string => typeof name === "string" && initializers.has(name)));
  }
  const measured = new Set(
    nodes.flatMap(({ op, inputs }) => (op === "BatchNormalization" ? inputs.slice(3, 5) : [])),
  );
  return new Set(
    Array.from(initializers).flatMap(([name, { type, shape }]) =>
      ["float", "double"].includes(type) && shape.length > 0 && !measured.has(name) ? [name] : [],
    ),
  );
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
