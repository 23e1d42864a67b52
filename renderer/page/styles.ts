import { controlStyles } from "./controls/controlStyles.ts";

/** The style sheet of our boxes. Colours are the editor's own, so that a theme change needs no work here. */
const styles = `
.gradbook-box { position: relative; color: var(--vscode-editor-foreground, inherit); font-family: var(--vscode-font-family, system-ui, sans-serif); font-size: var(--vscode-font-size, 13px); max-width: 100%; }
/* Sliders, lists and boxes are the browser's, which is told nothing of the editor's theme. It stays light where the accent is as dark as the focus border. */
:is(.vscode-dark, .vscode-high-contrast:not(.vscode-high-contrast-light)) [class^="gradbook-"] :is(input, select, textarea) { color-scheme: dark; accent-color: var(--vscode-textLink-foreground, #4daafc); }
.gradbook-row { display: flex; align-items: flex-start; gap: 4px; }
.gradbook-frame { position: relative; flex: 0 1 auto; min-width: 0; min-height: 140px; border-radius: 3px; overflow: hidden; }
.gradbook-plot, .gradbook-still { position: absolute; inset: 0; }
.gradbook-still { pointer-events: none; }
.gradbook-still > svg { display: block; }
.gradbook-frame[data-drawn-by="still"] > .gradbook-plot { visibility: hidden; }
.gradbook-frame:focus { outline: none; }
.gradbook-frame:focus-visible { outline: 2px solid var(--vscode-focusBorder, #0078d4); outline-offset: -2px; }
/* Plotly draws a halo behind its spike line, in a colour that supposes an opaque page. */
.gradbook-plot line.spikeline:not([stroke-dasharray]) { display: none; }
.gradbook-note { position: absolute; inset: 0; display: flex; align-items: center; justify-content: center; padding: 0 1em; text-align: center; opacity: 0.75; pointer-events: none; }
.gradbook-note:empty { display: none; }
.gradbook-still:not(:empty) + .gradbook-note { align-items: flex-end; }
.gradbook-tools { flex: 0 0 auto; display: flex; flex-direction: column; gap: 2px; padding-top: 8px; opacity: 0.8; transition: opacity 120ms; }
.gradbook-box:hover .gradbook-tools, .gradbook-tools:focus-within { opacity: 1; }
.gradbook-tools button { position: relative; display: flex; align-items: center; justify-content: center; width: 24px; height: 24px; padding: 0; color: var(--vscode-icon-foreground, inherit); background: transparent; border: 1px solid transparent; border-radius: 6px; cursor: pointer; }
.gradbook-tools button:hover { background: var(--vscode-toolbar-hoverBackground, rgba(128,128,128,0.2)); }
.gradbook-tools button:active { background: var(--vscode-toolbar-activeBackground, rgba(128,128,128,0.3)); }
.gradbook-tools button:focus-visible { outline: 1px solid var(--vscode-focusBorder, #0078d4); outline-offset: -1px; }
.gradbook-tools button[aria-pressed="true"] { background: var(--vscode-inputOption-activeBackground, rgba(0,120,212,0.3)); border-color: var(--vscode-inputOption-activeBorder, #0078d4); color: var(--vscode-inputOption-activeForeground, inherit); }
.gradbook-tools button::after { content: attr(data-tip) / ""; position: absolute; z-index: 5; top: 0; right: calc(100% + 6px); box-sizing: border-box; width: max-content; max-width: 260px; padding: 4px 8px; visibility: hidden; pointer-events: none; text-align: left; font-size: 0.92em; line-height: 1.4; color: var(--vscode-editorHoverWidget-foreground, CanvasText); background: var(--vscode-editorHoverWidget-background, Canvas); border: 1px solid var(--vscode-editorHoverWidget-border, rgba(128,128,128,0.5)); border-radius: 3px; }
.gradbook-tools button:hover::after { visibility: visible; transition: visibility 0s 400ms; }
.gradbook-tools button:focus-visible::after { visibility: visible; }
.gradbook-box:hover .gradbook-tools, .gradbook-tools:focus-within { opacity: 1; }
.gradbook-tip { position: absolute; left: 0; top: 0; max-width: 90%; padding: 4px 8px; pointer-events: none; white-space: nowrap; font-size: 0.92em; line-height: 1.45; font-variant-numeric: tabular-nums; color: var(--vscode-editorHoverWidget-foreground, CanvasText); background: var(--vscode-editorHoverWidget-background, Canvas); border: 1px solid var(--vscode-editorHoverWidget-border, rgba(128,128,128,0.5)); border-radius: 3px; }
.gradbook-tip[hidden] { display: none; }
.gradbook-message { min-height: 1.5em; line-height: 1.5; padding: 0 4px; white-space: pre-wrap; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.gradbook-verdict { min-height: 1.7em; line-height: 1.6; padding: 2px 4px; max-width: 760px; box-sizing: border-box; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
/* Two lines, as most verdicts have: what lies below does not jump when one comes. */
.gradbook-live .gradbook-verdict { min-height: calc(3.2em + 4px); }
.gradbook-chip { display: inline-block; margin-inline-end: 8px; padding: 0 8px; line-height: 1.5; border: 1px solid var(--gradbook-chip, currentColor); border-radius: 999px; color: inherit; background: color-mix(in srgb, var(--gradbook-chip, transparent) 18%, transparent); font-weight: 600; font-size: 0.92em; white-space: nowrap; }
.gradbook-chip[hidden] { display: none; }
.gradbook-chip[data-kind="goodFit"] { --gradbook-chip: var(--vscode-testing-iconPassed, #2d883e); }
.gradbook-chip[data-kind="overfitting"], .gradbook-chip[data-kind="underfitting"] { --gradbook-chip: var(--vscode-editorWarning-foreground, #b07c00); }
.gradbook-chip[data-kind="diverging"] { --gradbook-chip: var(--vscode-editorError-foreground, #c42b1c); }
.gradbook-chip[data-kind="tooFewEpochs"], .gradbook-chip[data-kind="patience"] { --gradbook-chip: var(--vscode-editorInfo-foreground, #1a6fb5); }
.gradbook-sliders { display: flex; flex-wrap: wrap; gap: 4px 24px; margin-top: 4px; }
/* Where there is no room beside the picture, the words and sliders come above it. */
.gradbook-row-wraps { flex-wrap: wrap-reverse; align-items: flex-end; }
.gradbook-scrolls { overflow: auto; }
.gradbook-scrolls > svg { display: block; margin: 0 auto; }
.gradbook-aside { display: flex; align-items: flex-start; gap: 4px; flex: 1 1 290px; min-width: 0; max-width: 620px; }
.gradbook-panel { flex: 1 1 auto; min-width: 0; box-sizing: border-box; padding: 8px 8px; }
.gradbook-panel .gradbook-sliders { margin: 0 0 8px; }
.gradbook-panel-lines { min-height: 9em; margin-top: 8px; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.gradbook-panel-title { font-weight: 600; margin-bottom: 6px; }
.gradbook-panel-formula { font-family: var(--vscode-editor-font-family, monospace); margin-top: 4px; }
.gradbook-panel-numbers { font-family: var(--vscode-editor-font-family, monospace); opacity: 0.85; margin: 1px 0 6px 1.2em; }
.gradbook-panel-note { margin-top: 4px; font-size: 0.92em; }
.gradbook-panel .gradbook-sliders { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); }
.gradbook-panel .gradbook-slider { gap: 6px; white-space: nowrap; }
.gradbook-panel .gradbook-slider input { width: 60px; flex: 1 1 auto; max-width: 220px; }
.gradbook-panel .gradbook-slider output { min-width: 3em; }
.gradbook-reset { justify-self: start; font: inherit; font-size: 0.92em; padding: 2px 8px; color: inherit; background: transparent; border: 1px solid var(--vscode-button-border, rgba(128,128,128,0.5)); border-radius: 3px; cursor: pointer; }
.gradbook-reset:hover { background: var(--vscode-toolbar-hoverBackground, rgba(128,128,128,0.2)); }
.gradbook-stepper { display: flex; grid-column: 1 / -1; flex-wrap: wrap; align-items: center; gap: 4px 2px; }
.gradbook-stepper button { font: inherit; min-width: 30px; line-height: 24px; padding: 0; color: inherit; background: transparent; border: 1px solid transparent; border-radius: 3px; cursor: pointer; }
.gradbook-stepper button:hover { background: var(--vscode-toolbar-hoverBackground, rgba(128,128,128,0.2)); }
.gradbook-stepper button:focus-visible { outline: 1px solid var(--vscode-focusBorder, #0078d4); outline-offset: -1px; }
.gradbook-stepper .gradbook-slider { margin-inline-start: 8px; flex: 1 1 180px; }
.gradbook-stepper .gradbook-slider input { flex: 1 1 auto; width: 80px; min-width: 60px; }
.gradbook-stepper output { white-space: nowrap; }
.gradbook-slider { display: flex; align-items: center; gap: 8px; }
.gradbook-slider input { width: 200px; accent-color: var(--vscode-focusBorder, #0078d4); }
.gradbook-slider output { min-width: 4em; font-variant-numeric: tabular-nums; }
.gradbook-outcome { display: block; min-height: 1.5em; line-height: 1.5; }
.gradbook-data { padding: 0 4px; }
.gradbook-data > summary { width: max-content; line-height: 22px; cursor: pointer; opacity: 0.8; font-size: 0.92em; }
.gradbook-data > summary:hover, .gradbook-data > summary:focus-visible { opacity: 1; }
.gradbook-data-scroll { max-height: 260px; overflow: auto; margin-top: 4px; }
.gradbook-data table { border-collapse: collapse; width: auto; font-variant-numeric: tabular-nums; }
.gradbook-data th, .gradbook-data td { text-align: right !important; padding: 1px 12px 1px 4px; font-weight: normal; }
.gradbook-data td:first-child { text-align: left !important; }
.gradbook-data td:not([data-words]) { white-space: nowrap; }
.gradbook-data thead th:first-child:has(+ [data-words]), .gradbook-data [data-words], .gradbook-data [data-read] { text-align: left !important; }
.gradbook-data td[data-words] { min-width: 14em; }
.gradbook-data thead th { position: sticky; top: 0; background: var(--vscode-editor-background, Canvas); font-weight: 600; }
.gradbook-any .gradbook-data th, .gradbook-any .gradbook-data td { text-align: left !important; }
.gradbook-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.gradbook-html { display: block; width: 100%; height: 16px; border: 0; background: transparent; color-scheme: normal; }
.gradbook-svg { max-width: 100%; }
.gradbook-tensor, .gradbook-records, .gradbook-check, .gradbook-more, .gradbook-abridged { color: var(--vscode-editor-foreground, inherit); font-family: var(--vscode-font-family, system-ui, sans-serif); font-size: var(--vscode-font-size, 13px); padding: 2px 4px; }
.gradbook-tensor-head { display: flex; flex-wrap: wrap; gap: 2px 12px; margin-bottom: 6px; }
.gradbook-tensor-head span { opacity: 0.8; font-variant-numeric: tabular-nums; }
.gradbook-tensor-body { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 8px 16px; }
.gradbook-tensor-picture { display: block; flex: none; border-radius: 3px; }
.gradbook-tensor-ends { display: flex; justify-content: space-between; width: 168px; font-size: 0.92em; opacity: 0.8; border-top: 1px solid var(--vscode-editorWidget-border, GrayText); }
.gradbook-bar { fill: var(--vscode-charts-blue, #3794ff); }
.gradbook-tensor-text { margin: 0; flex: 0 1 auto; max-width: 100%; max-height: 43.4em; overflow: auto; font-family: var(--vscode-editor-font-family, monospace); font-size: var(--notebook-cell-output-font-size, 12px); line-height: 1.4; }
.gradbook-records-scroll { max-height: 400px; overflow: auto; width: max-content; max-width: 100%; }
.gradbook-records caption { text-align: left; padding: 0 6px 4px; }
.gradbook-records table { border-collapse: collapse; }
.gradbook-records th, .gradbook-records td { padding: 2px 12px 2px 6px; text-align: left !important; font-weight: normal; white-space: nowrap; border: 0; border-bottom: 1px solid var(--vscode-editorWidget-border, rgba(128,128,128,0.35)); }
.gradbook-records .gradbook-number { text-align: right !important; font-variant-numeric: tabular-nums; }
.gradbook-records .gradbook-none { opacity: 0.7; }
.gradbook-records thead th { position: sticky; top: 0; font-weight: 600; background: var(--vscode-editor-background, Canvas); }
.gradbook-records tbody th { opacity: 0.8; }
.gradbook-records .gradbook-sort { all: unset; cursor: pointer; font-weight: 600; }
.gradbook-records .gradbook-sort:focus-visible, .gradbook-turn:focus-visible { outline: 1px solid var(--vscode-focusBorder, Highlight); outline-offset: 1px; }
.gradbook-records .gradbook-sort:hover { text-decoration: underline; }
.gradbook-records [aria-sort="ascending"] .gradbook-sort::after { content: " ▲"; }
.gradbook-records [aria-sort="descending"] .gradbook-sort::after { content: " ▼"; }
.gradbook-records-pages { margin: 4px 0 0; display: flex; gap: 8px; align-items: center; font-variant-numeric: tabular-nums; }
.gradbook-turn { color: var(--vscode-button-secondaryForeground, inherit); background: var(--vscode-button-secondaryBackground, transparent); border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, rgba(128,128,128,0.35))); border-radius: 3px; padding: 1px 8px; cursor: pointer; }
.gradbook-turn:disabled { opacity: 0.45; cursor: default; }
.gradbook-records-note { margin: 4px 0 0; opacity: 0.8; font-size: 0.92em; }
.gradbook-error { border-left: 3px solid var(--vscode-editorError-foreground, #d11507); padding: 2px 0 2px 8px; color: var(--vscode-editor-foreground, inherit); font-family: var(--vscode-editor-font-family, monospace); font-size: var(--notebook-cell-output-font-size, 12px); line-height: 1.5; overflow-wrap: anywhere; }
.gradbook-error p, .gradbook-error pre { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
.gradbook-error-title { color: var(--vscode-editorError-foreground, #d11507); }
.gradbook-error .gradbook-error-remedy { margin-top: 2px; font-weight: 600; }
.gradbook-error .gradbook-error-place { margin-top: 6px; }
.gradbook-error .gradbook-error-quote { padding-left: 4ch; }
.gradbook-error-line { margin-right: 2ch; opacity: 0.75; user-select: none; }
.gradbook-error-at { text-decoration: underline wavy var(--vscode-editorError-foreground, #d11507); text-underline-offset: 3px; text-decoration-skip-ink: none; }
.gradbook-error a { color: var(--vscode-textLink-foreground, LinkText); }
.gradbook-error details { margin-top: 4px; }
.gradbook-error summary { width: max-content; max-width: 100%; cursor: pointer; opacity: 0.85; }
.gradbook-error summary:focus-visible, .gradbook-error a:focus-visible { outline: 1px solid var(--vscode-focusBorder, #0078d4); outline-offset: 1px; }
.gradbook-error details > pre { max-height: 400px; overflow-y: auto; }
.vscode-high-contrast .gradbook-error summary, .vscode-high-contrast-light .gradbook-error summary, .vscode-high-contrast .gradbook-error-line, .vscode-high-contrast-light .gradbook-error-line { opacity: 1; }
.gradbook-check { padding: 4px 4px 4px 12px; border-left: 3px solid var(--vscode-editorWidget-border, GrayText); }
.gradbook-check-passed { border-left-color: var(--vscode-testing-iconPassed, #388a34); }
.gradbook-check-failed { border-left-color: var(--vscode-editorError-foreground, #d11507); }
.gradbook-check-head { display: flex; flex-wrap: wrap; gap: 2px 12px; font-weight: 600; }
.gradbook-check-head span { font-weight: normal; opacity: 0.8; font-variant-numeric: tabular-nums; }
.gradbook-check ul { list-style: none; margin: 4px 0 0; padding: 0; }
.gradbook-check li { display: grid; grid-template-columns: 1.6em 1fr; padding: 2px 0; }
.gradbook-check-mark { font-weight: 600; }
.gradbook-check-good { color: color-mix(in srgb, var(--vscode-testing-iconPassed, #388a34) 55%, var(--vscode-editor-foreground, currentColor)); }
.gradbook-check-bad { color: var(--vscode-editorError-foreground, #d11507); }
.gradbook-check-why { grid-column: 2; opacity: 0.9; white-space: pre-wrap; overflow-wrap: anywhere; }
.gradbook-more { display: flex; align-items: center; gap: 8px; }
.gradbook-abridged > pre { margin: 0; max-height: 400px; overflow: auto; font-family: var(--vscode-editor-font-family, monospace); font-size: var(--notebook-cell-output-font-size, 12px); line-height: 1.4; }
.gradbook-abridged > pre:focus-visible { outline: 1px solid var(--vscode-focusBorder, #0078d4); outline-offset: 1px; }
.gradbook-abridged .gradbook-more { padding: 4px 0 0; }
.gradbook-abridged .gradbook-more span { opacity: 0.8; font-variant-numeric: tabular-nums; }
.gradbook-more button { font: inherit; color: var(--vscode-button-secondaryForeground, inherit); background: var(--vscode-button-secondaryBackground, transparent); border: 1px solid var(--vscode-button-border, transparent); border-radius: 3px; padding: 2px 8px; cursor: pointer; }
.gradbook-more button:hover { background: var(--vscode-button-secondaryHoverBackground, rgba(128,128,128,0.2)); }
.gradbook-more button:focus-visible { outline: 1px solid var(--vscode-focusBorder, #0078d4); outline-offset: 2px; }
.vscode-high-contrast .gradbook-tools, .vscode-high-contrast-light .gradbook-tools, .vscode-high-contrast .gradbook-data > summary, .vscode-high-contrast-light .gradbook-data > summary { opacity: 1; }
.vscode-high-contrast .gradbook-tools button:hover, .vscode-high-contrast-light .gradbook-tools button:hover { outline: 1px dashed var(--vscode-contrastActiveBorder, currentColor); outline-offset: -1px; }
@media print { .gradbook-tools { display: none; } }
@media (prefers-reduced-motion: reduce) { .gradbook-tools, .gradbook-tools button::after { transition: none !important; } }
`;

const id = "gradbook-styles";

/** Adds the style sheet to the page, once. */
export function installStyles(document: Document): void {
  if (document.getElementById(id)) return;
  const sheet = document.createElement("style");
  sheet.id = id;
  sheet.textContent = styles + controlStyles;
  document.head.append(sheet);
}
