/** The notebook renderer: what VS Code calls. */
import type { ActivationFunction } from "vscode-notebook-renderer";
import { Outputs } from "./outputs.ts";
import type { ToRenderer } from "./payload.ts";
import { openPlot } from "./plot.ts";
import { languageOf, stringsFor } from "./strings.ts";
import { installStyles } from "./styles.ts";
import { observeTheme, readTheme } from "./theme.ts";

export const activate: ActivationFunction = (context) => {
  installStyles(document);
  let theme = readTheme(document);
  const outputs = new Outputs(
    { document, strings: stringsFor(languageOf(document)), theme: () => theme, openPlot },
    (message) => context.postMessage?.(message),
  );
  observeTheme(document, (changed) => {
    theme = changed;
    outputs.redraw();
  });
  context.onDidReceiveMessage?.((message: ToRenderer) => outputs.receive(message));
  return {
    renderOutputItem(item, element, signal) {
      if (!signal.aborted) outputs.render(item.id, item.mime, () => item.json() as unknown, element);
    },
    disposeOutputItem(id) {
      outputs.dispose(id);
    },
  };
};
