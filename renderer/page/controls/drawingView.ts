/** A small image to draw with the pointer or the keyboard. */
import type { DrawingControl } from "../../../engine/payload/control.ts";
import { controlWords } from "../../../engine/payload/controlWords.ts";
import { strokeInk, type Spot } from "../../views/controls/ink.ts";
import { element } from "../element.ts";
import { toolButton } from "./toolButton.ts";
import { elementId, keepKeys, type ControlView, type ViewParts } from "./view.ts";

/** About the side of the image on the page, in pixels. */
const side = 224;
/** A stroke is told while it is drawn, this often, in milliseconds; one on a large image when it has ended. */
const telling = 60;
const large = 4096;
const mostUndone = 50;

export function drawingView(parts: ViewParts, first: DrawingControl): ControlView<DrawingControl> {
  const { document, texts } = parts;
  const { width, height, label } = first;
  const scale = Math.max(1, Math.floor(side / Math.max(width, height)));
  const id = elementId();
  const canvas = element(document, "canvas", "gradbook-control-canvas", {
    "width": String(width),
    "height": String(height),
    "tabindex": "0",
    "role": "application",
    "aria-describedby": id,
    "style": `width: ${width * scale}px; aspect-ratio: ${width} / ${height}`,
  });
  const pen = element(document, "div", "gradbook-control-pen", { hidden: "" });
  let ink: readonly number[] = first.value;
  const undone: (readonly number[])[] = [];
  let erasing = false;
  let at: Spot | null = null;
  let keyboard: Spot & { down: boolean } = { x: width / 2, y: height / 2, down: false };
  let told = 0;

  const draw = (): void => {
    const context = canvas.getContext("2d");
    if (context) {
      const image = context.createImageData(width, height);
      ink.forEach((value, i) => image.data.set([value, value, value, 255], 4 * i));
      context.putImageData(image, 0, 0);
    }
    canvas.setAttribute("aria-label", controlWords({ ...first, value: [...ink] }, parts.language));
  };
  const tell = (): void => {
    told = performance.now();
    parts.changed([...ink]);
  };
  const remember = (): void => {
    undone.push(ink);
    if (undone.length > mostUndone) undone.shift();
  };
  const stroke = (from: Spot, to: Spot): void => {
    ink = strokeInk(ink, width, { from, to, erase: erasing });
    draw();
    if (ink.length <= large && performance.now() - told >= telling) tell();
  };
  const set = (next: readonly number[]): void => {
    ink = next;
    draw();
    tell();
  };
  const clear = (): void => {
    remember();
    set(ink.map(() => 0));
  };

  const spot = ({ clientX, clientY }: PointerEvent): Spot => {
    const box = canvas.getBoundingClientRect();
    return {
      x: ((clientX - box.left) / box.width) * width,
      y: ((clientY - box.top) / box.height) * height,
    };
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    remember();
    at = spot(event);
    stroke(at, at);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!at) return;
    const to = spot(event);
    stroke(at, to);
    at = to;
  });
  const lift = (): void => {
    if (!at) return;
    at = null;
    tell();
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);

  const showPen = (): void => {
    pen.style.left = `${(keyboard.x / width) * 100}%`;
    pen.style.top = `${(keyboard.y / height) * 100}%`;
    pen.dataset["down"] = String(keyboard.down);
  };
  const move = (dx: number, dy: number): void => {
    const inside = (value: number, most: number): number => Math.min(most - 0.5, Math.max(0.5, value));
    const to = { x: inside(keyboard.x + dx, width), y: inside(keyboard.y + dy, height) };
    if (keyboard.down) stroke(keyboard, to);
    keyboard = { ...keyboard, ...to };
    showPen();
    parts.announce(texts.penAt(Math.ceil(keyboard.y), Math.ceil(keyboard.x), keyboard.down));
  };
  const toggle = (): void => {
    keyboard = { ...keyboard, down: !keyboard.down };
    if (keyboard.down) {
      remember();
      stroke(keyboard, keyboard);
    } else tell();
    move(0, 0);
  };
  canvas.addEventListener("focus", () => {
    pen.hidden = !canvas.matches(":focus-visible");
    showPen();
  });
  canvas.addEventListener("blur", () => {
    pen.hidden = true;
    if (keyboard.down) tell();
    keyboard = { ...keyboard, down: false };
  });
  const keys: Readonly<Record<string, () => void>> = {
    "ArrowLeft": () => move(-1, 0),
    "ArrowRight": () => move(1, 0),
    "ArrowUp": () => move(0, -1),
    "ArrowDown": () => move(0, 1),
    " ": toggle,
    "Enter": toggle,
    "Delete": clear,
    "Backspace": clear,
  };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    pen.hidden = false;
    act();
  });
  keepKeys(canvas);

  const undo = toolButton(document, texts.undo, () => {
    const before = undone.pop();
    if (before) set(before);
  });
  const erase = toolButton(document, texts.erase, () => {
    erasing = !erasing;
    erase.setAttribute("aria-pressed", String(erasing));
  });
  erase.setAttribute("aria-pressed", "false");
  const tools = element(
    document,
    "div",
    "gradbook-control-tools",
    {},
    undo,
    erase,
    toolButton(document, texts.clear, clear),
  );
  draw();
  const root = element(
    document,
    "div",
    "gradbook-control-picture",
    {},
    element(document, "div", "gradbook-control-label", {}, label),
    element(document, "div", "gradbook-control-sheet", {}, canvas, pen),
    tools,
    element(document, "div", "gradbook-hidden", { id }, texts.drawingKeys),
  );
  return {
    root,
    show: ({ value }) => {
      if (at) return;
      ink = value;
      draw();
    },
  };
}
