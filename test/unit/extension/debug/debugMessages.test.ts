import assert from "node:assert/strict";
import {
  OpenRequests,
  tidyVariables,
  visitSources,
  type DebugSource,
} from "../../../../extension/debug/debugMessages.ts";

describe("Messages of the Debug Adapter Protocol", () => {
  it("are looked through for the sources that they name, wherever these are", () => {
    const messages = [
      {
        type: "request",
        command: "setBreakpoints",
        arguments: { source: { path: "a" }, breakpoints: [{ line: 1 }] },
      },
      {
        type: "response",
        command: "stackTrace",
        body: { stackFrames: [{ source: { path: "b" } }, { id: 1 }, { source: { path: "c" } }] },
      },
      { type: "response", command: "loadedSources", body: { sources: [{ path: "d" }] } },
      {
        type: "event",
        event: "loadedSource",
        body: { reason: "new", source: { path: "e", sources: [{ path: "f" }] } },
      },
      { type: "event", event: "breakpoint", body: { breakpoint: { source: { path: "g" } } } },
      { type: "event", event: "output", body: { output: "source" } },
      null,
    ];
    const found: DebugSource[] = [];
    for (const message of messages) visitSources(message, (source) => found.push(source));
    assert.deepEqual(
      found.map((source) => source.path),
      ["a", "b", "c", "d", "e", "g"],
    );
  });
});

describe("Variables that a debugger shows", () => {
  const shown = (names: string[], command = "variables"): string[] => {
    const variables = names.map((name) => ({ name }));
    const body = { variables };
    tidyVariables({ type: "response", command, body }, "Cell above");
    return body.variables.map(({ name }) => name);
  };

  it("are the person's; what the kernel adds to a cell is left out", () => {
    assert.deepEqual(
      shown([
        "$flag",
        "$check",
        "$awaited",
        "$waits",
        "$import",
        "$meta",
        "$own",
        "$m0",
        "$m12",
        "$$v",
        "x",
        "$x",
      ]),
      ["x", "$x"],
    );
    assert.deepEqual(shown(["$$c0", "a"]), ["Cell above", "a"]);
  });

  it("are not looked for in other messages", () => {
    assert.deepEqual(shown(["$flag"], "evaluate"), ["$flag"]);
    tidyVariables({ type: "response", command: "variables" }, "");
  });
});

describe("Requests to a debugger", () => {
  it("are waited for until the last is answered, whichever session it belongs to", async () => {
    const requests = new OpenRequests();
    await requests.answers();
    requests.asked("a", { type: "request", seq: 1 });
    requests.asked("b", { type: "request", seq: 1 });
    let answered = false;
    const all = requests.answers().then(() => (answered = true));
    requests.heard("a", { type: "event", seq: 2 });
    requests.heard("a", { type: "response", request_seq: 1 });
    await Promise.resolve();
    assert.equal(answered, false);
    requests.heard("b", { type: "response", request_seq: 1 });
    await all;
  });

  it("are given up when there will be no more answers", async () => {
    const requests = new OpenRequests();
    requests.asked("a", { type: "request", seq: 1 });
    const all = requests.answers();
    requests.settle();
    await all;
    await requests.answers();
  });
});
