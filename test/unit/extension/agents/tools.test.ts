import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { AgentCell, AgentNotebook, CellEdit } from "../../../../extension/agents/agentNotebook.ts";
import { abridged, outputWords } from "../../../../extension/agents/outputWords.ts";
import { Reference } from "../../../../extension/agents/reference.ts";
import { progressOf, ShownOutputs } from "../../../../extension/agents/shownOutputs.ts";
import { ToolError } from "../../../../extension/agents/toolError.ts";
import { callTool, tools, type AgentHost } from "../../../../extension/agents/tools.ts";
import { CURVES_MIME } from "../../../../engine/payload/mime.ts";
import type { CurvesPayload } from "../../../../engine/payload/curves.ts";

const read = (...parts: string[]): string => readFileSync(path.resolve(...parts), "utf8");
const manifest = JSON.parse(read("package.json")) as {
  contributes: {
    languageModelTools: Record<string, unknown>[];
    chatSkills: { path: string }[];
    mcpServerDefinitionProviders: { id: string }[];
  };
};

describe("The tools of assistants", () => {
  it("are declared to VS Code as their rows say", () => {
    const declared = manifest.contributes.languageModelTools;
    assert.deepEqual(
      declared.map(({ name, toolReferenceName, modelDescription, inputSchema }) => ({
        name,
        toolReferenceName,
        modelDescription,
        inputSchema,
      })),
      tools.map(({ name, reference, description, input }) => ({
        name,
        toolReferenceName: reference,
        modelDescription: description,
        inputSchema: JSON.parse(JSON.stringify(input)) as unknown,
      })),
    );
  });

  it("have titles and descriptions in both languages", () => {
    for (const file of ["package.nls.json", "package.nls.zh-cn.json"]) {
      const texts = JSON.parse(read(file)) as Record<string, string>;
      for (const { displayName, userDescription } of manifest.contributes.languageModelTools)
        for (const key of [displayName, userDescription])
          assert.ok(texts[String(key).slice(1, -1)], `${file}: ${String(key)}`);
    }
  });

  const refusals: [name: string, input: unknown, says: RegExp][] = [
    ["gradbook_nothing", {}, /There is no tool gradbook_nothing: there are gradbook_read_notebook/],
    ["gradbook_run_cells", {}, /in one way/],
    ["gradbook_run_cells", { which: "some" }, /which must be one of all, stale, not "some"/],
    ["gradbook_run_cells", { which: "all", cells: [1] }, /in one way/],
    ["gradbook_run_cells", { cells: [] }, /cells is empty/],
    ["gradbook_run_cells", { cells: [-1] }, /cells\[0\] must be at least 0, not -1/],
    ["gradbook_run_cells", { cells: [1.5] }, /cells\[0\] must be a whole number/],
    ["gradbook_run_cells", { cells: "1" }, /cells must be an array, not the string "1"/],
    ["gradbook_run_cells", { cells: [9] }, /There is no cell 9: the notebook has 3 cells/],
    ["gradbook_run_cells", { cells: [0] }, /Cell 0 is no TypeScript cell/],
    ["gradbook_run_cells", { containing: "nowhere" }, /No TypeScript cell contains "nowhere"/],
    [
      "gradbook_run_cells",
      { cels: [1] },
      /has no property cels: there are notebook, cells, which, containing/,
    ],
    ["gradbook_run_cells", [], /must be an object, not an array/],
    ["gradbook_read_training", {}, /shows no training: run the cell that calls fit/],
    ["gradbook_edit_cells", {}, /lacks edits/],
    ["gradbook_edit_cells", { edits: [] }, /edits is empty/],
    ["gradbook_edit_cells", { edits: [{ edit: "replace", at: 1 }] }, /edits\[0\] lacks text/],
    [
      "gradbook_edit_cells",
      { edits: [{ edit: "delete", at: 3 }] },
      /edits\[0\]\.at is 3, but the notebook has 3 cells/,
    ],
    ["gradbook_api", {}, /lacks query/],
    ["gradbook_api", { query: "constructor" }, /Gradbook has no constructor/],
  ];
  for (const [name, input, says] of refusals) {
    it(`refuse a wrong call with the remedy: ${name} ${JSON.stringify(input)}`, async () => {
      await assert.rejects(callTool(name, input, host(), quiet()), (error) => {
        assert.ok(error instanceof ToolError);
        assert.match(error.message, says);
        return true;
      });
    });
  }

  it("run what was asked for, and stop counting at the first that fails", async () => {
    const ran: number[] = [];
    const answer = await callTool("gradbook_run_cells", { which: "all" }, host(ran), quiet());
    assert.deepEqual(ran, [1, 2]);
    assert.match(answer, /Cell 2 did not succeed/);
    assert.match(answer, /cell 1 \(In\[1\]\): ok, 5 ms\nshown/);
    assert.match(answer, /RangeError: no such axis;\nRemedy: give 0\./);
  });

  it("tell of a training: series abridged, best epoch, verdict and options", async () => {
    const text = await callTool("gradbook_read_training", {}, host([], chart(200)), quiet());
    assert.match(text, /valLoss, by epoch \(16 of 200 points\): 1: 1,/);
    assert.match(text, /best 0\.5 at epoch 51/);
    assert.match(text, /Verdict: Overfitting/);
    assert.match(text, /Called as: fit\(model, \[x, y\], \{ epochs: 200 \}\)/);
    assert.ok(text.length < 3_000, `${text.length} characters`);
  });
});

describe("What assistants are told of outputs", () => {
  it("is bounded, and says what was left out", () => {
    const text = abridged("x".repeat(1_000_000));
    assert.ok(text.length < 4_200);
    assert.match(text, /characters left out/);
  });

  it("is without colours", () => {
    assert.equal(outputWords({ kind: "text", name: "stdout", text: "\u001b[33m1\u001b[39m\n" }), "1");
  });

  it("follows updates, deletions and points", () => {
    const shown = new ShownOutputs();
    shown.add({ type: "display", id: "a", data: { "text/plain": "old" } });
    shown.add({ type: "stream", name: "stdout", text: "1" });
    shown.add({ type: "stream", name: "stdout", text: "2" });
    shown.add({ type: "display", id: "a", data: { "text/plain": "new" } });
    shown.add({ type: "display", id: "c", data: { [CURVES_MIME]: chart(1) } });
    const delta = { id: "chart", sequence: 1, append: [], message: "Epoch 2" };
    shown.add({ type: "delta", delta });
    assert.deepEqual(shown.all.slice(0, 2).map(outputWords), ["new", "12"]);
    const [, , third] = shown.all;
    assert.ok(third?.kind === "data");
    assert.equal((third.data[CURVES_MIME] as CurvesPayload).message, "Epoch 2");
    assert.equal(progressOf({ type: "delta", delta }), "Epoch 2");
    shown.add({ type: "clear", id: null });
    assert.deepEqual(shown.all, []);
  });
});

describe("The reference for assistants", () => {
  const reference = new Reference((name) => {
    try {
      return read("dist", "types", name);
    } catch {
      return null;
    }
  }, read("docs/parity.md"));

  for (const [query, says] of [
    ["nn.Linear", /^nn\.Linear\nAn affine transformation/],
    ["torch.nn.functional.cross_entropy", /^nn\.functional\.crossEntropy\n/],
    ["F.softmax", /float32 beside PyTorch's: tolerance/],
    ["torch.Tensor.backward", /^Tensor\.backward\n[\s\S]*backward\(/],
    ["add_", /^Tensor\.add_\n/],
    ["FitOptions", /batchSize\?: number/],
    ["earlystopping", /^EarlyStopping\n/],
    ["manual_seed(42)", /^manualSeed\n/],
  ] as const)
    it(`knows ${query}`, () => assert.match(reference.look(query) ?? "", says));

  it("names what is like a name that it has not", () => {
    assert.match(reference.look("Pool2") ?? "", /nn\.MaxPool2d/);
    assert.equal(reference.look("qwertz"), null);
    assert.equal(reference.look(""), null);
  });

  it("has every name that the instructions for assistants use", () => {
    const skill = read("extension/assistant/gradbook-notebooks/SKILL.md");
    const known = new Set(tools.map(({ name }) => name));
    const code = [...skill.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, inside = ""]) => inside);
    const called = code.flatMap((text) =>
      [...text.matchAll(/(?:nn|optim|data|torch)\.[\w.]+|gradbook_\w+/g)].map(([name]) => name),
    );
    assert.ok(called.length > 10);
    const python = /^torch\.(?:nn\.functional\.cross_entropy|no_grad)$/;
    for (const name of called)
      assert.ok(known.has(name) || python.test(name) || reference.look(name) !== null, `${name} is unknown`);
  });
});

function quiet(): { progress: () => void; signal: AbortSignal } {
  return { progress: () => undefined, signal: new AbortController().signal };
}

/** Curves that turn at epoch 51. */
function chart(epochs: number): CurvesPayload {
  const x = Array.from({ length: epochs }, (_, i) => i + 1);
  return {
    version: 1,
    id: "chart",
    title: "Training",
    epochs,
    series: [
      { name: "loss", metric: "loss", role: "train", x, y: x.map((epoch) => 1 / epoch) },
      {
        name: "valLoss",
        metric: "loss",
        role: "validation",
        x: [...x],
        y: x.map((epoch) => 0.5 + Math.abs(epoch - 51) / 100),
      },
    ],
    marks: {},
    state: "finished",
    message: "",
    sequence: 0,
  };
}

/** Three cells: text, one that shows something, one that throws. */
function host(ran: number[] = [], curves?: CurvesPayload): AgentHost {
  const cell = { language: null, outputs: [], ran: null, stale: null };
  const cells: AgentCell[] = [
    { ...cell, kind: "markdown", text: "# Title" },
    {
      ...cell,
      kind: "code",
      text: "await fit(model, [x, y], { epochs: 200 });",
      outputs: curves ? [{ kind: "data", data: { [CURVES_MIME]: curves } }] : [],
    },
    { ...cell, kind: "code", text: "throw 1" },
  ];
  const notebook: AgentNotebook = {
    name: "a.grad.md",
    cells: () => cells,
    run(indices) {
      ran.push(...indices);
      const [, first, second] = cells;
      assert.ok(first && second);
      first.ran = { execution: 1, ok: true, ms: 5 };
      first.outputs = [{ kind: "text", name: "stdout", text: "shown\n" }];
      second.ran = { execution: 2, ok: false, ms: 1 };
      const error = { name: "RangeError", message: "no such axis; give 0.", stack: "" };
      second.outputs = [{ kind: "error", error }];
      return Promise.resolve();
    },
    variables: () => Promise.resolve(null),
    look: () => Promise.resolve([]),
    edit: (edits: readonly CellEdit[]) => Promise.resolve(assert.ok(edits.length > 0)),
  };
  return {
    notebook: () => Promise.resolve(notebook),
    translate: (python) => Promise.resolve({ text: python, marks: [] }),
    reference: () => Promise.resolve(null),
  };
}
