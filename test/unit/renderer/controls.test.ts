/** Controls in a page: what moving them tells, and what stays when their cell runs again. */
import assert from "node:assert/strict";
import type { Control, ControlPayload } from "../../../engine/payload/control.ts";
import type { FromRenderer } from "../../../engine/payload/messages.ts";
import { ControlOutputs } from "../../../renderer/page/controls/controlOutputs.ts";
import { penRadius, strokeInk } from "../../../renderer/views/controls/ink.ts";
import { placeUnder, planeOf, pointNear } from "../../../renderer/views/controls/pointsSvg.ts";
import { lightTheme } from "./frames.ts";
import { FakePage } from "./fakePage.ts";

type Told = Extract<FromRenderer, { type: "control" }>;

const slider: Control = {
  kind: "slider",
  label: "learning rate",
  min: 1e-4,
  max: 1,
  step: null,
  scale: "log",
  value: 0.01,
};

describe("A control in a page", () => {
  let page: FakePage;
  let told: Told[];
  let outputs: ControlOutputs;
  let host: HTMLElement;
  beforeEach(() => {
    page = new FakePage();
    told = [];
    outputs = new ControlOutputs(
      page.document,
      () => lightTheme,
      (message) => told.push(message as Told),
    );
    host = page.host();
  });
  afterEach(() => page.close());

  const payload = (control: Control, parts: Partial<ControlPayload> = {}): ControlPayload => ({
    version: 1,
    id: "first",
    key: `${control.kind} ${control.label}#1`,
    stamp: 0,
    initial: control.value,
    control,
    ...parts,
  });
  const render = (shown: ControlPayload, language = "en"): void =>
    outputs.render("1", () => shown, host, language);
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as querySelector has it
  const find = <T extends Element>(selector: string): T => {
    const found = host.querySelector<T>(selector);
    assert.ok(found, selector);
    return found;
  };
  const fire = (target: Element, type: string): void => {
    target.dispatchEvent(new page.window.Event(type, { bubbles: true }));
  };
  const key = (target: Element, name: string): void => {
    target.dispatchEvent(
      new page.window.KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }),
    );
  };

  it("tells each place of a slider at once, and says it in words", () => {
    render(payload(slider));
    const range = find<HTMLInputElement>("input[type=range]");
    assert.equal(range.labels?.[0]?.textContent, "learning rate");
    assert.equal(range.getAttribute("aria-valuetext"), "0.01");
    range.value = String(Number(range.value) + 1);
    fire(range, "input");
    assert.equal(range.getAttribute("aria-valuetext"), "0.011");
    assert.equal(find<HTMLInputElement>(".gradbook-control-number").value, "0.011");
    assert.deepEqual(
      told.map(({ id, value }) => ({ id, value })),
      [{ id: "first", value: 0.011 }],
    );
    assert.ok(told[0].stamp > 0);
  });

  it("takes a number that is typed, within its ends, and puts back what is none", () => {
    render(payload(slider));
    const field = find<HTMLInputElement>(".gradbook-control-number");
    for (const [typed, left] of [
      ["0.5", "0.5"],
      ["7", "1"],
      ["0,25", "0.25"],
      ["much", "0.25"],
      ["", "0.25"],
    ]) {
      field.value = typed;
      fire(field, "change");
      assert.equal(field.value, left, typed);
    }
    assert.deepEqual(
      told.map(({ value }) => value),
      [0.5, 1, 0.25],
    );
  });

  it("stays the same element when its cell runs again, with what the person chose since", () => {
    render(payload(slider));
    const range = find<HTMLInputElement>("input[type=range]");
    range.value = "50";
    fire(range, "input");
    const moved = range.getAttribute("aria-valuetext");
    // A run that began before.
    render(payload(slider, { id: "second" }));
    assert.equal(find("input[type=range]"), range);
    assert.equal(range.getAttribute("aria-valuetext"), moved);
    range.value = "51";
    fire(range, "input");
    assert.equal(told.at(-1)?.id, "second");
    // One that knows a newer value.
    const stamp = (told.at(-1)?.stamp ?? 0) + 1;
    render(payload({ ...slider, value: 0.5 }, { id: "third", stamp, initial: 0.01 }));
    assert.equal(find("input[type=range]"), range);
    assert.equal(range.getAttribute("aria-valuetext"), "0.5");
  });

  it("is another one when its cell gives it other ends, or another value", () => {
    render(payload(slider));
    const range = find<HTMLInputElement>("input[type=range]");
    range.value = "50";
    fire(range, "input");
    render(payload({ ...slider, max: 10 }));
    assert.notEqual(find("input[type=range]"), range);
    render(payload({ ...slider, value: 0.1 }));
    assert.equal(find("input[type=range]").getAttribute("aria-valuetext"), "0.1");
  });

  it("follows another page of the notebook, and says where a value waits for a run", () => {
    render(payload(slider), "zh-cn");
    outputs.receive({ type: "controlMoved", id: "other", value: 1, stamp: 9, followed: true });
    assert.equal(find("input[type=range]").getAttribute("aria-valuetext"), "0.01");
    outputs.receive({ type: "controlMoved", id: "first", value: 1, stamp: 9, followed: false });
    assert.equal(find("input[type=range]").getAttribute("aria-valuetext"), "1");
    assert.match(find(".gradbook-control-note").textContent, /运行/);
    outputs.receive({ type: "controlMoved", id: "first", value: 0.1, stamp: 8, followed: true });
    assert.equal(find("input[type=range]").getAttribute("aria-valuetext"), "1");
    assert.equal(find(".gradbook-control-note").textContent, "");
    assert.deepEqual(told, []);
  });

  it("tells choices, ticks and presses", () => {
    render(payload({ kind: "select", label: "x", choices: ["a", "b"], value: "a" }));
    const list = find<HTMLSelectElement>("select");
    list.value = "b";
    fire(list, "change");
    render(payload({ kind: "checkboxes", label: "x", choices: ["a", "b"], value: ["a"] }));
    const boxes = [...host.querySelectorAll<HTMLInputElement>("input")];
    assert.deepEqual(
      boxes.map(({ checked }) => checked),
      [true, false],
    );
    boxes[1].click();
    render(payload({ kind: "radio", label: "x", choices: ["a", "b"], value: "a" }));
    host.querySelectorAll<HTMLInputElement>("input")[1].click();
    render(payload({ kind: "button", label: "go", value: 2 }));
    find<HTMLButtonElement>("button").click();
    find<HTMLButtonElement>("button").click();
    render(payload({ kind: "text", label: "words", placeholder: "", rows: 3, value: "" }));
    const area = find<HTMLTextAreaElement>("textarea");
    area.value = "abc";
    fire(area, "change");
    assert.deepEqual(
      told.map(({ value }) => value),
      ["b", ["a", "b"], "b", 3, 4, "abc"],
    );
  });

  it("is drawn on and cleared by the keyboard, and each step is said", () => {
    render(
      payload({
        kind: "drawing",
        label: "a digit",
        width: 8,
        height: 8,
        value: new Array<number>(64).fill(0),
      }),
    );
    const canvas = find("canvas");
    assert.match(canvas.getAttribute("aria-label") ?? "", /a digit: 0 pixels drawn on/);
    for (const name of [" ", "ArrowRight", "ArrowRight", " "]) key(canvas, name);
    const ink = told.at(-1)?.value as number[];
    assert.ok(ink.filter((each) => each > 0).length >= 3);
    assert.match(find("[aria-live]").textContent, /row 4, column 6, pen up/);
    key(canvas, "Delete");
    assert.ok((told.at(-1)?.value as number[]).every((each) => each === 0));
    [...host.querySelectorAll("button")][0].click();
    assert.deepEqual(told.at(-1)?.value, ink);
  });

  it("has points placed and taken away by the keyboard, of the class that is chosen", () => {
    render(payload({ kind: "points", label: "p", x: [-1, 1], y: [-1, 1], classes: ["a", "b"], value: [] }));
    const plane = find(".gradbook-control-plane");
    for (const name of ["ArrowRight", "2", " ", "ArrowUp", "ArrowUp", "ArrowUp", "1", "Enter"])
      key(plane, name);
    assert.deepEqual(told.at(-1)?.value, [
      [0.05, 0, 1],
      [0.05, 0.15, 0],
    ]);
    key(plane, "Enter");
    assert.deepEqual(told.at(-1)?.value, [[0.05, 0, 1]]);
    assert.match(find("[aria-live]").textContent, /1 left/);
  });

  it("says what is wrong with a payload that cannot be read", () => {
    outputs.render("1", () => ({ version: 7 }), host, "en");
    assert.match(find("[role=alert]").textContent, /unknown version 7/);
  });
});

describe("Ink", () => {
  it("covers what the pen goes over, is taken away by erasing, and stays on the sheet", () => {
    const empty = new Array<number>(100).fill(0);
    const line = strokeInk(empty, 10, { from: { x: 2, y: 5 }, to: { x: 8, y: 5 }, erase: false });
    assert.ok(line[5 * 10 + 5] > 0 && line[4 * 10 + 5] === line[5 * 10 + 5]);
    assert.equal(line[0], 0);
    const gone = strokeInk(line, 10, { from: { x: 0, y: 5 }, to: { x: 10, y: 5 }, erase: true });
    assert.ok(gone.reduce((sum, ink) => sum + ink, 0) < line.reduce((sum, ink) => sum + ink, 0) / 4);
    const outside = strokeInk(empty, 10, { from: { x: -50, y: -50 }, to: { x: 60, y: 60 }, erase: false });
    assert.equal(outside.length, 100);
    assert.ok(penRadius(28, 28) > 1 && penRadius(8, 8) < 1);
  });
});

describe("Places on a plane", () => {
  const control = {
    kind: "points",
    label: "p",
    x: [-1, 1],
    y: [0, 10],
    classes: ["a"],
    value: [],
  } satisfies Control;

  it("are found under the pointer, and points near it", () => {
    const all = { ...control, x: [-1, 1] as [number, number], y: [0, 10] as [number, number] };
    const { left, top, width, height } = planeOf(all);
    assert.deepEqual(placeUnder(all, left, top), [-1, 10]);
    assert.deepEqual(placeUnder(all, left + width / 2, top + height / 2), [0, 5]);
    assert.equal(placeUnder(all, left - 3, top), null);
    const points = { ...all, value: [[0, 5, 0] as [number, number, number]] };
    assert.equal(pointNear(points, [0.01, 5]), 0);
    assert.equal(pointNear(points, [0.5, 5]), -1);
  });
});
