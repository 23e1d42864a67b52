import { strict as assert } from "node:assert";
import { click, drag, press, screenshot } from "./browser.ts";
import { isDrawnOnEveryPage, pictureIn } from "./pictures.ts";

interface Seen {
  points: number;
  /** Corners of the unit square where the map has taken it. */
  corners: string;
  /** What the sliders stand at. */
  settings: number[];
  panel: string;
}

describe("An affine map in a notebook", function () {
  this.timeout(120_000);

  const seen = pictureIn("notebooks/affine.grad.md", readMap, ({ points }) => points === 12);

  it("has a slider for how far it is applied, and one for each entry", async () => {
    const { settings } = await seen("all sliders", (picture) => picture.settings.length === 7);
    assert.deepEqual(settings, [2, 1.5, 0.5, 0.25, 1, 2, 0.5]);
  });

  it("is undone and applied by keyboard", async () => {
    const whole = await seen("the whole map", ({ panel }) => panel.includes("+ b"));
    await click("outputs", ".gradbook-frame");
    await press("Home");
    await seen(
      "nothing applied",
      ({ settings, panel }) => settings[0] === 0 && panel.includes("Every point where it is"),
    );
    for (let i = 0; i < 10; i++) await press("ArrowRight");
    await seen("the linear part", ({ panel }) => panel.includes("First the linear part"));
    await press("End");
    await seen("the whole map again", ({ corners }) => corners === whole.corners);
  });

  it("follows the slider of an entry, by mouse and keyboard, and is reset", async () => {
    const whole = await seen("the whole map", ({ settings }) => settings[0] === 2);
    await click("outputs", 'input[aria-label="W₁₁"]');
    const clicked = await seen(
      "another entry and its map",
      ({ settings, corners }) => settings[1] !== 1.5 && corners !== whole.corners,
    );
    const entry = clicked.settings[1] ?? NaN;
    await press("ArrowLeft");
    await seen("a step less", ({ settings }) => Math.abs((settings[1] ?? NaN) - (entry - 0.05)) < 1e-6);
    await screenshot("affine-slider");
    await click("outputs", ".gradbook-reset");
    await seen("the map as it was", ({ corners }) => corners === whole.corners);
  });

  it("follows a slider that is dragged", async () => {
    const whole = await seen("the map as it was", ({ settings }) => settings[1] === 1.5);
    await drag("outputs", 'input[aria-label="W₁₁"]', 0.2, 0.9);
    await seen(
      "the entry where the pointer was let go",
      ({ settings, corners }) => (settings[1] ?? 0) > 1.5 && corners !== whole.corners,
    );
    await click("outputs", ".gradbook-reset");
    await seen("the map as it was", ({ corners }) => corners === whole.corners);
  });

  isDrawnOnEveryPage("affine", () =>
    seen("the plane", ({ points, settings }) => points === 12 && settings[0] === 2),
  );
});

/** Runs in the page. */
function readMap(): Seen | null {
  const box = document.querySelector(".gradbook-box");
  if (!box) return null;
  return {
    points: box.querySelectorAll(".gradbook-affine-point").length,
    corners: box.querySelector(".gradbook-affine-square")?.getAttribute("points") ?? "",
    settings: [...box.querySelectorAll<HTMLInputElement>("input[type=range]")].map(({ value }) =>
      Number(value),
    ),
    panel: box.querySelector(".gradbook-panel")?.textContent ?? "",
  };
}
