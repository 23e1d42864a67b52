import { expect } from "../../core/expect.ts";
import type { Note } from "../../figures/plot.ts";
import type { Phrase } from "../../payload/say.ts";
import { aText } from "../checks.ts";

const aPlace: Phrase = "a place, such as [1, -0.5]";

/**
 * A note for a figure: a text, and the place to which a line leads from it. `plot` takes notes as an option.
 * @param xytext where the text begins
 * @example plot(x, [y], "x", "f(x)", { annotations: [d2l.annotate("global minimum", [1.1, -0.95], [0.6, 0.8])] });
 */
export function annotate(
  text: string,
  xy: readonly [x: number, y: number],
  xytext: readonly [x: number, y: number],
): Note {
  expect("annotate", aText, text, typeof text === "string");
  for (const place of [xy, xytext])
    expect(
      "annotate",
      aPlace,
      place,
      Array.isArray(place) && String(place.length) === "2" && place.every(Number.isFinite),
    );
  return { text, xy, xytext };
}
