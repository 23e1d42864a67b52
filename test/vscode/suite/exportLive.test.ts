/** The palette's _Export as Live Page_: the file that it writes is opened in a browser without a network, and trains. */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { OpenedPage } from "../../unit/extension/live/openedPage.ts";
import { launch } from "../../unit/renderer/page/notebookPage.ts";
import { inWorkbench, press, until } from "./browser.ts";
import { closeAll, openText, plainText } from "./files.ts";
import { assertAllRan, codeCells, runAll } from "./notebooks.ts";
import { byPalette } from "./palette.ts";
import { offeredName } from "./saveDialog.ts";

const text = `# A line

Change \`epochs\` and run.

\`\`\`ts
import { fit, manualSeed, nn, optim, randn } from "gradbook";
const epochs = 5;
\`\`\`

\`\`\`ts
manualSeed(1);
const x = randn(100, 4);
const net = new nn.Linear(4, 1);
const history = await fit(net, [x, x.sum({ dim: 1, keepdim: true })], {
  epochs, loss: "mse", optimizer: new optim.SGD(net.parameters(), { lr: 0.01 }), title: "Live",
});
console.log("epochs:", history.series.loss?.length, "first:", history.series.loss?.[0]?.toPrecision(5));
\`\`\`
`;

describe("Exporting as a live page", function () {
  this.timeout(180_000);
  after(closeAll);

  it("by the palette writes a page that trains without a network, on a phone's width and a desk's", async () => {
    const { uri, notebook, editor } = await openText("live-export.grad.md", text);
    await runAll(editor);
    assertAllRan(notebook);
    const first = /first: ([\d.]+)/.exec(plainText(codeCells(notebook)[1]))?.[1] ?? "";
    assert.notEqual(first, "");
    await byPalette("Gradbook: Export as Live Page");
    const page = vscode.Uri.joinPath(uri, "..", "live-export.html");
    await until("word of the export", async () => {
      // The dialog takes the key only once it has looked at the folder.
      if (/\.html$/.test(await offeredName())) await press("Enter");
      return inWorkbench(() => /Exported live-export\.html/.test(document.body.textContent ?? ""));
    });
    const { size } = await vscode.workspace.fs.stat(page);
    assert.ok(size < 4_000_000, `${size} bytes`);

    const browser = await launch();
    try {
      for (const width of [400, 1200]) {
        const live = await OpenedPage.open(browser, page.fsPath, { width });
        // What the notebook showed is there before anything has run.
        assert.match(await live.shown(2), new RegExp(`epochs: 5 first: ${first}`));
        await live.write(
          1,
          'import { fit, manualSeed, nn, optim, randn } from "gradbook";\nconst epochs = 12;',
        );
        assert.equal(await live.run(2), "ok", await live.shown(2));
        assert.match(await live.shown(2), new RegExp(`epochs: 12 first: ${first}`));
        await live.write(2, "let n = 0;\nwhile (true) n++;");
        await live.start(2);
        await live.cell(2).and(live.page.locator('[data-state="running"]')).waitFor();
        await live.stop();
        await live.rest();
        assert.equal(await live.state(2), "stopped");
        await live.write(2, "console.log(epochs + 30)");
        assert.equal(await live.run(2), "ok", await live.shown(2));
        assert.match(await live.shown(2), /42/);
        assert.deepEqual([live.asked, live.errors], [[], []]);
        await live.page.close();
      }
    } finally {
      await browser.close();
    }
  });
});
