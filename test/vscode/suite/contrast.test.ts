/** Text of outputs is told from what lies behind it, in all of VS Code's own themes. */
import { strict as assert } from "node:assert";
import { inOutputs, screenshot, setTheme, until } from "./browser.ts";
import { closeAll, openCells } from "./files.ts";
import { assertAllRan, runAll } from "./notebooks.ts";

/** WCAG 2.2, level AA. */
const enough = 4.5;

/** Every text of ours on the page with its contrast, and a verdict of each kind beside them. */
function contrasts(): { text: string; ratio: number }[] {
  type Rgb = [number, number, number];
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!canvas) throw new Error("There is no canvas.");
  /** Any colour that CSS can write over an opaque one, `opacity` of it. */
  const over = (colour: string, opacity: number, [r, g, b]: Rgb): Rgb => {
    canvas.globalAlpha = 1;
    canvas.fillStyle = `rgb(${r}, ${g}, ${b})`;
    canvas.fillRect(0, 0, 1, 1);
    canvas.globalAlpha = opacity;
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue];
  };
  const luminance = (colour: Rgb): number => {
    const [r, g, b] = colour.map((part) => {
      const c = part / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    }) as Rgb;
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const variables = getComputedStyle(document.documentElement);
  const paper = over(variables.getPropertyValue("--vscode-editor-background"), 1, [255, 255, 255]);
  const chain = (element: Element | null): Element[] =>
    element ? [...chain(element.parentElement), element] : [];
  const ratioOf = (element: Element): number => {
    let behind = paper;
    let opacity = 1;
    for (const part of chain(element)) {
      const style = getComputedStyle(part);
      opacity *= Number(style.opacity);
      behind = over(style.backgroundColor, opacity, behind);
    }
    const { color, fill } = getComputedStyle(element);
    const ink = over(element instanceof SVGElement ? fill : color, opacity, behind);
    const [low = 0, high = 0] = [luminance(ink), luminance(behind)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const verdict = document.querySelector(".gradbook-verdict");
  const kinds = ["goodFit", "overfitting", "underfitting", "diverging", "tooFewEpochs", "patience"];
  const chips = kinds.map((kind) => {
    const chip = document.createElement("span");
    chip.className = "gradbook-chip";
    chip.dataset["kind"] = kind;
    chip.textContent = kind;
    verdict?.append(chip);
    return chip;
  });
  const ours = ".gradbook-box, .gradbook-tensor, .gradbook-records, .gradbook-abridged, .gradbook-more";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: { text: string; ratio: number }[] = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent?.trim() ?? "";
    const element = walker.currentNode.parentElement;
    if (text === "" || !element?.closest(ours) || element.closest("style, .gradbook-hidden, title")) continue;
    if (element.getClientRects().length === 0) continue;
    const { visibility } = getComputedStyle(element);
    if (visibility !== "hidden") found.push({ text: text.slice(0, 40), ratio: ratioOf(element) });
  }
  for (const chip of chips) chip.remove();
  return found;
}

describe("The text of outputs", function () {
  this.timeout(180_000);
  before(async () => {
    await closeAll();
    const { editor } = await openCells(
      "contrast.grad.md",
      `import { fit, nn, randn, plotActivation, manualSeed } from "gradbook";
manualSeed(1);
const x = randn(64, 2);
const y = x.sum(1, { keepdim: true });
await fit(new nn.Linear(2, 1), [x, y], { loss: "mse", epochs: 30, validationSplit: 0.25 });`,
      'plotActivation("relu");',
      "display(randn(10, 10)); [{ a: 1, b: 'x' }, { a: null, b: 'y' }];",
      "Array.from({ length: 200 }, (_, i) => i);",
    );
    await runAll(editor);
    assertAllRan(editor.notebook);
  });
  after(async () => {
    await setTheme("light");
    await closeAll();
  });

  for (const theme of ["light", "dark", "high-contrast", "high-contrast-light"] as const) {
    it(`stands out by ${enough}:1 in the theme ${theme}`, async () => {
      await setTheme(theme);
      await until("the outputs to have the theme", async () =>
        (await inOutputs(() => [...document.body.classList])).flat().includes(`vscode-${theme}`),
      );
      let faint: string[] = [];
      // Colours follow the theme's name a moment later.
      await until("texts that stand out", async () => {
        const texts = (await inOutputs(contrasts)).flat();
        faint = texts
          .filter(({ ratio }) => ratio < enough)
          .map(({ text, ratio }) => `${text}: ${ratio.toFixed(2)}`);
        return texts.length > 20 && texts.some(({ text }) => text === "goodFit") && faint.length === 0;
      }).catch((error: unknown) => assert.deepEqual(faint, [], String(error)));
      await screenshot(`contrast-${theme}`);
    });
  }
});
