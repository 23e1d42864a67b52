/** The style sheet of controls, in the editor's own colours. */
export const controlStyles = `
.gradbook-control { box-sizing: border-box; max-width: 100%; padding: 4px 4px; color: var(--vscode-editor-foreground, inherit); font-family: var(--vscode-font-family, system-ui, sans-serif); font-size: var(--vscode-font-size, 13px); }
.gradbook-control-row { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; margin: 0; padding: 0; border: 0; min-width: 0; }
.gradbook-control-label { flex: 0 1 auto; min-width: 9em; padding: 0; overflow-wrap: anywhere; }
fieldset.gradbook-control-row > legend { float: left; }
.gradbook-control input[type="range"] { flex: 0 1 260px; min-width: 90px; margin: 0; accent-color: var(--vscode-focusBorder, #0078d4); }
.gradbook-control-number, .gradbook-control-text, .gradbook-control-list { box-sizing: border-box; font: inherit; color: var(--vscode-input-foreground, inherit); background: var(--vscode-input-background, Field); border: 1px solid var(--vscode-settings-textInputBorder, var(--vscode-input-border, var(--vscode-editorWidget-border, GrayText))); border-radius: 3px; padding: 2px 6px; }
.gradbook-control-number { width: 6.5em; font-variant-numeric: tabular-nums; }
.gradbook-control-text { flex: 0 1 320px; min-width: 0; }
.gradbook-control-text::placeholder { color: var(--vscode-input-placeholderForeground, GrayText); opacity: 1; }
.gradbook-control-list { max-width: 100%; color: var(--vscode-settings-dropdownForeground, var(--vscode-dropdown-foreground, inherit)); background: var(--vscode-settings-dropdownBackground, var(--vscode-dropdown-background, Field)); border-color: var(--vscode-settings-dropdownBorder, var(--vscode-dropdown-border, GrayText)); }
.gradbook-control-boxes { display: flex; flex-wrap: wrap; gap: 2px 12px; }
.gradbook-control-box { display: inline-flex; align-items: center; gap: 4px; cursor: pointer; min-height: 24px; }
.gradbook-control-box input { margin: 0; width: 15px; height: 15px; accent-color: var(--vscode-focusBorder, #0078d4); }
.gradbook-control-mark > svg { display: block; }
.gradbook-control-button { font: inherit; color: var(--vscode-button-foreground, inherit); background: var(--vscode-button-background, ButtonFace); border: 1px solid var(--vscode-button-border, transparent); border-radius: 3px; padding: 4px 12px; cursor: pointer; }
.gradbook-control-button:hover { background: var(--vscode-button-hoverBackground, ButtonFace); }
.gradbook-control-tools { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; }
.gradbook-control-tool { font: inherit; font-size: 0.92em; min-height: 24px; color: var(--vscode-button-secondaryForeground, inherit); background: var(--vscode-button-secondaryBackground, transparent); border: 1px solid var(--vscode-button-border, transparent); border-radius: 3px; padding: 1px 8px; cursor: pointer; }
.gradbook-control-tool:hover { background: var(--vscode-button-secondaryHoverBackground, rgba(128,128,128,0.2)); }
.gradbook-control-tool[aria-pressed="true"] { outline: 1px solid var(--vscode-inputOption-activeBorder, currentColor); background: var(--vscode-inputOption-activeBackground, rgba(0,120,212,0.3)); color: var(--vscode-inputOption-activeForeground, inherit); }
.gradbook-control-picture { display: flex; flex-direction: column; align-items: flex-start; gap: 4px; }
.gradbook-control-sheet { position: relative; max-width: 100%; line-height: 0; border: 1px solid var(--vscode-contrastBorder, var(--vscode-editorWidget-border, GrayText)); }
.gradbook-control-canvas { display: block; max-width: 100%; image-rendering: pixelated; background: #000; cursor: crosshair; touch-action: none; }
.gradbook-control-pen { position: absolute; width: 9px; height: 9px; margin: -6px 0 0 -6px; border: 2px solid #ff9d00; border-radius: 50%; pointer-events: none; }
.gradbook-control-pen[data-down="true"] { background: #ff9d00; }
.gradbook-control-pen[hidden] { display: none; }
.gradbook-control-plane { max-width: 100%; cursor: crosshair; touch-action: none; user-select: none; }
.gradbook-control-plane > svg { display: block; }
/* What is chosen is said beside it, and stays over a reload. */
.gradbook-control-file { font: inherit; max-width: 100%; width: 8.5em; overflow: hidden; color: transparent; }
.gradbook-control-file::file-selector-button { font: inherit; color: var(--vscode-button-secondaryForeground, inherit); background: var(--vscode-button-secondaryBackground, transparent); border: 1px solid var(--vscode-button-border, transparent); border-radius: 3px; padding: 2px 8px; cursor: pointer; }
.gradbook-control-chosen { opacity: 0.85; overflow-wrap: anywhere; }
.gradbook-control-said:not(:empty) { flex-basis: 100%; color: var(--vscode-editorError-foreground, #d11507); }
.gradbook-control-note { font-size: 0.92em; opacity: 0.85; }
.gradbook-control-note:empty { display: none; }
.gradbook-control :is(input, select, textarea, button, canvas, .gradbook-control-plane):focus-visible { outline: 2px solid var(--vscode-focusBorder, #0078d4); outline-offset: 1px; }
.vscode-high-contrast .gradbook-control :is(.gradbook-control-note, .gradbook-control-chosen), .vscode-high-contrast-light .gradbook-control :is(.gradbook-control-note, .gradbook-control-chosen) { opacity: 1; }
.vscode-high-contrast .gradbook-control-tool, .vscode-high-contrast-light .gradbook-control-tool, .vscode-high-contrast .gradbook-control-button, .vscode-high-contrast-light .gradbook-control-button { border-color: var(--vscode-contrastBorder, currentColor); }
`;
