import assert from "node:assert/strict";
import { TerminalView } from "../../../../extension/cli/terminalView.ts";
import type { KernelOutput } from "../../../../extension/kernel/protocol/protocol.ts";

const progress = (message: string): KernelOutput => ({
  type: "delta",
  delta: { id: "c", sequence: 1, append: [], message },
});
const chart = (state: string): KernelOutput => ({
  type: "display",
  id: "chart-1",
  data: { "application/vnd.gradbook.curves+json": { state }, "text/plain": `curves ${state}` },
});
const ended = { ok: true, error: null, interrupted: false, ms: 1, flow: null, bound: {} };

describe("The terminal view", () => {
  let written = "";
  let now = 0;
  const view = (interactive: boolean) => {
    written = "";
    now = 0;
    return new TerminalView({ write: (text) => (written += text), interactive, now: () => now });
  };

  it("rewrites progress in place on a terminal, and clears it before anything else", () => {
    const terminal = view(true);
    terminal.output(1, chart("running"));
    terminal.output(1, progress("Epoch 1"));
    terminal.output(1, progress("Epoch 2"));
    terminal.output(1, chart("finished"));
    assert.equal(written, "\r\u001b[KEpoch 1\r\u001b[KEpoch 2\r\u001b[Kcurves finished\n");
  });

  it("prints progress now and then where it cannot be rewritten", () => {
    const file = view(false);
    file.begin(1, "fit()");
    file.output(1, progress("Epoch 1"));
    file.output(1, progress("Epoch 2"));
    now = 2500;
    file.output(1, progress("Epoch 3"));
    file.end(1, ended);
    assert.equal(written, "In[1]: fit()\nEpoch 1\nEpoch 3\n\n");
  });

  it("starts a value on a line of its own", () => {
    const file = view(false);
    file.output(1, { type: "stream", name: "stdout", text: "no line break" });
    file.output(1, { type: "display", id: "result-1", data: { "text/plain": "3" } });
    assert.equal(written, "no line break\nOut[1]: 3\n");
  });

  it("starts a value of several lines below its number, so that its columns stay in line", () => {
    const file = view(false);
    const matrix = "tensor([[1., 2.],\n        [3., 4.]])";
    file.output(1, { type: "display", id: "result-1", data: { "text/plain": matrix } });
    assert.equal(written, `Out[1]:\n${matrix}\n`);
  });

  it("colours on a terminal only", () => {
    view(true).begin(1, "x");
    assert.equal(written, "\u001b[36mIn[1]: x\u001b[0m\n");
  });
});
