import { host, type PicturePort } from "../core/host.ts";
import type { Picture } from "../payload/pictures.ts";

/**
 * A picture on the page that can be drawn anew in its place.
 * @example const picture = diagram(net);
 */
export class LivePicture {
  readonly #port: PicturePort;
  readonly #draw: () => Picture;

  constructor(port: PicturePort, draw: () => Picture) {
    this.#port = port;
    this.#draw = draw;
  }

  /**
   * Draws what holds now.
   * @example diagram(net).update();
   */
  update(): void {
    this.#port.update(this.#draw());
  }

  /**
   * As the last value of a cell it needs no output of its own: the picture is there already.
   * @example diagram(net).toMimeBundle() // null
   */
  toMimeBundle(): null {
    return null;
  }
}

/** Shows a picture of something that changes. `watched` is the model whose training keeps it up to date. */
export function showLive(watched: object, draw: () => Picture): LivePicture {
  const port = host().showPicture?.(draw()) ?? { ended: true, update: () => undefined };
  const picture = new LivePicture(port, draw);
  if (!port.ended) following.set(watched, [...(following.get(watched) ?? []), { port, picture }]);
  return picture;
}

/** The clock of the host, in milliseconds, which the ES library does not declare. */
declare const performance: { now(): number };

interface Followed {
  port: PicturePort;
  picture: LivePicture;
}

const following = new WeakMap<object, Followed[]>();

/** Milliseconds between two renewals, at least: as often as an eye follows. */
const PACE = 250;
/** A renewal that took long is followed by this many times its length without one: 2.5 % of the training. */
const REST = 40;

let dueAt = -Infinity;

/** {@link renewPictures}, but no more often than an eye follows and than a training can spare. */
export function renewWhenDue(watched: object): void {
  if (!following.has(watched)) return;
  const began = performance.now();
  if (began < dueAt) return;
  renewPictures(watched);
  const now = performance.now();
  dueAt = now + Math.max(PACE, REST * (now - began));
}

/** Renews the pictures of `watched` that the running cell has shown; those of cells that ended stay as they are. */
export function renewPictures(watched: object): void {
  const open = (following.get(watched) ?? []).filter(({ port }) => !port.ended);
  if (open.length === 0) following.delete(watched);
  else following.set(watched, open);
  for (const { picture } of open) picture.update();
}
