import { strict as assert } from "node:assert";
import { click, press, screenshot } from "./browser.ts";
import { isDrawnOnEveryPage, pictureIn } from "./pictures.ts";

/** What is drawn of the graph, and what is said of its step. */
interface Seen {
  nodes: number;
  links: number;
  current: string;
  stored: string[];
  step: string;
  panel: string;
  said: string;
}

describe("The computation graph in a notebook", function () {
  this.timeout(120_000);

  const seen = pictureIn(
    "notebooks/graph.grad.md",
    readGraph,
    ({ nodes, step }) => nodes === 12 && step === "18 of 18",
  );

  it("has a node for each value and a link for each use, with values and gradients", async () => {
    const { links } = await seen("the links", (picture) => picture.links > 0);
    assert.equal(links, 11);
  });

  it("is stepped by keyboard: each step is marked, written out and said", async () => {
    await click("outputs", ".gradbook-frame");
    await press("Home");
    await seen("the start", ({ step }) => step === "0 of 18");
    for (let i = 0; i < 3; i++) await press("ArrowRight");
    const forward = await seen(
      "tanh on the way forward",
      ({ step, current }) => step === "3 of 18" && current.startsWith("hidden = tanh(v₁)"),
    );
    assert.deepEqual(forward.stored, ["8 B"]);
    assert.match(forward.panel, /Stores for the backward pass: hidden \(8 B\)/);
    await press("End");
    for (let i = 0; i < 3; i++) await press("ArrowLeft");
    const backward = await seen(
      "tanh on the way back",
      ({ step, current, stored }) =>
        step === "15 of 18" && current.startsWith("hidden") && stored.length === 1,
    );
    assert.match(backward.said, /∂error\/∂v₁ = ∂error\/∂hidden ⊙ \(1 − hidden²\)/);
    assert.match(backward.said, /Reads: hidden \(stored, 8 B, now let go\)/);
    await screenshot("graph-keyboard");
  });

  it("is stepped by its slider, with mouse and keyboard", async () => {
    await click("outputs", ".gradbook-stepper input");
    const middle = await seen("a step in the middle", ({ step }) => /^(8|9|10) of 18$/.test(step));
    await press("ArrowRight");
    const next = Number.parseInt(middle.step, 10) + 1;
    await seen("the step after it", ({ step }) => step === `${next} of 18`);
    await click("outputs", ".gradbook-stepper button");
    await seen("the start again", ({ step }) => step === "0 of 18");
  });

  isDrawnOnEveryPage("graph", async () => {
    for (let i = 0; i < 5; i++) await press("ArrowLeft");
    await seen("a step of the way back", ({ step, nodes }) => step === "13 of 18" && nodes === 12);
  });
});

/** Runs in the page. */
function readGraph(): Seen | null {
  const box = document.querySelector(".gradbook-box");
  if (!box) return null;
  const text = (selector: string) => box.querySelector(selector)?.textContent ?? "";
  return {
    nodes: box.querySelectorAll(".gradbook-graph-node").length,
    links: box.querySelectorAll(".gradbook-graph-link").length,
    current: text("[data-current]").replace(/\d+ B$/, ""),
    stored: [...box.querySelectorAll(".gradbook-graph-stored + text")].map((one) => one.textContent ?? ""),
    step: text(".gradbook-stepper output"),
    panel: text(".gradbook-panel"),
    said: text("[aria-live]"),
  };
}
