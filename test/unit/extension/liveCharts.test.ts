import { strict as assert } from "node:assert";
import type * as vscode from "vscode";
import { LiveCharts } from "../../../extension/outputs/liveCharts.ts";
import type { CurvesDelta, CurvesPayload } from "../../../engine/payload/curves.ts";
import type { FromRenderer, ToRenderer } from "../../../engine/payload/messages.ts";

interface Sent {
  message: ToRenderer;
  editor: vscode.NotebookEditor | undefined;
}

/** A renderer's end of the line, without a renderer. */
function line(): {
  messaging: vscode.NotebookRendererMessaging;
  sent: Sent[];
  say: (message: FromRenderer) => void;
} {
  const sent: Sent[] = [];
  let listener: ((event: { editor: vscode.NotebookEditor; message: unknown }) => void) | undefined;
  const messaging: vscode.NotebookRendererMessaging = {
    onDidReceiveMessage: (added) => {
      listener = added;
      // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- there is no vscode here
      return { dispose: () => (listener = undefined) };
    },
    postMessage: (message, editor) => {
      sent.push({ message: message as ToRenderer, editor });
      return Promise.resolve(true);
    },
  };
  return { messaging, sent, say: (message) => listener?.({ editor: EDITOR, message }) };
}

const EDITOR = { viewColumn: 1 } as unknown as vscode.NotebookEditor;

const chart = (): CurvesPayload => ({
  version: 1,
  id: "c",
  title: "",
  epochs: 3,
  series: [],
  marks: {},
  state: "running",
  message: "",
  sequence: 0,
});

const delta = (sequence: number): CurvesDelta => ({
  id: "c",
  sequence,
  append: [{ name: "loss", role: "train", metric: "loss", x: [sequence], y: [1 / sequence] }],
});

describe("LiveCharts", () => {
  it("passes points on and keeps the sum of them", () => {
    const { messaging, sent } = line();
    const charts = new LiveCharts(messaging);
    charts.open(chart());
    sent.length = 0;
    charts.apply(delta(1));
    charts.apply(delta(2));
    assert.deepEqual(
      sent.map(({ message }) => message),
      [1, 2].map((sequence) => ({ type: "delta", delta: delta(sequence) })),
    );
    assert.deepEqual(charts.snapshot("c")?.series[0]?.y, [1, 0.5]);
  });

  it("answers a renderer that comes into view with the chart's present state, and no other renderer", () => {
    const { messaging, sent, say } = line();
    const charts = new LiveCharts(messaging);
    charts.open(chart());
    charts.apply(delta(1));
    sent.length = 0;
    say({ type: "attach", id: "c" });
    say({ type: "attach", id: "unknown" });
    assert.equal(sent.length, 1);
    assert.equal(sent[0]?.editor, EDITOR);
    assert.ok(sent[0].message.type === "snapshot");
    assert.equal(sent[0].message.payload.sequence, 1);
  });

  it("tells pages of a chart that begins, and whose place it takes, and of none that is all in its output", () => {
    const { messaging, sent } = line();
    const charts = new LiveCharts(messaging);
    charts.open(chart(), "before");
    charts.open({ ...chart(), id: "drawn", state: "finished" });
    assert.deepEqual(
      sent.map(({ message }) => message),
      [{ type: "snapshot", payload: chart(), instead: "before" }],
    );
  });

  it("keeps points that pages are not to be told of", () => {
    const { messaging, sent } = line();
    const charts = new LiveCharts(messaging);
    charts.open(chart());
    sent.length = 0;
    charts.apply(delta(1), false);
    assert.deepEqual(sent, []);
    assert.equal(charts.snapshot("c")?.sequence, 1);
  });

  it("leaves the payload it was given alone", () => {
    const given = chart();
    const charts = new LiveCharts(line().messaging);
    charts.open(given);
    charts.apply(delta(1));
    assert.deepEqual(given, chart());
  });

  it("sends a snapshot when the kernel shows an open chart again", () => {
    const { messaging, sent } = line();
    const charts = new LiveCharts(messaging);
    charts.open(chart());
    sent.length = 0;
    charts.open({ ...chart(), title: "new", sequence: 5 });
    assert.deepEqual(
      sent.map(({ message }) => message.type),
      ["snapshot"],
    );
    charts.apply(delta(6));
    assert.equal(charts.snapshot("c")?.sequence, 6);
  });

  it("sends nothing for a delta that does not follow, or for a chart that was closed", () => {
    const { messaging, sent } = line();
    const charts = new LiveCharts(messaging);
    charts.open(chart());
    sent.length = 0;
    charts.apply(delta(3));
    charts.close("c");
    charts.apply(delta(1));
    assert.deepEqual(sent, []);
    assert.equal(charts.snapshot("c"), undefined);
  });
});
