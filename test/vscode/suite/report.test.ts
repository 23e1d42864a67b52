import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { click, inOutputs, inWorkbench, press, screenshot, until } from "./browser.ts";
import { closeAll, openText, readBytes } from "./files.ts";
import { codeCells } from "./notebooks.ts";
import { offeredName, saveAsOffered } from "./saveDialog.ts";

const text = `---
title: A report
---

# Title with $x^2$

\`\`\`ts
import { arange, plot } from "gradbook";
const x = arange(0, 4, 0.1);
plot(x, x.sin(), "x", "sine");
console.log("said <b>so</b>");
\`\`\`
`;

describe("Exporting as HTML", () => {
  let uri: vscode.Uri;
  let report: vscode.Uri;

  before(async () => {
    const opened = await openText("report.grad.md", text);
    uri = opened.uri;
    report = vscode.Uri.joinPath(uri, "..", "report.html");
    const [cell] = codeCells(opened.notebook);
    await vscode.commands.executeCommand("notebook.execute", opened.notebook.uri);
    await until("the cell to run", () => cell.executionSummary?.success);
  });

  after(closeAll);

  it("writes text, code, outputs and what makes charts work into one file", async () => {
    await saveAsOffered("gradbook.exportHtml");
    const html = new TextDecoder().decode(await readBytes(report));
    assert.match(html, /<title>A report<\/title>/);
    assert.match(html, /<math/);
    assert.match(html, /class="hljs-keyword">import</);
    assert.match(html, /said &lt;b&gt;so&lt;\/b&gt;/);
    assert.match(html, /data-mime="application\/vnd\.gradbook\.figure\+json"/);
    assert.match(html, /<img src="data:image\/svg\+xml;base64,/);
    assert.match(html, /id="gradbook-plotly"/);
    assert.doesNotMatch(html, /(?:src|href)="(?!data:)/);
    await until("word of the export", () =>
      inWorkbench(() => /Exported report\.html/.test(document.body.textContent ?? "")),
    );
  });

  it("asks before it replaces a file, and then does nothing without a yes", async () => {
    const before = await vscode.workspace.fs.stat(report);
    let done = false;
    const command = Promise.resolve(vscode.commands.executeCommand("gradbook.exportHtml")).then(
      () => (done = true),
    );
    await until("the dialog", async () => /report\.html$/.test(await offeredName()));
    const asks = (): Promise<boolean> =>
      inWorkbench(() =>
        [...document.querySelectorAll(".quick-input-widget, .monaco-dialog-box")].some((part) =>
          /overwrite|replace|already exists/i.test(part.textContent ?? ""),
        ),
      );
    // A second Enter would be a yes: only where the first was not taken, because the dialog was not ready.
    await press("Enter");
    await until("the question", asks, 15_000).catch(async () => {
      await press("Enter");
      await until("the question", asks);
    });
    await until("the command to end", async () => {
      if (!done) await press("Escape");
      return done;
    });
    await command;
    assert.equal((await vscode.workspace.fs.stat(report)).mtime, before.mtime);
  });

  it("offers to open it, which works on another machine too, and to show where it is", async function () {
    // A desktop's browser and file manager are other programs.
    if (vscode.env.uiKind === vscode.UIKind.Desktop) return this.skip();
    await vscode.commands.executeCommand("notifications.showList");
    const buttons = (): Promise<string[]> =>
      inWorkbench(() =>
        [...document.querySelectorAll(".notifications-center .monaco-button")].map(
          (button) => button.textContent ?? "",
        ),
      );
    await until("the buttons", async () => (await buttons()).includes("Open"));
    assert.ok((await buttons()).includes("Reveal"));
    await screenshot("report-exported");
    await click("workbench", '.notifications-center .monaco-button:has-text("Open")');
    await until("the report", async () =>
      (await inOutputs(() => document.querySelector(".gradbook-awake svg") !== null)).some(Boolean),
    );
    await screenshot("report-opened");
  });
});
