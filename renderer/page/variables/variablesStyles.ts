/** The style sheet of the *Variables* view and the data viewer. Colours are the editor's own. */
export const variablesStyles = `
body { padding: 0; margin: 0; color: var(--vscode-foreground); font-family: var(--vscode-font-family, system-ui, sans-serif); font-size: var(--vscode-font-size, 13px); }
body:is(.vscode-dark, .vscode-high-contrast:not(.vscode-high-contrast-light)) { color-scheme: dark; }
button, input, select { font: inherit; }
.gradbook-icon { display: block; }
.gradbook-icon-button { display: inline-flex; align-items: center; justify-content: center; width: 22px; height: 22px; padding: 0; color: inherit; background: transparent; border: 1px solid transparent; border-radius: 6px; cursor: pointer; }
.gradbook-icon-button:hover:not([aria-disabled]) { background: var(--vscode-toolbar-hoverBackground, rgba(128,128,128,0.2)); }
.gradbook-icon-button[aria-disabled] { opacity: 0.4; cursor: default; }
.gradbook-icon-button[aria-pressed="true"] { background: var(--vscode-inputOption-activeBackground); border-color: var(--vscode-inputOption-activeBorder, transparent); color: var(--vscode-inputOption-activeForeground, inherit); }
.gradbook-text-button { color: var(--vscode-button-secondaryForeground, inherit); background: var(--vscode-button-secondaryBackground, transparent); border: 1px solid var(--vscode-button-border, transparent); border-radius: 3px; padding: 1px 8px; cursor: pointer; }
:focus-visible { outline: 1px solid var(--vscode-focusBorder, #0078d4); outline-offset: -1px; }
input, select { color: var(--vscode-input-foreground); background: var(--vscode-input-background); border: 1px solid var(--vscode-input-border, var(--vscode-editorWidget-border, rgba(128,128,128,0.4))); border-radius: 3px; padding: 2px 6px; }
input::placeholder { color: var(--vscode-input-placeholderForeground, GrayText); opacity: 1; }
select { color: var(--vscode-dropdown-foreground); background: var(--vscode-dropdown-background); border-color: var(--vscode-dropdown-border); }
input[type="number"] { width: 5.5em; }
[hidden] { display: none !important; }
.gradbook-variables { padding: 4px 0; }
.gradbook-variables-filter { display: block; box-sizing: border-box; width: calc(100% - 24px); max-width: 320px; margin: 2px 12px 4px; }
.gradbook-variables-note { margin: 4px 12px; min-height: 0; }
.gradbook-variables-note:empty { display: none; }
.gradbook-begin { display: block; margin: 8px 12px; padding: 4px 12px; color: var(--vscode-button-foreground); background: var(--vscode-button-background); border: 1px solid var(--vscode-button-border, transparent); border-radius: 3px; cursor: pointer; }
.gradbook-begin:hover { background: var(--vscode-button-hoverBackground); }
.gradbook-variables-table { border-collapse: collapse; width: 100%; table-layout: auto; }
.gradbook-variables-table th, .gradbook-variables-table td { padding: 0 8px; height: 22px; text-align: left; font-weight: normal; white-space: nowrap; }
.gradbook-variables-table tbody th:first-child { padding-inline-start: 12px; }
.gradbook-variables-table thead th { position: sticky; z-index: 1; top: 0; padding: 0 2px; background: var(--vscode-panel-background, var(--vscode-editor-background)); }
.gradbook-variables-table thead button { padding: 0 6px; height: 22px; color: inherit; background: transparent; border: 0; font-weight: 600; cursor: pointer; white-space: nowrap; }
.gradbook-variables-table thead th:first-child { padding-inline-start: 6px; }
.gradbook-variables-table thead button::after { content: ""; display: inline-block; width: 1.2em; }
.gradbook-variables-table th[aria-sort="ascending"] button::after { content: " ↑"; }
.gradbook-variables-table th[aria-sort="descending"] button::after { content: " ↓"; }
.gradbook-variables-table tbody tr:hover { background: var(--vscode-list-hoverBackground); }
.gradbook-variables-table tbody tr[data-selected] { background: var(--vscode-list-inactiveSelectionBackground); color: var(--vscode-list-inactiveSelectionForeground, inherit); }
.gradbook-variables-table tbody tr:focus { outline: 1px solid var(--vscode-list-focusAndSelectionOutline, var(--vscode-list-focusOutline, var(--vscode-focusBorder))); outline-offset: -1px; background: var(--vscode-list-activeSelectionBackground); color: var(--vscode-list-activeSelectionForeground); }
.gradbook-variables-table tbody .gradbook-name { color: var(--vscode-debugTokenExpression-name, inherit); }
.gradbook-variables-table tr:focus .gradbook-name { color: inherit; }
.gradbook-variables-table td.gradbook-shape, .gradbook-variables-table td.gradbook-bytes, .gradbook-variables-table td.gradbook-summary { font-variant-numeric: tabular-nums; }
.gradbook-variables-table td.gradbook-bytes { text-align: right; }
.gradbook-variables-table td.gradbook-summary { width: 99%; max-width: 0; overflow: hidden; text-overflow: ellipsis; font-family: var(--vscode-editor-font-family, monospace); }
.gradbook-variables-table tbody tr { position: relative; }
.gradbook-variables-table tbody td.gradbook-variables-actions { position: absolute; right: 6px; padding: 0; }
/* Words make room for what can be done with the row. */
.gradbook-variables-table tr:is(:hover, :focus, :focus-within) td.gradbook-summary { padding-inline-end: 6em; }
.gradbook-variables-actions .gradbook-icon-button { opacity: 0; }
tr:hover .gradbook-icon-button, tr:focus .gradbook-icon-button, tr:focus-within .gradbook-icon-button, .gradbook-icon-button:focus-visible { opacity: 1; }
@media (max-width: 460px) { .gradbook-variables-table .gradbook-bytes, .gradbook-variables-table .gradbook-dtype { display: none; } }
@media (max-width: 340px) { .gradbook-variables-table .gradbook-type { display: none; } }
.gradbook-grid-view { padding: 8px 16px; color: var(--vscode-editor-foreground); }
.gradbook-grid-title { margin: 4px 0 8px; font-size: 1.15em; font-weight: 600; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.gradbook-grid-controls, .gradbook-grid-pager { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; margin-bottom: 8px; font-variant-numeric: tabular-nums; }
.gradbook-grid-controls { gap: 8px 16px; }
.gradbook-grid-controls:empty { display: none; }
.gradbook-grid-pager { gap: 4px; }
.gradbook-grid-pager span { padding: 0 4px; white-space: nowrap; }
.gradbook-grid-body { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 16px 24px; }
.gradbook-grid-none .gradbook-grid-body { display: none; }
.gradbook-grid-main { flex: 1 1 420px; min-width: 0; }
.gradbook-grid-scroll { overflow: auto; max-width: 100%; }
.gradbook-grid { border-collapse: collapse; font-variant-numeric: tabular-nums; font-family: var(--vscode-editor-font-family, monospace); font-size: var(--vscode-editor-font-size, 12px); }
.gradbook-grid th { padding: 0 8px; height: 21px; font-weight: normal; color: var(--vscode-descriptionForeground, inherit); text-align: right; }
.gradbook-grid thead th { position: sticky; top: 0; background: var(--vscode-editor-background); }
.gradbook-grid td[role] { padding: 0 8px; height: 21px; min-width: 64px; text-align: right; border: 1px solid var(--vscode-editorWidget-border, rgba(128,128,128,0.25)); background: linear-gradient(to right, var(--gradbook-shade, transparent) 5px, transparent 5px); cursor: default; }
.gradbook-grid td[role]:focus { outline: 2px solid var(--vscode-focusBorder, #0078d4); outline-offset: -2px; }
.gradbook-grid td.gradbook-not-finite, .gradbook-not-finite-line { color: var(--vscode-editorError-foreground, #d11507); font-weight: 600; }
.gradbook-grid td.gradbook-not-finite { background: repeating-linear-gradient(45deg, transparent 0 5px, color-mix(in srgb, var(--vscode-editorError-foreground, #d11507) 18%, transparent) 5px 8px); }
.gradbook-grid-aside { flex: 0 0 224px; }
@media (max-width: 760px) { .gradbook-grid-aside { flex: 1 1 100%; display: grid; grid-template-columns: auto 1fr; gap: 4px 24px; align-items: start; } .gradbook-grid-aside > h2, .gradbook-grid-aside > p { grid-column: 1 / -1; } .gradbook-grid-histogram { margin-top: 0; } }
.gradbook-grid-aside h2 { margin: 0 0 4px; font-size: 1em; font-weight: 600; }
.gradbook-grid-aside p { margin: 0 0 8px; font-variant-numeric: tabular-nums; }
.gradbook-grid-heat { display: block; image-rendering: pixelated; border: 1px solid var(--vscode-editorWidget-border, rgba(128,128,128,0.4)); cursor: crosshair; }
.gradbook-grid-histogram { display: block; width: 224px; height: 72px; margin-top: 12px; }
.gradbook-grid-ends { display: flex; justify-content: space-between; width: 224px; border-top: 1px solid var(--vscode-editorWidget-border, GrayText); font-size: 0.92em; }
.gradbook-bar { fill: var(--vscode-charts-blue, #3794ff); }
:is(.vscode-high-contrast, .vscode-high-contrast-light) .gradbook-variables-table tbody tr:hover:not(:focus) { outline: 1px dashed var(--vscode-contrastActiveBorder); outline-offset: -1px; }
:is(.vscode-high-contrast, .vscode-high-contrast-light) .gradbook-variables-table tbody tr[data-selected]:not(:focus) { outline: 1px dotted var(--vscode-contrastActiveBorder); outline-offset: -1px; }
.vscode-high-contrast .gradbook-icon-button:hover, .vscode-high-contrast-light .gradbook-icon-button:hover { outline: 1px dashed var(--vscode-contrastActiveBorder); }
`;
