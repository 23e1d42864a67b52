/** The notebook renderer: what VS Code calls. */
import type { ActivationFunction } from "vscode-notebook-renderer";
import { clockOf } from "./chart/drawingPace.ts";
import { Outputs } from "./outputs.ts";
import type { ToRenderer } from "../../engine/payload/messages.ts";
import { openPlot } from "../plotly/plot.ts";
import { isRich, RichOutputs } from "./values/richOutputs.ts";
import { listenToFrames } from "./values/sandboxedHtml.ts";
import { pageLanguage, observeTheme, readTheme } from "./pageLook.ts";
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
    },
    (message) => context.postMessage?.(message),
  );
  const rich = new RichOutputs(
    document,
    () => theme.dark,
    (message) => context.postMessage?.(message),
  );
  // From the start: an output of another extension's may hold a frame too.
  listenToFrames(document, () => undefined);
  observeTheme(document, (changed) => {
    theme = changed;
    outputs.redraw();
    rich.redraw();
  });
  context.onDidReceiveMessage?.((message: ToRenderer) => {
    if (message.type === "textPage") rich.receive(message);
    else outputs.receive(message);
  });
  return {
    renderOutputItem(item, element, signal) {
      if (signal.aborted) return;
      const language = languageIn(item.metadata);
      if (isRich(item.mime)) {
        const spoken = language ?? pageLanguage(document);
        return rich.render(item.id, item.mime, () => item.json() as unknown, element, spoken);
      }
      outputs.render(item.id, item.mime, () => item.json() as unknown, element, language);
    },
    disposeOutputItem(id) {
      outputs.dispose(id);
      rich.dispose(id);
    },
  };
};

/** The editor's language, which the extension writes into an output's metadata; undefined in a foreign one. */
function languageIn(metadata: unknown): string | undefined {
  if (typeof metadata !== "object" || metadata === null || !("language" in metadata)) return undefined;
  return typeof metadata.language === "string" ? metadata.language : undefined;
}
