/** How much of Plotly a live page holds: all of it only where a cell shows a figure that needs it. */
import assert from "node:assert/strict";
import path from "node:path";
import { PLOTLY_MIME } from "../../../../engine/payload/mime.ts";
import type { IpynbOutput } from "../../../../extension/ipynb/nbformat.ts";
import { parseMarkdown } from "../../../../extension/markdown/parseMarkdown.ts";
import { liveHtml } from "../../../../extension/report/live/liveHtml.ts";

async function holdsAll(code: string, type?: string): Promise<boolean> {
  const { cells, layout } = parseMarkdown(`\`\`\`ts\n${code}\n\`\`\`\n`);
  const payload = { version: 1, data: [{ type, y: [1] }], layout: {}, config: {} };
  const outputs: IpynbOutput[] =
    type === undefined
      ? []
      : [{ output_type: "display_data", metadata: {}, data: { [PLOTLY_MIME]: payload, "text/plain": "" } }];
  const { html } = await liveHtml(
    { cells: cells.map((cell) => ({ ...cell, outputs })), name: "page", language: "en", layout },
    { dist: path.resolve("dist"), readFile: () => Promise.resolve(null) },
  );
  assert.equal(html.split('id="gradbook-plotly"').length, 2, "the small one is always there");
  return html.includes('id="gradbook-plotly-more"');
}

describe("A live page", function () {
  this.timeout(60_000);

  it("holds all kinds of charts where a cell may show them, and else only those of our own", async () => {
    assert.equal(await holdsAll("plot([1, 2])"), false);
    assert.equal(await holdsAll("plot([1, 2])", "scatter"), false);
    assert.equal(await holdsAll("plot([1, 2])", "pie"), true);
    assert.equal(await holdsAll('display.plotly({ data: [{ type: "bar", y: [1] }] })'), true);
  });
});
