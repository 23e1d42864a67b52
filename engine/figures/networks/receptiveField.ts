import { expectModule } from "../../core/expect.ts";
import { host } from "../../core/host.ts";
import type { Node } from "../../core/node.ts";
import { checkOptions } from "../../core/options.ts";
import { showShape } from "../../core/shape.ts";
import { Tensor } from "../../core/tensor.ts";
import { withGradMode } from "../../core/gradMode.ts";
import { observeCalls } from "../../nn/callable.ts";
import { Module } from "../../nn/module.ts";
import type { ReceptiveLayer, ReceptivePicture } from "../../payload/networkPictures.ts";
import { say } from "../../payload/say.ts";
import { partNames } from "../maps/layers.ts";
import { quietly } from "../quietly.ts";
import { exampleInput } from "./exampleInput.ts";

/** How {@link receptiveField} draws. */
export interface ReceptiveFieldOptions {
  title?: string;
  /** Shape of one image: [channels, height, width]. */
  inputShape?: readonly number[];
}

/**
 * Draws how much of an image one output of each convolution and pool sees, with a slider through the layers: where
 * layers are stacked, fields grow; behind a stride they grow faster. Branches that meet again, as in residual blocks,
 * count with the largest field. What comes behind layers that look at the whole image, such as `Linear` or adaptive
 * pools, is left out. Normalisation counts as element by element.
 *
 * @throws {Error} when there is no convolution or pool, or the image does not fit the model
 * @example receptiveField(lenet, { inputShape: [1, 28, 28] });
 */
export function receptiveField(model: Module, options: ReceptiveFieldOptions = {}): void {
  host().showPicture?.(receptiveFieldPicture(model, options));
}

/** From where to where outputs see, along one axis of the image: output i from start + i·jump, `size` long. */
interface Reach {
  start: number;
  size: number;
  jump: number;
}

type Reaches = readonly [down: Reach, across: Reach];

const itself: Reaches = [0, 1].map(() => ({ start: 0, size: 1, jump: 1 })) as [Reach, Reach];

/** The picture that {@link receptiveField} shows. Pure.
 * @example receptiveFieldPicture(lenet, { inputShape: [1, 28, 28] }).layers.at(-1).field // [14, 14] */
export function receptiveFieldPicture(model: Module, options: ReceptiveFieldOptions = {}): ReceptivePicture {
  expectModule("receptiveField", model);
  checkOptions("receptiveField", options, { title: 1, inputShape: 1 });
  const { title = "", inputShape } = options;
  const { x } = exampleInput("receptiveField", model, inputShape);
  if (x.array.shape.length !== 4) {
    throw new RangeError(
      say`receptiveField: one example has the shape ${showShape(x.array.shape.slice(1))}; give that of one image, as in
        { inputShape: [1, 28, 28] }.`,
    );
  }
  x.requiresGrad = true;
  const layers = layersOf(model, x);
  if (layers.length === 0) {
    throw new Error(
      say`receptiveField: there is no convolution or pool over images in this model of ${partNames(model)}.`,
    );
  }
  const [, , height, width] = x.array.shape;
  return { version: 1, kind: "receptive", title, height, width, layers };
}

function layersOf(model: Module, x: Tensor): ReceptiveLayer[] {
  const names = new Map<unknown, string>(Array.from(model.namedModules(), ([name, part]) => [part, name]));
  const known = new Map<Node, Reaches | null>();
  const layers: ReceptiveLayer[] = [];
  const see = (module: unknown, input: unknown, output: unknown): void => {
    if (!(module instanceof Module) || !(output instanceof Tensor) || !(input instanceof Tensor)) return;
    const { gradFn } = output;
    if (module.children().length > 0 || !gradFn) return;
    const type = module.typeName();
    if (/Linear|Flatten|Adaptive|ConvTranspose|Conv1d|Pool1d|Unfold|Attention|RNN|GRU|LSTM/.test(type)) {
      known.set(gradFn, null);
      return;
    }
    if (!/Conv|Pool/.test(type)) return;
    const before = reachesOf(input, x, known);
    const after = before && wider(before, module);
    known.set(gradFn, after);
    if (!after) return;
    const { shape } = output.array;
    const extents = [shape[shape.length - 2], shape[shape.length - 1]] as const;
    const middle = after.map(({ start, jump }, i) => start + Math.floor((extents[i] - 1) / 2) * jump);
    layers.push({
      name: names.get(module) ?? "",
      type,
      output: [...extents],
      field: [after[0].size, after[1].size],
      jump: [after[0].jump, after[1].jump],
      from: [middle[0], middle[1]],
    });
  };
  quietly(model, () =>
    withGradMode(true, () =>
      observeCalls(
        (module, inputs, output) => see(module, inputs[0], output),
        () => model(x) as unknown,
      ),
    ),
  );
  return layers;
}

/** Back along what was computed, to layers that are known; where several meet, the widest of them. */
function reachesOf(of: Tensor, x: Tensor, known: Map<Node, Reaches | null>): Reaches | null {
  if (of === x) return itself;
  const visit = (node: Node): Reaches | null | undefined => {
    const there = known.get(node);
    if (there !== undefined) return there;
    if (node.leaf) return node.leaf === x ? itself : undefined;
    const met = node.inputs.flatMap((input) => {
      const reaches = input ? visit(input) : undefined;
      return reaches === undefined ? [] : [reaches];
    });
    const joined = met.length === 0 ? undefined : met.reduce(join);
    if (joined !== undefined) known.set(node, joined);
    return joined;
  };
  return (of.gradFn && visit(of.gradFn)) ?? null;
}

function join(a: Reaches | null, b: Reaches | null): Reaches | null {
  if (!a || !b) return null;
  const both = ([p, q]: readonly [Reach, Reach]): Reach => {
    const start = Math.min(p.start, q.start);
    return {
      start,
      size: Math.max(p.start + p.size, q.start + q.size) - start,
      jump: Math.max(p.jump, q.jump),
    };
  };
  return [both([a[0], b[0]]), both([a[1], b[1]])];
}

/** What the outputs of a window over such outputs see. */
function wider(reaches: Reaches, module: Module): Reaches {
  const at = (name: string, axis: number, otherwise: number): number => {
    const value: unknown = Reflect.get(module, name);
    if (typeof value === "number") return value;
    return Array.isArray(value) ? ((value as number[])[axis] ?? otherwise) : otherwise;
  };
  const along = ({ start, size, jump }: Reach, axis: number): Reach => {
    const span = (at("kernelSize", axis, 1) - 1) * at("dilation", axis, 1);
    const same = Reflect.get(module, "padding") === "same";
    const padding = same ? Math.floor(span / 2) : at("padding", axis, 0);
    return {
      start: start - padding * jump,
      size: size + span * jump,
      jump: jump * at("stride", axis, 1),
    };
  };
  return [along(reaches[0], 0), along(reaches[1], 1)];
}
