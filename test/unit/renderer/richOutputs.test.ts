import assert from "node:assert/strict";
import type { FromRenderer } from "../../../engine/payload/messages.ts";
import {
  ABRIDGED_MIME,
  ERROR_MIME,
  MARKUP_MIME,
  MORE_MIME,
  TABLE_MIME,
  TENSOR_MIME,
} from "../../../engine/payload/mime.ts";
import type { TensorPayload } from "../../../engine/payload/values.ts";
import { isRich, RichOutputs } from "../../../renderer/page/values/richOutputs.ts";
import { colourScale } from "../../../renderer/page/values/tensorView.ts";
import { FakePage } from "./fakePage.ts";

describe("outputs that are no charts", () => {
  let page: FakePage;
  let posted: FromRenderer[];
  let outputs: RichOutputs;
  let host: HTMLElement;
  beforeEach(() => {
    page = new FakePage();
    posted = [];
    outputs = new RichOutputs(
      page.document,
      () => true,
      (message) => posted.push(message),
    );
    host = page.host();
  });
  afterEach(() => {
    outputs.dispose();
    page.close();
  });

  const render = (mime: string, payload: unknown, language = "en", id = "1") =>
    outputs.render(id, mime, () => payload, host, language);
  const tensor: TensorPayload = {
    version: 1,
    shape: [2, 2],
    dtype: "float32",
    text: "tensor([[1., 2.],\n        [3., nan]])",
    min: 1,
    max: 3,
    mean: 2,
    notFinite: 1,
    looked: 4,
    picture: { kind: "heat", rows: [0, 1], columns: [0, 1], values: [1, 2, 3, null] },
  };

  it("put HTML into a frame in which no script runs", () => {
    render(MARKUP_MIME, { version: 1, kind: "html", text: "<b>x</b>" });
    const frame = host.querySelector("iframe");
    assert.equal(frame?.getAttribute("sandbox"), "allow-same-origin");
    assert.ok(frame.srcdoc.endsWith("<body><b>x</b></body></html>"));
    assert.doesNotMatch(frame.srcdoc, /<script/);
  });

  it("give scripts that were asked for an origin of their own", () => {
    render(MARKUP_MIME, { version: 1, kind: "html", text: "<script>1</script>", scripts: true });
    assert.equal(host.querySelector("iframe")?.getAttribute("sandbox"), "allow-scripts");
  });

  it("keep the frame when the HTML is updated, and take another one for other rights", () => {
    render(MARKUP_MIME, { version: 1, kind: "html", text: "a" });
    const frame = host.querySelector("iframe");
    render(MARKUP_MIME, { version: 1, kind: "html", text: "b" });
    assert.equal(host.querySelector("iframe"), frame);
    assert.match(frame?.srcdoc ?? "", /<body>b</);
    render(MARKUP_MIME, { version: 1, kind: "html", text: "c", scripts: true });
    assert.notEqual(host.querySelector("iframe"), frame);
    assert.equal(host.querySelectorAll("iframe").length, 1);
  });

  it("keep messages of sandboxed frames from the page", () => {
    render(MARKUP_MIME, { version: 1, kind: "html", text: "", scripts: true });
    const heard: unknown[] = [];
    page.window.addEventListener("message", (event) => heard.push(event.data as unknown));
    const post = (origin: string, data: unknown) =>
      page.window.dispatchEvent(new page.window.MessageEvent("message", { origin, data }));
    post("null", { type: "html" });
    post("vscode-webview://x", { type: "ok" });
    assert.deepEqual(heard, [{ type: "ok" }]);
  });

  it("draw SVG as an image, with the namespace that it needs", () => {
    render(MARKUP_MIME, { version: 1, kind: "svg", text: "<svg><script>x</script></svg>" });
    const src = host.querySelector("img")?.getAttribute("src") ?? "";
    assert.match(src, /^data:image\/svg\+xml;charset=utf-8,%3Csvg%20xmlns/);
    assert.equal(host.querySelector("svg, script"), null);
  });

  it("draw a matrix with a hint for each value, and its text", () => {
    render(TENSOR_MIME, tensor);
    const cells = [...host.querySelectorAll("rect")];
    assert.deepEqual(
      cells.map((cell) => cell.textContent),
      ["[0, 0] 1", "[0, 1] 2", "[1, 0] 3", "[1, 1] NaN"],
    );
    assert.equal(cells.at(-1)?.getAttribute("fill"), "transparent");
    assert.equal(host.querySelector("pre")?.textContent, tensor.text);
    assert.match(host.textContent ?? "", /tensor 2 × 2, float32from 1 to 3, mean 21 not finite/);
  });

  it("speak the editor's language", () => {
    render(TENSOR_MIME, tensor, "zh-cn");
    assert.match(host.textContent ?? "", /张量 2 × 2，float32/);
  });

  const failed = {
    version: 1,
    name: "RangeError",
    message: "add: (2,) and (3,) do not broadcast. Did you mean y.T?",
    stack: [
      "RangeError: add: (2,) and (3,) do not broadcast. Did you mean y.T?",
      "    Cell In[3], line 2, in loss",
      "    ----> 2 return x.add(<b>)",
      "                     ^",
      "    Cell In[4], line 1",
    ].join("\n"),
  };

  it("show an error with its remedy on a line of its own, its line, and its callers folded away", () => {
    render(ERROR_MIME, failed);
    const root = host.querySelector("[role=alert]");
    assert.deepEqual(
      [...(root?.children ?? [])].map(({ textContent }) => textContent),
      [
        "RangeError: add: (2,) and (3,) do not broadcast.",
        "Did you mean y.T?",
        "    Cell In[3], line 2, in loss",
        "2return x.add(<b>)",
        "Called from    Cell In[4], line 1",
      ],
    );
    assert.equal(root?.querySelector(".gradbook-error-at")?.textContent, "add");
    assert.equal(root?.querySelector("details")?.open, false);
    const links = [...(root?.querySelectorAll("a") ?? [])].map((link) => link.getAttribute("href"));
    assert.deepEqual(
      links,
      [3, 4].map((n) => `vscode-notebook-cell:?execution_count=${n}&line=${n === 3 ? 2 : 1}`),
    );
  });

  it("show what caused an error unfolded, and the beginning of a long message with the whole folded", () => {
    const cause = "Caused by: TypeError: z";
    render(ERROR_MIME, { ...failed, stack: `${failed.stack}\n${cause}` }, "zh-cn");
    assert.equal(host.querySelector("details")?.open, true);
    assert.match(host.textContent ?? "", /调用位置/);
    const long = "x".repeat(5000);
    render(ERROR_MIME, { version: 1, name: "Error", message: long, stack: `Error: ${long}` });
    assert.equal(host.querySelector("p")?.textContent, `Error: ${"x".repeat(1200)} …`);
    assert.equal(host.querySelector("details pre")?.textContent, long);
  });

  it("draw a histogram with its ends", () => {
    render(TENSOR_MIME, { ...tensor, picture: { kind: "histogram", from: 0, to: 2, counts: [1, 4] } });
    const [low, high] = [...host.querySelectorAll("rect")];
    assert.deepEqual([low?.getAttribute("height"), high?.getAttribute("height")], ["2.5", "10"]);
    assert.equal(high?.textContent, "1 to 2: 4");
  });

  it("draw records as a table, as text and never as markup", () => {
    render(TABLE_MIME, {
      version: 1,
      columns: [
        { name: "<b>", numeric: false },
        { name: "n", numeric: true },
      ],
      rows: [
        ["<img src=x onerror=1>", "1"],
        [null, "2"],
      ],
      total: 9,
      totalColumns: 2,
    });
    assert.equal(host.querySelector("img, b"), null);
    assert.deepEqual(
      [...host.querySelectorAll("td")].map((cell) => cell.textContent),
      ["<img src=x onerror=1>", "1", "–", "2"],
    );
    assert.match(host.textContent ?? "", /2 of 9 rows/);
  });

  it("tell an empty text in a table from a value that is not there, and a table without rows from none", () => {
    const column = { name: "city", numeric: false };
    render(TABLE_MIME, { version: 1, columns: [column], rows: [[""], [null]], total: 2, totalColumns: 1 });
    const [empty, none] = [...host.querySelectorAll("td")];
    assert.deepEqual([empty?.textContent, none?.textContent, none?.title], ["", "–", "no value"]);
    assert.doesNotMatch(host.textContent ?? "", /no rows/);
    host.replaceChildren();
    render(TABLE_MIME, { version: 1, columns: [column], rows: [], total: 0, totalColumns: 1 });
    assert.match(host.textContent ?? "", /no rows/);
  });

  it("offer the whole text where it was cut", () => {
    render(MORE_MIME, { version: 1, file: "/logs/output-1-2.txt", shown: 1_000_000 });
    assert.match(host.textContent ?? "", /Output is cut after 1,000,000 characters\./);
    host.querySelector("button")?.click();
    assert.deepEqual(posted, [{ type: "openText", file: "/logs/output-1-2.txt" }]);
  });

  it("show more of a value in its place, page after page, and its beginning again", () => {
    const payload = { version: 1, text: "{ \u001b[33m1\u001b[39m … }", file: "output-1-2-3.txt" };
    render(ABRIDGED_MIME, payload);
    const [text, button] = [host.querySelector("pre"), host.querySelector("button")];
    const status = host.querySelector("[role=status]");
    assert.ok(text && button && status);
    const shows = (): unknown[] => [
      text.textContent,
      button.textContent,
      button.getAttribute("aria-expanded"),
    ];
    assert.deepEqual(shows(), ["{ 1 … }", "Show more", "false"]);
    assert.match(
      text.innerHTML,
      /^\{ <span style="color: color-mix\(in srgb, var\(--vscode-terminal-ansiYellow, currentColor\) 60%, .*\);?">1<\/span> … \}$/,
    );
    button.focus();
    button.click();
    assert.deepEqual(posted, [{ type: "readText", file: payload.file, from: 0 }]);
    const page = { type: "textPage", file: payload.file } as const;
    outputs.receive({ ...page, file: "output-1-2-4.txt", from: 0, text: "another", last: true });
    assert.equal(text.textContent, "{ 1 … }");
    outputs.receive({ ...page, from: 0, text: "{ 1,\n", last: false });
    outputs.receive({ ...page, from: 0, text: "{ 1,\n", last: false });
    assert.deepEqual(shows(), ["{ 1,\n", "Show more", "true"]);
    assert.equal(status.textContent, "5 characters are shown; there is more.");
    button.click();
    assert.deepEqual(posted.at(-1), { type: "readText", file: payload.file, from: 5 });
    outputs.receive({ ...page, from: 5, text: "2 }", last: true });
    assert.deepEqual(shows(), ["{ 1,\n2 }", "Show less", "true"]);
    // VS Code renders it again when it comes back into view.
    render(ABRIDGED_MIME, payload);
    assert.deepEqual([host.querySelector("button"), text.textContent], [button, "{ 1,\n2 }"]);
    button.click();
    assert.deepEqual(shows(), ["{ 1 … }", "Show more", "false"]);
    assert.equal(posted.length, 2);
  });

  it("say where the rest of a value has gone with its kernel", () => {
    render(ABRIDGED_MIME, { version: 1, text: "[ … ]", file: "output-1-2-3.txt" }, "zh-cn");
    const button = host.querySelector("button");
    assert.equal(button?.textContent, "显示更多");
    button.click();
    outputs.receive({ type: "textPage", file: "output-1-2-3.txt", from: 0, text: null, last: true });
    assert.equal(host.querySelector("pre")?.textContent, "[ … ]");
    assert.match(host.querySelector("[role=status]")?.textContent ?? "", /请重新运行单元格/);
  });

  it("say why they cannot be drawn", () => {
    render(TENSOR_MIME, { version: 2 });
    assert.match(host.querySelector("[role=alert]")?.textContent ?? "", /unknown version/);
    assert.equal(isRich("application/json"), false);
  });
});

describe("colours of a heat map", () => {
  it("go from the least to the greatest, and are the middle one at zero where both signs occur", () => {
    const grow = colourScale([0, 1], false);
    assert.deepEqual([grow(0), grow(1), grow(null)], ["rgb(68, 1, 84)", "rgb(253, 231, 37)", "transparent"]);
    const both = colourScale([-1, 4], false);
    assert.equal(both(0), "rgb(245, 245, 245)");
    assert.equal(colourScale([2, 2], true)(2), "rgb(33, 145, 140)");
  });
});
