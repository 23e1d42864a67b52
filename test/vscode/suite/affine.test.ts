import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { click, drag, inOutputs, press, screenshot, setTheme, until } from "./browser.ts";
import { focusPicture } from "./charts.ts";
import { assertAllRan, openNotebook, runAll } from "./notebooks.ts";

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

  before(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await setTheme("light");
    const editor = await openNotebook("notebooks/affine.grad.md");
    await runAll(editor);
    assertAllRan(editor.notebook);
    await seen("the map", ({ points }) => points === 12);
  });

  after(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

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

  for (const theme of ["light", "dark"] as const) {
    for (const width of ["wide", "narrow"] as const) {
      it(`is drawn in the ${theme} theme on a ${width} page`, async () => {
        await setTheme(theme);
        if (width === "narrow") {
          await vscode.commands.executeCommand("workbench.action.newGroupRight");
          await vscode.commands.executeCommand("workbench.action.focusFirstEditorGroup");
        }
        try {
          await focusPicture();
          await press("End");
          await seen("the plane", ({ points, settings }) => points === 12 && settings[0] === 2);
          await screenshot(`affine-${theme}-${width}`);
        } finally {
          if (width === "narrow") await vscode.commands.executeCommand("workbench.action.joinAllGroups");
        }
      });
    }
  }
});

function seen(what: string, wanted: (seen: Seen) => boolean): Promise<Seen> {
  return until(what, async () => (await inOutputs(readMap)).find((picture) => picture && wanted(picture)));
}

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
