/** The style sheet of our boxes. Colours are the editor's own, so that a theme change needs no work here. */
export const styles = `
.gradbook-box { position: relative; color: var(--vscode-editor-foreground, inherit); font-family: var(--vscode-font-family, system-ui, sans-serif); font-size: var(--vscode-font-size, 13px); max-width: 100%; }
.gradbook-row { display: flex; align-items: flex-start; gap: 4px; }
.gradbook-frame { position: relative; flex: 0 1 auto; min-width: 0; min-height: 140px; border-radius: 3px; overflow: hidden; }
.gradbook-plot { position: absolute; inset: 0; }
.gradbook-frame:focus { outline: none; }
.gradbook-frame:focus-visible { outline: 2px solid var(--vscode-focusBorder, #0078d4); outline-offset: -2px; }
/* Plotly draws a halo behind its spike line, in a colour that supposes an opaque page. */
.gradbook-plot line.spikeline:not([stroke-dasharray]) { display: none; }
.gradbook-note { position: absolute; inset: 0; display: flex; align-items: center; justify-content: center; padding: 0 1em; text-align: center; opacity: 0.75; pointer-events: none; }
.gradbook-note:empty { display: none; }
.gradbook-tools { flex: 0 0 auto; display: flex; flex-direction: column; gap: 2px; padding-top: 8px; opacity: 0.75; transition: opacity 120ms; }
.gradbook-box:hover .gradbook-tools, .gradbook-tools:focus-within { opacity: 1; }
.gradbook-tools button { font: inherit; font-size: 11px; line-height: 20px; min-width: 38px; padding: 0 6px; color: inherit; background: transparent; border: 1px solid transparent; border-radius: 3px; cursor: pointer; text-align: center; }
.gradbook-tools button:hover { background: var(--vscode-toolbar-hoverBackground, rgba(128,128,128,0.2)); }
.gradbook-tools button:focus-visible { outline: 1px solid var(--vscode-focusBorder, #0078d4); outline-offset: -1px; }
.gradbook-tools button[aria-pressed="true"] { background: var(--vscode-inputOption-activeBackground, rgba(0,120,212,0.3)); border-color: var(--vscode-inputOption-activeBorder, transparent); color: var(--vscode-inputOption-activeForeground, inherit); }
.gradbook-message { min-height: 1.5em; line-height: 1.5; padding: 0 4px; white-space: pre-wrap; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.gradbook-data { padding: 0 4px; }
.gradbook-data > summary { width: max-content; cursor: pointer; opacity: 0.8; font-size: 0.92em; }
.gradbook-data > summary:hover, .gradbook-data > summary:focus-visible { opacity: 1; }
.gradbook-data-scroll { max-height: 260px; overflow: auto; margin-top: 4px; }
.gradbook-data table { border-collapse: collapse; width: auto; font-variant-numeric: tabular-nums; }
.gradbook-data th, .gradbook-data td { text-align: right !important; padding: 1px 12px 1px 4px; font-weight: normal; }
.gradbook-data thead th { position: sticky; top: 0; background: var(--vscode-editor-background, Canvas); font-weight: 600; }
.gradbook-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.vscode-high-contrast .gradbook-tools, .vscode-high-contrast-light .gradbook-tools, .vscode-high-contrast .gradbook-data > summary, .vscode-high-contrast-light .gradbook-data > summary { opacity: 1; }
@media (prefers-reduced-motion: reduce) { .gradbook-tools { transition: none; } }
`;

const id = "gradbook-styles";

/** Adds the style sheet to the page, once. */
export function installStyles(document: Document): void {
  if (document.getElementById(id)) return;
  const sheet = document.createElement("style");
  sheet.id = id;
  sheet.textContent = styles;
  document.head.append(sheet);
}
