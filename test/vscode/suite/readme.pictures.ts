/** What the readmes show of VS Code itself: `npm run pictures`. */
import * as vscode from "vscode";
import { inOutputs, inWorkbench, resize, screenshot, setTheme, until } from "./browser.ts";
import { closeAll, openText } from "./files.ts";
import { codeCells, runAll } from "./notebooks.ts";

const words = {
  en: ["32 grey images of 28 by 28 pixels", "what one filter finds, and where", "ten scores an image"],
  zh: ["32 张 28×28 的灰度图像", "每个滤波器找到了什么、在哪里", "每张图像十个分数"],
};

const code = ([images = "", features = "", scores = ""]: readonly string[]): string => `\`\`\`ts
import { manualSeed, nn, randn } from "gradbook";
manualSeed(0);

// ${images}
const images = randn(32, 1, 28, 28);
// ${features}
const features = new nn.Conv2d(1, 6, 5).forward(images);
const pooled = new nn.MaxPool2d(2).forward(features.relu());
const flat = pooled.flatten(1);
// ${scores}
const scores = new nn.Linear(864, 10).forward(flat);
const loss = scores.logSoftmax(1).mean();
\`\`\`
`;

const labels = { en: ["hidden units", "learning rate"], zh: ["隐藏单元", "学习率"] };

const moved = ([units = "", rate = ""]: readonly string[]): string => `\`\`\`ts
import { decisionBoundary, fit, input, manualSeed, nn, optim, randn } from "gradbook";
const units = input.slider("${units}", { min: 1, max: 24, step: 1, value: 6 });
const lr = input.slider("${rate}", { min: 1e-3, max: 0.3, value: 0.03, scale: "log" });
\`\`\`

\`\`\`ts
manualSeed(1);
const points = randn(240, 2);
const classes = points.pow(2).sum(1).gt(1.2).to("int32");
const net = new nn.Sequential(new nn.Linear(2, units), new nn.Tanh(), new nn.Linear(units, 2));
const optimizer = new optim.Adam(net.parameters(), { lr });
const loss = new nn.CrossEntropyLoss();
await fit(net, [points, classes], { epochs: 60, loss, optimizer, verbose: 0 });
decisionBoundary(net, points, classes, { title: \`\${units} · \${lr}\` });
\`\`\`
`;

describe("The editor in the readmes", function () {
  this.timeout(300_000);
  before(async () => {
    await vscode.commands.executeCommand("workbench.action.closeSidebar");
    await vscode.commands.executeCommand("workbench.action.closeAuxiliaryBar");
    await resize(920, 700);
    // What is for the pointer is no part of the picture, and would cover code.
    await inWorkbench(() => {
      const style = new CSSStyleSheet();
      style.replaceSync(
        ".cell-title-toolbar, .notebookOverlay .scrollbar { visibility: hidden !important; }",
      );
      document.adoptedStyleSheets.push(style);
    });
  });

  after(() => resize(1400));

  afterEach(closeAll);

  for (const language of ["en", "zh"] as const) {
    it(`shows shapes where tensors are declared, ${language}`, async () => {
      const { editor } = await openText(`shapes-${language}.grad.md`, code(words[language]));
      await runAll(editor);
      const hints = ["(32, 1, 28, 28)", "(32, 6, 24, 24)", "(32, 6, 12, 12)", "(32, 864)", "(32, 10)"];
      await until("the shapes", () =>
        inWorkbench((shapes) => {
          // The editor writes spaces that do not break.
          const text = document
            .querySelector(".notebookOverlay .view-lines")
            ?.textContent.replaceAll("\u00a0", " ");
          const style = [...document.styleSheets]
            .flatMap((sheet) => [...sheet.cssRules])
            .map((rule) => rule.cssText)
            .join("");
          return text !== undefined && shapes.every((shape) => text.includes(shape) || style.includes(shape));
        }, hints),
      );
      for (const theme of ["light", "dark"] as const) {
        await setTheme(theme);
        await screenshot(`shapes.${theme}.${language}`, ".code-cell-row .cell-editor-container");
      }
    });

    it(`shows sliders that a training follows, ${language}`, async () => {
      // The editor speaks English, what the notebook shows its language.
      const front = language === "zh" ? "---\nlang: zh-CN\n---\n\n" : "";
      const { editor, notebook } = await openText(
        `controls-${language}.grad.md`,
        front + moved(labels[language]),
      );
      await resize(920, 1130);
      await runAll(editor);
      await until(
        "the boundary",
        async () =>
          (await inOutputs(() => document.querySelectorAll("input[type=range]").length)).includes(2) &&
          (
            await inOutputs(() => document.querySelectorAll(".gradbook-frame[aria-busy=false]").length)
          ).includes(1),
      );
      const [first] = codeCells(notebook);
      const shown = new vscode.NotebookRange(first.index, first.index + 1);
      editor.selection = shown;
      editor.revealRange(shown, vscode.NotebookEditorRevealType.AtTop);
      for (const theme of ["light", "dark"] as const) {
        await setTheme(theme);
        await screenshot(`controls.${theme}.${language}`, ".notebookOverlay .cell-list-container");
      }
      await resize(920, 700);
    });
  }
});
