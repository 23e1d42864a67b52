/** The page of the *Variables* view and of the data viewer: `data-grid` on the body names the variable of the latter. */
import type { FromVariablesPage, ToVariablesPage } from "../../../engine/payload/variables.ts";
import { GridView } from "./gridView.ts";
import { VariablesTable } from "./variablesTable.ts";
import { variablesStyles } from "./variablesStyles.ts";
import { variablesTexts } from "./variablesTexts.ts";

type Asked = ConstructorParameters<typeof GridView>[2];

declare function acquireVsCodeApi(): {
  postMessage(message: FromVariablesPage): void;
  getState(): Asked | undefined;
  setState(state: Asked): void;
};

const host = acquireVsCodeApi();
const post = (message: FromVariablesPage): void => {
  if (message.type !== "copy") host.postMessage(message);
  // In a browser, only the document that has the focus may write.
  else navigator.clipboard.writeText(message.name).catch(() => host.postMessage(message));
};
const sheet = document.createElement("style");
// The page's policy lets in what carries its number.
sheet.nonce = document.body.dataset["nonce"] ?? "";
sheet.textContent = variablesStyles;
document.head.append(sheet);

const texts = variablesTexts(document.documentElement.lang);
const name = document.body.dataset["grid"];
const told = (receive: (message: ToVariablesPage) => void): void =>
  window.addEventListener("message", ({ data }: MessageEvent<ToVariablesPage>) => receive(data));

if (name === undefined) {
  const table = new VariablesTable(document, texts, post);
  document.body.append(table.root);
  told((message) => {
    if (message.type === "variables") table.show(message);
  });
} else {
  const asked = host.getState() ?? { name, member: null, axes: null, at: [] };
  const grid = new GridView(document, texts, asked, post, (state) => host.setState(state));
  document.body.append(grid.root);
  told((message) => grid.receive(message));
  let frame = 0;
  const again = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => grid.ask());
  };
  window.addEventListener("resize", again);
  // Another theme has other colours for the numbers.
  new MutationObserver(again).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  grid.ask();
}
post({ type: "ready" });
