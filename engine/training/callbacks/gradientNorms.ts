import { expectModule } from "../../core/expect.ts";
import { checkOptions } from "../../core/options.ts";
import { atLeastOne } from "../../figures/maps/layers.ts";
import { showLive } from "../../figures/livePicture.ts";
import { withGradMode } from "../../core/gradMode.ts";
import type { Module } from "../../nn/module.ts";
import type { GradientsPicture } from "../../payload/networkPictures.ts";
import { sample } from "../../payload/sample.ts";
import type { Callback } from "./callback.ts";

/** How often {@link GradientNorms} looks, and its heading. */
export interface GradientNormsOptions {
  title?: string;
  /** Batches from one look to the next. Default 10. */
  every?: number;
}

/** More points are thinned out: every second stays, and it is looked half as often. */
const MOST = 200;

/**
 * Draws the length of the gradient of each layer's parameters while `fit` trains, on a logarithmic axis: layers whose
 * line lies far below the others hardly learn, and one that shoots up explodes. It looks at every tenth batch, so that
 * it costs next to nothing, and draws as often as the other pictures that follow a training.
 *
 * @example await fit(net, [x, y], { loss: "mse", callbacks: [new GradientNorms(net)] });
 */
export class GradientNorms implements Callback {
  /** As given, defaults filled in. */
  readonly options: Readonly<Required<GradientNormsOptions>>;
  readonly #model: Module;
  #batches = 0;
  #every = 1;
  #steps: number[] = [];
  #norms: number[][] = [];

  constructor(model: Module, options: GradientNormsOptions = {}) {
    expectModule("GradientNorms", model);
    checkOptions("GradientNorms", options, { title: 1, every: 1 });
    const { title = "", every = 10 } = options;
    atLeastOne("GradientNorms", { every });
    this.options = { title, every };
    this.#model = model;
  }

  /** The picture of what was seen so far.
   * @example norms.picture().lines.map((line) => line.name) */
  picture(): GradientsPicture {
    return {
      version: 1,
      kind: "gradients",
      over: "steps",
      title: this.options.title,
      x: [...this.#steps],
      lines: this.#layers().map(([name], i) => ({ name, y: this.#norms.map((row) => sample(row[i])) })),
    };
  }

  onTrainBegin(): void {
    [this.#batches, this.#every, this.#steps, this.#norms] = [0, this.options.every, [], []];
    showLive(this.#model, () => this.picture());
  }

  onBatchEnd(): void {
    this.#batches++;
    if (this.#batches !== 1 && this.#batches % this.#every !== 0) return;
    this.#steps.push(this.#batches);
    this.#norms.push(withGradMode(false, () => this.#layers().map(([, layer]) => lengthOf(layer))));
    if (this.#steps.length <= MOST) return;
    this.#every *= 2;
    const stays = (_: unknown, i: number): boolean =>
      this.#steps[i] === 1 || this.#steps[i] % this.#every === 0;
    [this.#norms, this.#steps] = [this.#norms.filter(stays), this.#steps.filter(stays)];
  }

  /** The parts that have parameters of their own. */
  #layers(): [name: string, layer: Module][] {
    return Array.from(this.#model.namedModules())
      .filter(([, part]) => ownParameters(part).length > 0)
      .map(([name, part]) => [`${name} ${part.typeName()}`.trim(), part]);
  }
}

function ownParameters(layer: Module): ReturnType<Module["parameters"]> {
  const inner = new Set(layer.children().flatMap((part) => part.parameters()));
  return layer.parameters().filter((parameter) => !inner.has(parameter));
}

function lengthOf(layer: Module): number {
  let squares = 0;
  for (const { gradient } of ownParameters(layer)) {
    if (gradient) squares += gradient.pow(2).sum().item();
  }
  return Math.sqrt(squares);
}
