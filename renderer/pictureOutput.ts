import type { Stage } from "./chartView.ts";
import { drawingOf } from "./drawingOf.ts";
import type { PicturePayload } from "./picturePayload.ts";
import { PictureView } from "./pictureView.ts";

/** A picture of ours in the page. */
export class PictureOutput {
  readonly #view: PictureView;

  constructor(stage: Stage, payload: PicturePayload) {
    this.#view = new PictureView(stage, drawingOf(payload));
  }

  get root(): HTMLElement {
    return this.#view.root;
  }

  /** The output was rendered again: the same box shows the new picture. */
  update(payload: PicturePayload): void {
    this.#view.show(drawingOf(payload));
  }

  redraw(): void {
    this.#view.redraw();
  }

  dispose(): void {
    this.#view.dispose();
  }
}
