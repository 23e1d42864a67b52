/** The notebook renderer: what VS Code calls. */
import type { ActivationFunction, OutputItem } from "vscode-notebook-renderer";
import { clockOf } from "./chart/drawThrottle.ts";
import { ifOutOfWindow } from "./outOfWindow.ts";
import { Outputs } from "./outputs.ts";
import { ControlOutputs } from "./controls/controlOutputs.ts";
import { CONTROL_MIME, CURVES_MIME } from "../../engine/payload/mime.ts";
import type { FromRenderer, ToRenderer } from "../../engine/payload/messages.ts";
import { openAnyPlot } from "../plotly/anyPlot.ts";
import { openPlot } from "../plotly/plot.ts";
import { isRich, RichOutputs } from "./values/richOutputs.ts";
import { listenToFrames } from "./values/sandboxedHtml.ts";
import { pageLanguage, observeTheme, readTheme } from "./pageTheme.ts";
import { stringsFor } from "../views/text/strings.ts";
import { installStyles } from "./styles.ts";

export const activate: ActivationFunction = (context) => {
  installStyles(document);
  let theme = readTheme(document);
  const outputs = new Outputs(
    {
      document,
      strings: stringsFor(pageLanguage(document)),
      theme: () => theme,
      clock: clockOf(window),
      openPlot,
      openAnyPlot,
    },
    (message) => context.postMessage?.(message),
  );
  const rich = new RichOutputs(
    document,
    () => theme.dark,
    (message) => context.postMessage?.(message),
  );
  const controls = new ControlOutputs(
    document,
    () => theme,
    (message) => context.postMessage?.(message),
  );
  // From the start: an output of another extension's may hold a frame too.
  listenToFrames(document, () => undefined);
  observeTheme(document, (changed) => {
    theme = changed;
    outputs.redraw();
    rich.redraw();
    controls.redraw();
  });
  context.onDidReceiveMessage?.((message: ToRenderer) => {
    if (message.type === "textPage") rich.receive(message);
    else if (message.type === "controlMoved") controls.receive(message);
    else outputs.receive(message);
  });
  /** Outputs that have come into the page: they are rendered again when they change. */
  const known = new Set<string>();
  const looked = ({ id, mime, metadata }: OutputItem, element: HTMLElement): void => {
    const run = textIn(metadata, "run");
    // Curves are rendered again when their training has ended.
    if (run === undefined || (known.has(id) && mime !== CURVES_MIME)) return;
    known.add(id);
    ifOutOfWindow(element, (where) =>
      context.postMessage?.({ type: "outOfWindow", run, where } satisfies FromRenderer),
    );
  };
  return {
    renderOutputItem(item, element, signal) {
      if (signal.aborted) return;
      looked(item, element);
      const language = textIn(item.metadata, "language");
      if (item.mime === CONTROL_MIME) {
        const spoken = language ?? pageLanguage(document);
        return controls.render(item.id, () => item.json() as unknown, element, spoken);
      }
      if (isRich(item.mime)) {
        const spoken = language ?? pageLanguage(document);
        return rich.render(item.id, item.mime, () => item.json() as unknown, element, spoken);
      }
      outputs.render(item.id, item.mime, () => item.json() as unknown, element, language);
    },
    disposeOutputItem(id) {
      if (id === undefined) known.clear();
      else known.delete(id);
      outputs.dispose(id);
      rich.dispose(id);
      controls.dispose(id);
    },
  };
};

/** What the extension writes into an output's metadata: the editor's language, the run; undefined in a foreign one. */
function textIn(metadata: unknown, key: "language" | "run"): string | undefined {
  const value: unknown = (metadata as Partial<Record<string, unknown>> | null | undefined)?.[key];
  return typeof value === "string" ? value : undefined;
}
