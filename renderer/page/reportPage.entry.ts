/**
 * The script of an exported report: shows the outputs in it as the notebook does, in place of their still
 * pictures. Nothing is loaded from anywhere: what it needs is in the page.
 */
import { clockOf } from "./chart/drawThrottle.ts";
import { Outputs } from "./outputs.ts";
import { CURVES_MIME, FIGURE_MIME } from "../../engine/payload/mime.ts";
import { plotsWith } from "../plotly/plot.ts";
import { isRich, RichOutputs } from "./values/richOutputs.ts";
import { stringsFor } from "../views/text/strings.ts";
import { installStyles } from "./styles.ts";
import { observeTheme, readTheme } from "./pageTheme.ts";

/** Pixels below and above what is seen: outputs are drawn a little before they come into view. */
const ahead = 800;

const darkScheme = window.matchMedia("(prefers-color-scheme: dark)");
const followScheme = (): void => {
  // In a page of VS Code's, the editor says which theme it is.
  if (document.body.dataset["vscodeThemeKind"] !== undefined) return;
  document.body.classList.toggle("vscode-dark", darkScheme.matches);
  document.body.classList.toggle("vscode-light", !darkScheme.matches);
};
followScheme();
darkScheme.addEventListener("change", followScheme);
installStyles(document);

let theme = readTheme(document);
const language = document.documentElement.lang;
const outputs = new Outputs(
  {
    document,
    strings: stringsFor(language),
    theme: () => theme,
    clock: clockOf(window),
    openPlot: plotsWith(loadPlotly),
  },
  () => undefined,
);
const rich = new RichOutputs(
  document,
  () => theme.dark,
  () => undefined,
);
observeTheme(document, (changed) => {
  theme = changed;
  outputs.redraw();
  rich.redraw();
});

let plotly: Promise<{ default: unknown }> | undefined;

/** Plotly lies in the page, packed. */
function loadPlotly(): Promise<{ default: unknown }> {
  return (plotly ??= unpack(document.querySelector("script#gradbook-plotly")?.textContent ?? ""));
}

async function unpack(packed: string): Promise<{ default: unknown }> {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const source = await new Response(stream).text();
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    return (await import(url)) as { default: unknown };
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Shows one output; what cannot be shown stays the still picture that it is. */
async function awaken(figure: HTMLElement, id: string): Promise<void> {
  const mime = figure.dataset["mime"] ?? "";
  const data = figure.querySelector('script[type="application/json"]')?.textContent ?? "";
  if (mime === FIGURE_MIME || mime === CURVES_MIME) await loadPlotly();
  const host = document.createElement("section");
  host.className = "gradbook-awake";
  figure.append(host);
  figure.classList.add("awake");
  const read = (): unknown => JSON.parse(data);
  if (isRich(mime)) rich.render(id, mime, read, host, language);
  else outputs.render(id, mime, read, host, language);
}

/** A frame of HTML, in which no script runs, is as high as what it holds. */
function fit(frame: HTMLIFrameElement): void {
  const measure = (): void => {
    const height = frame.contentDocument?.documentElement.offsetHeight ?? 0;
    if (height > 0) frame.style.height = `${Math.min(1200, height)}px`;
  };
  frame.addEventListener("load", measure);
  measure();
}

document.querySelectorAll<HTMLIFrameElement>("iframe.html").forEach(fit);
const seen = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      awaken(target as HTMLElement, target.id).catch((error: unknown) => {
        target.setAttribute("data-asleep", error instanceof Error ? error.message : String(error));
      });
    }
  },
  { rootMargin: `${ahead}px` },
);
for (const figure of document.querySelectorAll("figure[data-mime]")) seen.observe(figure);
