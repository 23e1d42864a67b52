/** Notebooks of version 0.1.0, with all that they showed, as VS Code kept it for Markdown and wrote it into `.ipynb`. */
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { JSDOM } from "jsdom";
import { CURVES_MIME, FIGURE_MIME, PICTURE_MIME } from "../../../engine/payload/mime.ts";
import type { Ipynb, IpynbOutput } from "../../../extension/ipynb/nbformat.ts";
import { parseIpynb } from "../../../extension/ipynb/parseIpynb.ts";
import { parseMarkdown } from "../../../extension/markdown/parseMarkdown.ts";
import { printMarkdown } from "../../../extension/markdown/printMarkdown.ts";
import {
  outputsFor,
  OutputStore,
  sourceKey,
  type StoredOutput,
} from "../../../extension/outputs/outputStore.ts";
import { outputHtml } from "../../../extension/report/outputHtml.ts";
import { Outputs } from "../../../renderer/page/outputs.ts";
import { isRich, RichOutputs } from "../../../renderer/page/values/richOutputs.ts";
import { staticChart } from "../../../renderer/views/chart/staticChart.ts";
import { staticPicture } from "../../../renderer/views/pictures/staticPicture.ts";
import { readPayload } from "../../../renderer/views/readPayload.ts";
import { FakePage } from "../renderer/fakePage.ts";

const fixtures = path.resolve("test/fixtures/storedOutputs");
const markdown = readFileSync(path.join(fixtures, "shown.grad.md"), "utf8");
const ipynb = JSON.parse(readFileSync(path.join(fixtures, "shown.ipynb"), "utf8")) as Ipynb;
const uri = "file:///notes/shown.grad.md";
const charts = [FIGURE_MIME, CURVES_MIME, PICTURE_MIME];

/** Of each code cell what it showed: the outputs' types, richest first. */
const shown = [
  ["stdout", "stderr"],
  ["figure"],
  ["curves", "text/plain"],
  ["picture affine"],
  ["picture graph"],
  ["picture regression"],
  ["picture boundary"],
  ["picture diagram"],
  ["picture activation"],
  ["tensor"],
  ["table"],
  ["text/markdown", "text/latex", "markup html", "markup svg", "image/png", "application/json", "text/plain"],
  ["text/plain"],
  ["abridged"],
  ["stdout", "more"],
  ["error"],
];

function typeOf({ items: [first] }: StoredOutput): string {
  assert.ok(first);
  const [, name] = /^application\/vnd\.(?:gradbook\.|code\.notebook\.)(\w+)/.exec(first.mime) ?? [];
  const { kind = "" } = name === "picture" || name === "markup" ? (valueOf(first) as { kind?: string }) : {};
  return `${name ?? first.mime} ${kind}`.trimEnd();
}

function valueOf({ data }: { data: Uint8Array }): unknown {
  return JSON.parse(new TextDecoder().decode(data));
}

/** What each code cell of the Markdown notebook shows when it is opened. */
function storedOutputs(): (readonly StoredOutput[])[] {
  const cells = parseMarkdown(markdown).cells.filter(({ kind }) => kind === "code");
  const sources = cells.map(({ text }) => sourceKey("gradbook-typescript", text));
  const store = new OutputStore(fixtures);
  assert.deepEqual(
    store.having(sources).map((found) => found.uri),
    [uri],
  );
  return outputsFor(store.read(uri) ?? [], sources);
}

function assertSvg(text: string): void {
  const { documentElement } = new new JSDOM().window.DOMParser().parseFromString(text, "image/svg+xml");
  assert.equal(documentElement.tagName, "svg", text);
  assert.ok(documentElement.querySelectorAll("path, line, rect, circle, text").length > 5, text);
}

describe("A Markdown notebook whose outputs an earlier version kept", () => {
  it("is opened with every output in its cell", () => {
    assert.deepEqual(
      storedOutputs().map((outputs) => outputs.map(typeOf)),
      shown,
    );
  });

  it("is saved as it was, and so are its outputs", () => {
    assert.equal(printMarkdown(parseMarkdown(markdown)), markdown);
    const folder = mkdtempSync(path.join(tmpdir(), "gradbook-stored-"));
    try {
      cpSync(fixtures, folder, { recursive: true });
      const store = new OutputStore(folder);
      store.keep(uri, store.read(uri) ?? []);
      const [name = ""] = readdirSync(folder).filter((file) => file.endsWith(".outputs"));
      assert.equal(
        readFileSync(path.join(folder, name), "utf8"),
        readFileSync(path.join(fixtures, name), "utf8"),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("shows its curves with their marks of early stopping", () => {
    const curves = storedOutputs()[2]?.[0]?.items[0];
    assert.ok(curves);
    const payload = readPayload(CURVES_MIME, valueOf(curves));
    assert.ok(payload.kind === "curves");
    const { marks, series, stopping } = payload.curves;
    assert.deepEqual(Object.keys(marks).sort(), ["bestEpoch", "restoredEpoch", "stoppedEpoch"]);
    assert.deepEqual([series.length, stopping?.patience, stopping?.monitor], [2, 5, "valLoss"]);
    assert.match(staticChart(payload.curves).description, new RegExp(`Best epoch ${marks.bestEpoch}`, "i"));
  });

  for (const language of ["en", "zh-cn"]) {
    it(`has drawings and words of all its charts and pictures in ${language}`, () => {
      for (const { mime, data } of storedOutputs().flatMap((outputs) =>
        outputs.flatMap(({ items }) => items),
      )) {
        if (!charts.includes(mime)) continue;
        const payload = readPayload(mime, valueOf({ data }));
        assert.ok(payload.kind !== "plotly");
        const still =
          payload.kind === "picture"
            ? staticPicture(payload.picture, language)
            : staticChart(payload.kind === "figure" ? payload.figure : payload.curves, language);
        assertSvg(still.svg);
        assert.ok(still.description.length > 20, still.description);
        assert.doesNotMatch(still.description, /undefined|\[object/);
      }
    });
  }

  it("shows all that is ours in the page", async () => {
    const page = new FakePage();
    try {
      const outputs = new Outputs(page.stage, () => undefined);
      const rich = new RichOutputs(
        page.document,
        () => false,
        () => undefined,
      );
      let drawn = 0;
      for (const { items } of storedOutputs().flat()) {
        const { mime, data } = items[0] ?? assert.fail("an output without items");
        const host = page.host();
        const id = String(drawn);
        if (charts.includes(mime)) outputs.render(id, mime, () => valueOf({ data }), host);
        else if (isRich(mime)) rich.render(id, mime, () => valueOf({ data }), host, "en");
        else continue;
        drawn++;
        await page.settle();
        assert.equal(host.querySelector("[role=alert]"), null, host.textContent ?? "");
        assert.ok(host.childElementCount > 0, mime);
      }
      assert.equal(drawn, 14);
      assert.equal(page.plots.filter((plot) => plot.drawn.length > 0).length, 2);
      outputs.dispose();
      rich.dispose();
    } finally {
      page.close();
    }
  });
});

describe("A Jupyter notebook that an earlier version saved", () => {
  const outputs = ipynb.cells.map((cell) => (cell.cell_type === "code" ? cell.outputs : []));

  it("becomes Markdown with every cell's text", () => {
    assert.equal(printMarkdown(parseIpynb(JSON.stringify(ipynb))), markdown);
  });

  it("is a report that shows each of its outputs", () => {
    const html = (output: IpynbOutput, i: number): string =>
      outputHtml(output, { language: "en", id: `o${i}`, markdown: (text) => text });
    const parts = outputs.flat().map(html);
    for (const part of parts) assert.notEqual(part, "");
    assert.equal(parts.length, shown.flat().length);
    const awaking = parts.filter((part) => part.startsWith("<figure"));
    assert.equal(awaking.length, 10);
    const stills = parts.flatMap(
      (part) => /<img src="data:image\/svg\+xml;base64,([^"]*)"/.exec(part)?.[1] ?? [],
    );
    // Eight charts and pictures; the last is the cell's own.
    assert.equal(stills.length, 9);
    for (const still of stills.slice(0, 8)) assertSvg(Buffer.from(still, "base64").toString());
    assert.match(parts.at(-1) ?? "", /class="error".*matmul/s);
  });
});
