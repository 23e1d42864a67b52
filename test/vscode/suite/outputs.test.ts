import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { click, inOutputs, press, screenshot, setTheme, until } from "./browser.ts";
import { closeAll, openCells, plainText } from "./files.ts";
import { codeCells, runAll, runCell } from "./notebooks.ts";

/** What each hostile text tries: to leave a mark on the page of the outputs, or on any page around it. */
const mark = "for(const w of [window,parent,top]){try{w.gradbookHacked=(w.gradbookHacked||'')+'!'}catch{}}";

const hostile = [
  `<script>${mark}</script>`,
  `<img src="x:" onerror="${mark}">`,
  `<svg onload="${mark}"><script>${mark}</script></svg>`,
  `<iframe srcdoc="<script>${mark}</script>"></iframe>`,
  `<iframe src="javascript:${mark}"></iframe>`,
  `<a href="javascript:${mark}" autofocus onfocus="${mark}">x</a>`,
  `<body onload="${mark}"><details open ontoggle="${mark}">`,
  `<object data="data:text/html,<script>${mark}</script>"></object>`,
  `<a href=''><img src='x:' onerror='${mark}'></a>`,
];

/** Shows `text` in every way that a cell can. */
const ways = `const texts = ${JSON.stringify(hostile)};
for (const text of texts) {
  display.html(text);
  display.html(text, { scripts: true });
  display.markdown(text);
  display.latex(text);
  display.svg('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">' + text + "</svg>");
  display({ toMimeBundle: () => ({ "image/svg+xml": text }) });
  display({ toMimeBundle: () => ({ "text/x-html": "\`\`\`\\n" + text, "text/plain": text }) });
  display({ toMimeBundle: () => ({ "application/javascript": ${JSON.stringify(mark)} }) });
  display.json({ [text]: text });
  display([{ [text]: text }, { [text]: text }]);
  console.log(text);
}`;

describe("Outputs in the window", () => {
  afterEach(closeAll);

  it("run no script outside their sandbox, whatever a cell shows or throws", async () => {
    const { editor, notebook } = await openCells(
      "hostile.grad.md",
      ways,
      ...hostile.map(
        (text) => `const e${hostile.indexOf(text)} = 1; throw new Error(${JSON.stringify(text)})`,
      ),
      `throw new Error("File ' onmouseover='${mark}' autofocus onfocus='${mark}:3\\n----> 3 x")`,
      "display.markdown('the end'); undefined",
    );
    for (const cell of codeCells(notebook)) {
      await runCell(cell);
      editor.revealRange(
        new vscode.NotebookRange(cell.index, cell.index + 1),
        vscode.NotebookEditorRevealType.AtTop,
      );
      // A cell is drawn when it comes into view: a part of each output is there when the next is.
      await until("the cell's outputs", async () => {
        const counts = await inOutputs(() => document.querySelectorAll(".output").length);
        return counts.some((count) => count > 0);
      });
    }
    await until("the last output", async () => {
      const ends = await inOutputs(() =>
        [...document.querySelectorAll(".output_container *")].some((inner) =>
          inner.shadowRoot?.textContent.includes("the end"),
        ),
      );
      return ends.includes(true);
    });
    const marks = await inOutputs(() =>
      [window, parent, top].map((w) => {
        try {
          return (w as unknown as { gradbookHacked?: string }).gradbookHacked ?? null;
        } catch {
          return null;
        }
      }),
    );
    assert.deepEqual(
      marks.flat().filter((found) => found !== null),
      [],
    );
    const elements = await inOutputs(() =>
      [...document.querySelectorAll(".output_container")].flatMap((output) =>
        [
          output,
          ...[...output.querySelectorAll("*")].flatMap((inner) =>
            inner.shadowRoot ? [inner.shadowRoot] : [],
          ),
        ].flatMap((root) =>
          [...root.querySelectorAll("script, [onerror], [onload], [onfocus], [ontoggle], [onmouseover]")].map(
            (found) => found.outerHTML,
          ),
        ),
      ),
    );
    assert.deepEqual(elements.flat(), []);
  });

  it("run scripts that were asked for in their frame, and keep their messages from the page", async () => {
    const { notebook } = await openCells(
      "scripts.grad.md",
      `display.html("<div id=box></div><script>box.style.height='321px';try{parent.document.title='taken'}catch{}parent.postMessage({type:'html',gradbookSpoof:1},'*')</script>", { scripts: true }); undefined`,
    );
    const [cell] = codeCells(notebook);
    await runCell(cell);
    // The frame grows because its script ran, and told so.
    await until("the frame to grow", async () => {
      const heights = await inOutputs(() =>
        [...document.querySelectorAll<HTMLElement>("iframe.gradbook-html")].map(
          (frame) => frame.offsetHeight,
        ),
      );
      return heights.flat().some((height) => height >= 321);
    });
    const titles = await inOutputs(() => document.title);
    assert.ok(titles.every((title) => title !== "taken"));
  });

  it("show more of a large value in its place, by mouse and by keyboard, in every theme", async () => {
    const { editor, notebook } = await openCells(
      "large.grad.md",
      "const table = Object.fromEntries(Array.from({ length: 300_000 }, (_, i) => [`key${i}`, i % 3 ? i / 7 : `text ${i}`])); table",
    );
    const [cell] = codeCells(notebook);
    await runAll(editor);
    assert.match(plainText(cell), /299,900 more properties/);
    const stored = cell.outputs.flatMap(({ items }) => items).reduce((sum, { data }) => sum + data.length, 0);
    assert.ok(stored < 20_000, `the output holds ${stored} bytes`);
    const shown = async () =>
      (
        await inOutputs(() =>
          [...document.querySelectorAll<HTMLElement>(".gradbook-abridged")].map((view) => ({
            text: view.querySelector("pre")?.textContent ?? "",
            status: view.querySelector("[role=status]")?.textContent ?? "",
            button: view.querySelector("button")?.textContent ?? "",
            focused: document.activeElement === view.querySelector("button"),
          })),
        )
      ).flat()[0];
    await until("the beginning", async () => /299,900 more/.test((await shown())?.text ?? ""));
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      await screenshot(`show-more-${theme}`);
    }
    await click("outputs", ".gradbook-abridged button");
    await until("the first page", async () => /there is more/.test((await shown())?.status ?? ""));
    assert.match((await shown())?.text ?? "", /key2000: /);
    await screenshot("show-more-expanded");
    // The button has the focus: the rest comes by keyboard alone.
    for (let presses = 0; (await shown())?.button === "Show more"; presses++) {
      assert.ok(presses < 10, "it comes to an end");
      await until("the focus on the button", async () => (await shown())?.focused);
      const before = (await shown())?.text;
      await press(presses % 2 === 0 ? "Enter" : "Space");
      await until("the next page", async () => (await shown())?.text !== before);
    }
    assert.match((await shown())?.text ?? "", /key9999: [^]+'…': 290,000 more properties/);
    const themes = vscode.workspace.getConfiguration("workbench");
    await themes.update("colorTheme", "Default High Contrast", vscode.ConfigurationTarget.Global);
    const { HighContrast } = vscode.ColorThemeKind;
    await until("high contrast", () => vscode.window.activeColorTheme.kind === HighContrast);
    await screenshot("show-more-high-contrast");
    await setTheme("light");
    await press("Enter");
    await until("the beginning again", async () => (await shown())?.button === "Show more");
    // The text goes with the kernel that wrote it.
    await vscode.commands.executeCommand("gradbook.restartKernel");
    await until("the loss to be told", async () => {
      await click("outputs", ".gradbook-abridged button");
      return /Run the cell again/.test((await shown())?.status ?? "");
    });
  });

  it("show HTML, Markdown, formulas, pictures, tensors and tables by their kind, in both themes", async () => {
    const { editor, notebook } = await openCells(
      "kinds.grad.md",
      'import { arange, randn, manualSeed } from "gradbook"; manualSeed(0);\n' +
        "display.html('<h4>HTML</h4><table><tr><th>optimiser</th><th>lr</th></tr><tr><td>Adam</td><td>0.003</td></tr></table><p>with <a href=https://example.com>a link</a></p>');\n" +
        "display.markdown('**Markdown** with $\\\\alpha^2$ and H<sub>2</sub>O');\n" +
        "display.latex('\\\\frac{1}{n}\\\\sum_{i=1}^{n} x_i');\n" +
        'display.svg(\'<svg width="120" height="30"><circle cx="15" cy="15" r="12" fill="#3794ff"/></svg>\');\n' +
        "display.json({ lr: 0.1, layers: [64, 10] });\n" +
        "const bar = display.progress(50, 'epochs'); for (let i = 0; i <= 50; i++) bar.update(i, 'loss 0.31');\n",
      "randn(10, 14)",
      "randn(4000)",
      "[{ optimiser: 'SGD', lr: 0.1, accuracy: 0.912 }, { optimiser: 'Adam', lr: 0.003, accuracy: 0.957 }]",
      "new Error('outer', { cause: new RangeError('inner') })",
    );
    await runAll(editor);
    assert.deepEqual(
      codeCells(notebook).map((cell) => cell.executionSummary?.success),
      [true, true, true, true, true],
    );
    const seen = (selector: string) =>
      until(`an output with ${selector}`, async () => {
        const found = await inOutputs(
          (wanted) =>
            [...document.querySelectorAll(".output_container")].some(
              (output) =>
                output.querySelector(wanted) !== null ||
                [...output.querySelectorAll("*")].some(
                  (inner) => (inner.shadowRoot?.querySelector(wanted) ?? null) !== null,
                ),
            ),
          selector,
        );
        return found.includes(true);
      });
    const reveal = (index: number) =>
      editor.revealRange(new vscode.NotebookRange(index, index + 1), vscode.NotebookEditorRevealType.AtTop);
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      reveal(0);
      for (const selector of ["iframe.gradbook-html", ".katex", "img.gradbook-svg"]) await seen(selector);
      await until("the frame's height", async () => {
        const heights = await inOutputs(() =>
          [...document.querySelectorAll<HTMLElement>("iframe.gradbook-html")].map(
            (frame) => frame.offsetHeight,
          ),
        );
        return heights.flat().some((height) => height > 80);
      });
      await screenshot(`kinds-display-${theme}`);
      reveal(1);
      for (const selector of [".gradbook-tensor rect", ".gradbook-bar", ".gradbook-records table"])
        await seen(selector);
      await screenshot(`kinds-values-${theme}`);
    }
    assert.match(plainText(codeCells(notebook)[4]), /Error: outer[^]*Caused by: RangeError: inner/);
  });

  it("show all of a long text in an editor, when asked", async () => {
    const { notebook } = await openCells(
      "long.grad.md",
      "for (let i = 0; i < 300000; i++) console.log('line', i)",
    );
    const [cell] = codeCells(notebook);
    await runCell(cell);
    assert.match(plainText(cell), /Output is cut after 1000000 characters/);
    await until("the button", async () => {
      const found = await inOutputs(() => document.querySelector(".gradbook-more button") !== null);
      return found.includes(true);
    });
    await click("outputs", ".gradbook-more button");
    const editor = await until("the text in an editor", () =>
      vscode.window.visibleTextEditors.find(({ document }) => /output-\d+-\d+\.txt$/.test(document.fileName)),
    );
    await screenshot("long-output");
    assert.equal(editor.document.lineCount, 300_001);
    assert.equal(editor.document.lineAt(299_999).text, "line 299999");
  });

  it("draw any figure of plotly.js, in both themes, and leave out what leads out of it", async () => {
    const title = `Counts <a href="https://example.org">by</a> class<img src=x onerror="${mark}">`;
    const { editor, notebook } = await openCells(
      "plotly.grad.md",
      'import { tensor } from "gradbook";\n' +
        'display.plotly({ data: [{ type: "bar", name: "right", x: ["cat", "dog"], y: tensor([3, 5]) }],\n' +
        `  layout: { title: ${JSON.stringify(title)}, height: 300 } });\n` +
        'display.plotly({ data: [{ type: "surface", z: tensor([[1, 2, 3], [2, 3, 4], [1, 2, 2]]) }], layout: { height: 300 } });',
      'display.plotly({ data: [{ type: "scattermap", lat: [1], lon: [1] }] });',
    );
    await runAll(editor);
    const [drawn, refused] = codeCells(notebook);
    assert.equal(
      drawn && plainText(drawn).split("\n")[0],
      "Figure “Counts by class” with 1 trace. right: bar, 2 values.",
    );
    assert.equal(refused?.executionSummary?.success, false);
    editor.revealRange(new vscode.NotebookRange(1, 2), vscode.NotebookEditorRevealType.AtTop);
    for (const theme of ["light", "dark"] as const) {
      await setTheme(theme);
      const found = await until("both figures", async () => {
        const counts = await inOutputs(() => ({
          bars: document.querySelectorAll(".gradbook-any .barlayer .point").length,
          canvases: document.querySelectorAll(".gradbook-any .gl-container canvas").length,
          links: document.querySelectorAll(".gradbook-any a[href], .gradbook-any img").length,
          hacked: "gradbookHacked" in window,
        }));
        return counts.find(({ bars, canvases }) => bars === 2 && canvases > 0);
      });
      assert.deepEqual([found.links, found.hacked], [0, false]);
      await screenshot(`plotly-${theme}`);
    }
    await setTheme("light");
  });
});
