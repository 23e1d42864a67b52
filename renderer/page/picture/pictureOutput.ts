import type { Stage } from "../chart/chartView.ts";
import { drawingOf } from "../../views/pictures/drawingOf.ts";
import type { Picture } from "../../../engine/payload/pictures.ts";
import { PictureView } from "./pictureView.ts";

/** A picture of ours in the page. */
export class PictureOutput {
  readonly #view: PictureView;

  constructor(stage: Stage, payload: Picture) {
    this.#view = new PictureView(stage, drawingOf(payload));
  }

  get root(): HTMLElement {
    return this.#view.root;
  }

  /** The output was rendered again: the same box shows the new picture. */
  update(payload: Picture): void {
    this.#view.show(drawingOf(payload));
  }

  redraw(): void {
    this.#view.redraw();
  }

  dispose(): void {
    this.#view.dispose();
  }
}
