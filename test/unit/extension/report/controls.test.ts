/** Controls in an exported report: what each stood at, in words, and a picture of what is drawn. */
import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import type { Control } from "../../../../engine/payload/control.ts";
import { controlWords } from "../../../../engine/payload/controlWords.ts";
import { CONTROL_MIME } from "../../../../engine/payload/mime.ts";
import { outputHtml } from "../../../../extension/report/outputHtml.ts";

const choices = ["relu", "tanh"];
const controls: Control[] = [
  { kind: "slider", label: "learning rate", min: 1e-4, max: 1, step: null, scale: "log", value: 0.03 },
  { kind: "number", label: "epochs", min: 1, max: null, step: 1, value: 20 },
  { kind: "select", label: "activation", choices, value: "tanh" },
  { kind: "radio", label: "in view", choices, value: "relu" },
  { kind: "selectMany", label: "any of a list", choices, value: ["relu"] },
  { kind: "checkboxes", label: "any in view", choices, value: [] },
  { kind: "checkbox", label: "shuffle", value: true },
  { kind: "text", label: "sentence", placeholder: "", rows: 1, value: "<b>once</b>" },
  { kind: "button", label: "Train again", value: 2 },
  {
    kind: "drawing",
    label: "a digit",
    width: 8,
    height: 8,
    value: Array.from({ length: 64 }, (_, i) => (i % 3) / 2),
  },
  { kind: "points", label: "points", x: [-1, 1], y: [-1, 1], classes: ["a", "b"], value: [[0.5, 0.5, 1]] },
  { kind: "file", label: "a picture", accept: "", value: null },
];

function shown(control: Control, language = "en", movable = false): Document {
  const payload = { version: 1, id: "c", key: "k", stamp: 0, initial: control.value, control };
  const html = outputHtml(
    { output_type: "display_data", metadata: {}, data: { [CONTROL_MIME]: payload, "text/plain": "words" } },
    { language, id: "output", markdown: (text) => text, controls: movable },
  );
  return new JSDOM(html).window.document;
}

describe("Controls in a report", () => {
  for (const control of controls) {
    it(`are stills that say what they stood at: ${control.kind}`, () => {
      for (const language of ["en", "zh-cn"]) {
        const page = shown(control, language);
        assert.equal(page.querySelector("p.words")?.textContent, controlWords(control, language));
        const drawn = control.kind === "drawing" || control.kind === "points";
        assert.equal(page.querySelectorAll('img[src^="data:image/svg+xml;base64,"]').length, drawn ? 1 : 0);
        assert.equal(page.querySelectorAll("input, button, select, script, b").length, 0);
      }
    });
  }

  it("carry their state where the page's script can move them", () => {
    const [slider = assert.fail()] = controls;
    const page = shown(slider, "en", true);
    const data = page.querySelector(`figure[data-mime="${CONTROL_MIME}"] > script[type="application/json"]`);
    assert.deepEqual((JSON.parse(data?.textContent ?? "") as { control: Control }).control, slider);
  });

  it("that are broken are words", () => {
    const page = shown({ kind: "none" } as unknown as Control);
    assert.equal(page.body.textContent, "words");
  });
});
