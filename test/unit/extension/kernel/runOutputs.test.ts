import assert from "node:assert/strict";
import type { KernelOutput } from "../../../../extension/kernel/protocol/protocol.ts";
import { RunOutputs } from "../../../../extension/kernel/display/runOutputs.ts";
import { until } from "../../until.ts";

describe("The outputs of a run", () => {
  let sent: KernelOutput[] = [];
  let waiting = 0;
  const outputs = (limit = 1e6) => {
    sent = [];
    waiting = 0;
    return new RunOutputs(
      (output) => sent.push(output),
      { characters: limit, overflow: null },
      (more) => (waiting += more ? 1 : -1),
    );
  };
  const texts = () =>
    sent.map((output) => (output.type === "stream" ? `${output.name}:${output.text}` : output.type));

  it("send the first line at once and gather what follows", () => {
    const run = outputs();
    run.stream("stdout", "1");
    run.stream("stdout", "2");
    run.stream("stdout", "3");
    assert.deepEqual(texts(), ["stdout:1"]);
    assert.equal(waiting, 1);
    run.flush();
    assert.deepEqual(texts(), ["stdout:1", "stdout:23"]);
    assert.equal(waiting, 0);
  });

  it("keep the order of streams and displays", () => {
    const run = outputs();
    run.stream("stdout", "a");
    run.stream("stdout", "b");
    run.stream("stderr", "c");
    run.display("d", { "text/plain": "d" });
    run.stream("stdout", "e");
    run.flush();
    assert.deepEqual(texts(), ["stdout:a", "stdout:b", "stderr:c", "display", "stdout:e"]);
  });

  it("send what waits by themselves after a while", async () => {
    const run = outputs();
    run.stream("stdout", "1");
    run.stream("stdout", "2");
    await until(() => sent.length === 2, "the second piece");
    assert.deepEqual(texts(), ["stdout:1", "stdout:2"]);
  });

  it("cut text at the limit, say so once, and let displays through", () => {
    const run = outputs(5);
    run.stream("stdout", "1234");
    run.stream("stdout", "5678");
    run.stream("stdout", "9");
    run.display("d", {});
    run.flush();
    assert.deepEqual(texts(), [
      "stdout:1234",
      "stdout:5",
      "stderr:\nOutput is cut after 5 characters; the cell goes on.\n",
      "display",
    ]);
  });

  it("say that text is cut also when its limit was met to the character", () => {
    const run = outputs(4);
    run.stream("stdout", "1234");
    run.stream("stderr", "5");
    run.stream("stdout", "6");
    run.flush();
    assert.deepEqual(texts(), [
      "stdout:1234",
      "stderr:\nOutput is cut after 4 characters; the cell goes on.\n",
    ]);
  });

  it("send a huge text in pieces", () => {
    const run = outputs(1e7);
    run.stream("stdout", "x".repeat(2_500_000));
    assert.deepEqual(
      sent.map((output) => (output.type === "stream" ? output.text.length : 0)),
      [1_000_000, 1_000_000, 500_000],
    );
  });
});
