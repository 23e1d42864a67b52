/** A plane to place points of several classes on, with the pointer or the keyboard. */
import { mostPoints, type PlacedPoint, type PointsControl } from "../../../engine/payload/control.ts";
import { controlWords, numberText } from "../../../engine/payload/controlWords.ts";
import { placeUnder, pointNear, pointsNodes, pointsSize } from "../../views/controls/pointsSvg.ts";
import { mark, markColour } from "../../views/svg/marks.ts";
import { svg } from "../../views/svg/svg.ts";
import { element } from "../element.ts";
import { patch } from "../picture/patchSvg.ts";
import { toolButton } from "./toolButton.ts";
import { elementId, keepKeys, type ControlView, type ViewParts } from "./view.ts";

/** Steps of the keyboard's cross from side to side. */
const steps = 40;
const mostUndone = 200;

export function pointsView(parts: ViewParts, first: PointsControl): ControlView<PointsControl> {
  const { document, texts } = parts;
  const { width, height } = pointsSize;
  const id = elementId();
  const plane = element(document, "div", "gradbook-control-plane", {
    "tabindex": "0",
    "role": "application",
    "aria-describedby": id,
    "style": `width: ${width}px; aspect-ratio: ${width} / ${height}`,
  });
  let control = first;
  let label = 0;
  let cross: [number, number] | null = null;
  let moving = -1;
  let movedSince = false;
  const undone: (readonly PlacedPoint[])[] = [];

  const draw = (): void => {
    const theme = parts.theme();
    const picture = svg(
      "svg",
      {
        "viewBox": `0 0 ${width} ${height}`,
        "width": "100%",
        "font-family": theme.fontFamily,
        "aria-hidden": "true",
      },
      ...pointsNodes(control, theme, cross),
    );
    patch(document, plane, [picture]);
    plane.setAttribute("aria-label", controlWords(control, parts.language));
    marks.forEach((sign, i) => {
      const sample = svg("svg", { width: 14, height: 14 }, mark(i, 7, 7, 5, { fill: markColour(theme, i) }));
      patch(document, sign, [sample]);
    });
  };
  const put = (value: readonly PlacedPoint[]): void => {
    control = { ...control, value: [...value] };
    draw();
    parts.changed(control.value);
  };
  const remember = (): void => {
    undone.push(control.value);
    if (undone.length > mostUndone) undone.shift();
  };
  const set = (value: readonly PlacedPoint[]): void => {
    remember();
    put(value);
  };
  /** Takes away the point at a place, or puts one there. */
  const toggle = (place: readonly [number, number]): void => {
    const near = pointNear(control, place);
    if (near >= 0) {
      set(control.value.filter((_, i) => i !== near));
      parts.announce(texts.takenAway(control.value.length));
    } else if (control.value.length < mostPoints) {
      set([...control.value, [place[0], place[1], label]]);
      parts.announce(texts.placed(control.classes[label] ?? "", control.value.length));
    }
  };

  const under = ({ clientX, clientY }: PointerEvent): [number, number] | null => {
    const box = plane.getBoundingClientRect();
    const scale = width / box.width;
    return placeUnder(control, (clientX - box.left) * scale, (clientY - box.top) * scale);
  };
  plane.addEventListener("pointerdown", (event) => {
    const place = event.button === 0 ? under(event) : null;
    if (!place) return;
    plane.setPointerCapture(event.pointerId);
    moving = pointNear(control, place);
    movedSince = false;
    if (moving < 0) toggle(place);
  });
  plane.addEventListener("pointermove", (event) => {
    const place = moving < 0 ? null : under(event);
    const point = control.value[moving];
    if (!place || !point || (!movedSince && pointNear({ ...control, value: [point] }, place) === 0)) return;
    const value = control.value.map((each, i): PlacedPoint =>
      i === moving ? [place[0], place[1], each[2]] : each,
    );
    if (!movedSince) remember();
    movedSince = true;
    put(value);
  });
  plane.addEventListener("pointerup", () => {
    const point = control.value[moving];
    if (point && !movedSince) toggle([point[0], point[1]]);
    moving = -1;
  });
  plane.addEventListener("pointercancel", () => (moving = -1));

  const move = (dx: number, dy: number): void => {
    const go = ([low, high]: readonly [number, number], from: number, by: number): number =>
      Number(Math.min(high, Math.max(low, from + (by * (high - low)) / steps)).toPrecision(6));
    cross ??= [(control.x[0] + control.x[1]) / 2, (control.y[0] + control.y[1]) / 2];
    cross = [go(control.x, cross[0], dx), go(control.y, cross[1], dy)];
    draw();
    parts.announce(texts.crossAt(numberText(cross[0]), numberText(cross[1])));
  };
  const place = (): void => {
    if (cross) toggle(cross);
    else move(0, 0);
  };
  const clear = (): void => set([]);
  const keys: Readonly<Record<string, () => void>> = {
    "ArrowLeft": () => move(-1, 0),
    "ArrowRight": () => move(1, 0),
    "ArrowUp": () => move(0, 1),
    "ArrowDown": () => move(0, -1),
    " ": place,
    "Enter": place,
    "Delete": clear,
    "Backspace": clear,
  };
  plane.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const digit = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : -1;
    if (digit >= 0 && digit < control.classes.length) choose(digit);
    else {
      const act = keys[event.key];
      if (!act) return;
      act();
    }
    event.preventDefault();
  });
  keepKeys(plane);
  plane.addEventListener("blur", () => {
    cross = null;
    draw();
  });

  const name = elementId();
  const marks: HTMLElement[] = [];
  const boxes = first.classes.map((title, i) => {
    const box = element(document, "input", "", { type: "radio", name, value: String(i) });
    box.addEventListener("change", () => choose(i));
    keepKeys(box);
    const sign = element(document, "span", "gradbook-control-mark", { "aria-hidden": "true" });
    marks.push(sign);
    return { box, row: element(document, "label", "gradbook-control-box", {}, box, sign, title) };
  });
  const choose = (next: number): void => {
    label = next;
    boxes.forEach(({ box }, i) => (box.checked = i === next));
  };
  choose(0);
  const undo = toolButton(document, texts.undo, () => {
    const before = undone.pop();
    if (before) put(before);
  });
  const tools = element(
    document,
    "div",
    "gradbook-control-tools",
    {},
    element(
      document,
      "div",
      "gradbook-control-boxes",
      { "role": "radiogroup", "aria-label": texts.classes },
      ...boxes.map(({ row }) => row),
    ),
    undo,
    toolButton(document, texts.clear, clear),
  );
  draw();
  const root = element(
    document,
    "div",
    "gradbook-control-picture",
    {},
    element(document, "div", "gradbook-control-label", {}, first.label),
    plane,
    tools,
    element(document, "div", "gradbook-hidden", { id }, texts.pointsKeys),
  );
  return {
    root,
    show: (next) => {
      if (moving >= 0) return;
      control = next;
      draw();
    },
    redraw: draw,
  };
}
