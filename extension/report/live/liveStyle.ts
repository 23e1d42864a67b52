/** How a live page looks besides what it shares with a report: its bar, its cells that can be changed. */
import { darkColours, lightColours } from "../reportStyle.ts";

export const liveStyle = `
:root[data-scheme="light"] { color-scheme: light; ${lightColours} }
:root[data-scheme="dark"] { color-scheme: dark; ${darkColours} }
:root[data-scheme="light"] .still > img { filter: none; }
:root[data-scheme="dark"] .still > img { filter: invert(0.91) hue-rotate(180deg); }
:root[data-scheme="light"] section.text img[src^="data:image/svg"] { background: none; padding: 0; }
:root[data-scheme="dark"] section.text img[src^="data:image/svg"] { background: #e6e9ee; border-radius: 6px; padding: 8px; }
:root[data-scheme] { --vscode-button-background: var(--link); --vscode-button-foreground: var(--vscode-editor-background); --vscode-button-secondaryBackground: var(--soft); --vscode-button-secondaryForeground: var(--vscode-editor-foreground); --vscode-button-border: var(--vscode-editorWidget-border); --vscode-input-background: var(--vscode-editor-background); --vscode-dropdown-background: var(--vscode-editor-background); }
[data-scheme] main { max-width: 940px; }
.live-site { display: flex; flex-wrap: wrap; gap: 4px 16px; max-width: 940px; margin: 0 auto; padding: 8px 24px; font-size: 14px; }
.live-site a { color: var(--link); padding: 2px 0; }
.live-site a:first-child { font-weight: 600; }
.live-site a:last-child { margin-left: auto; }
.live-bar { position: sticky; top: 0; z-index: 10; background: var(--vscode-editor-background); border-bottom: 1px solid var(--vscode-editorWidget-border); }
.live-buttons { display: flex; flex-wrap: wrap; align-items: center; gap: 4px; max-width: 940px; margin: 0 auto; padding: 6px 24px; }
.live-bar button, .live-cell > :where(:not(.outputs)) button, .live-text > button, .live-dialog button { display: inline-flex; align-items: center; gap: 6px; min-height: 32px; padding: 4px 8px; border: 1px solid transparent; border-radius: 6px; color: inherit; background: transparent; font: 14px/1.4 var(--vscode-font-family); cursor: pointer; }
.live-bar button:hover:enabled, .live-side button:hover, .live-actions button:hover:enabled, .live-text > button:hover { background: var(--soft); border-color: var(--vscode-editorWidget-border); }
.live-bar button:focus-visible, .live-cell > :where(:not(.outputs)) button:focus-visible, .live-text > button:focus-visible, .live-dialog button:focus-visible { outline: 2px solid var(--vscode-focusBorder); outline-offset: 1px; }
.live-bar button:disabled, .live-actions button:disabled { opacity: 0.45; cursor: default; }
.live-bar svg, .live-cell > :where(:not(.outputs)) button svg, .live-text > button svg { width: 15px; height: 15px; fill: currentColor; flex: none; }
.live-status { flex: 1 1 auto; min-width: 8em; padding: 0 8px; text-align: right; color: var(--quiet); font-size: 13px; font-variant-numeric: tabular-nums; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.live-bar[data-busy="true"] .live-status::before { content: ""; display: inline-block; width: 8px; height: 8px; margin-right: 6px; border-radius: 50%; background: var(--vscode-focusBorder); animation: live-busy 1.2s ease-in-out infinite; }
@keyframes live-busy { 50% { opacity: 0.25; } }
.live-notice { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; max-width: 940px; margin: 0 auto; padding: 4px 24px; font-size: 14px; }
.live-notice button { border-color: var(--vscode-editorWidget-border) !important; }
section.live-cell { display: grid; grid-template-columns: 44px minmax(0, 1fr); margin: 1.1em 0; scroll-margin-top: 64px; }
.live-cell > * { grid-column: 2; }
.live-cell > .live-side { grid-column: 1; grid-row: 1; display: flex; flex-direction: column; align-items: center; gap: 2px; padding-top: 4px; }
.live-side .count { position: static; padding: 0; font-size: 12px; text-align: center; }
.live-side .live-run { justify-content: center; width: 34px; height: 34px; padding: 0; border-radius: 50%; color: var(--link); }
.live-code { border: 1px solid var(--vscode-editorWidget-border); border-radius: 6px; background: var(--soft); overflow: hidden; }
.live-code:focus-within { border-color: var(--vscode-focusBorder); box-shadow: inset 0 0 0 1px var(--vscode-focusBorder); }
.live-code > pre.code { border: 0; background: transparent; }
.live-cell[data-state="running"] > .live-code { border-left: 3px solid var(--vscode-focusBorder); }
.live-cell[data-state="failed"] > .live-code { border-left: 3px solid var(--error); }
.live-mark { margin: 4px 2px 0; color: var(--type); font-size: 13px; }
.live-mark[data-ran="true"] { color: var(--quiet); }
.live-mark::before { content: "● "; font-size: 12px; }
.live-cell > .outputs:empty { display: none; }
.live-cell > .outputs pre { max-height: 60vh; overflow-y: auto; }
.live-output { overflow-x: auto; line-height: 1.5; font-size: 14px; }
.live-actions { display: flex; gap: 4px; opacity: 0; transition: opacity 0.15s; }
.live-cell:hover > .live-actions, .live-cell:focus-within > .live-actions { opacity: 1; }
.live-actions button { min-height: 26px; padding: 1px 8px; color: var(--quiet); font-size: 13px; }
.live-actions svg { width: 12px !important; height: 12px !important; }
.live-text { position: relative; }
.live-text[data-editing] > section.text, .live-text[data-editing] > .live-edit { display: none; }
.live-text > .live-edit { position: absolute; top: 2px; right: 0; opacity: 0; min-height: 30px; padding: 4px 8px; background: var(--vscode-editor-background); }
.live-text:hover > .live-edit, .live-text > .live-edit:focus-visible { opacity: 1; }
.live-dialog { max-width: min(420px, calc(100vw - 32px)); padding: 24px; border: 1px solid var(--vscode-editorWidget-border); border-radius: 6px; color: inherit; background: var(--vscode-editor-background); }
.live-dialog::backdrop { background: rgba(0, 0, 0, 0.45); }
.live-dialog h2 { margin: 0 0 12px; border: 0; font-size: 1.15em; }
.live-dialog form { display: flex; flex-direction: column; gap: 8px; }
.live-dialog .live-choice { flex-direction: column; align-items: flex-start; gap: 0; padding: 8px 12px; border-color: var(--vscode-editorWidget-border); text-align: left; }
.live-dialog .live-choice span { color: var(--quiet); font-size: 13px; }
.live-dialog .live-cancel { align-self: flex-end; }
.live-dialog button:hover { background: var(--soft); }
@media (hover: none) { .live-actions, .live-text > .live-edit { opacity: 1; } }
@media (max-width: 640px) {
  [data-scheme] main { padding: 12px 12px 72px; }
  .live-buttons, .live-notice { padding: 4px 8px; }
  .live-site { padding: 8px 12px; }
  .live-bar button { padding: 4px 8px; }
  .live-buttons .live-lesser svg + span { display: none; }
  .live-status { flex: 1 1 0; min-width: 0; padding: 0 4px; }
  section.live-cell { display: block; }
  .live-cell > .live-side { flex-direction: row; padding: 0 0 2px; }
  .live-text > .live-edit { position: static; margin: -8px 0 0 -8px; color: var(--quiet); }
  .live-actions, .live-text > .live-edit { opacity: 1; }
}
@media (prefers-reduced-motion: reduce) { .live-bar .live-status::before { animation: none !important; } .live-actions { transition: none; } }
@media print { .live-bar, .live-actions, .live-run, .live-edit, .live-mark { display: none !important; } }
`;
