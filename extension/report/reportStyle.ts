/** Of a page on white paper. */
export const lightColours = `\
  --vscode-editor-background: #ffffff;
  --vscode-editor-foreground: #24292f;
  --vscode-editorWidget-border: #d8dee4;
  --vscode-focusBorder: #0969da;
  --soft: #f6f8fa; --quiet: #59636e; --link: #0969da;
  --keyword: #a626a4; --string: #0a6b34; --number: #0550ae; --comment: #6a737d; --title: #8250df; --type: #953800;
  --error: #b3204a; --error-soft: #fff1f2; --vscode-editorError-foreground: #b3204a; --vscode-textLink-foreground: #0969da;`;

export const darkColours = `\
  --vscode-editor-background: #16181d;
  --vscode-editor-foreground: #d5d9e0;
  --vscode-editorWidget-border: #353a43;
  --vscode-focusBorder: #4fa8f0;
  --soft: #1e2128; --quiet: #9aa3af; --link: #6cb6ff;
  --keyword: #d49bff; --string: #8fd6a0; --number: #7cc4ff; --comment: #8b949e; --title: #b6a1ff; --type: #f0b37a;
  --error: #ff8fa3; --error-soft: #2c1b22; --vscode-editorError-foreground: #ff8fa3; --vscode-textLink-foreground: #6cb6ff;`;

/**
 * How a report looks: light and dark as the reader's system is, and on paper. The renderer's charts take their
 * colours from the same variables that the editor sets.
 */
export const reportStyle = `
:root {
  color-scheme: light dark;
${lightColours}
  --vscode-font-family: system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  --vscode-font-size: 14px;
  --vscode-editor-font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
${darkColours}
  }
  .still > img { filter: invert(0.91) hue-rotate(180deg); }
}
* { box-sizing: border-box; }
body { margin: 0; color: var(--vscode-editor-foreground); background: var(--vscode-editor-background); font: 16px/1.7 var(--vscode-font-family); overflow-wrap: break-word; }
main { max-width: 860px; margin: 0 auto; padding: 32px 24px 96px; }
h1, h2, h3, h4 { line-height: 1.3; margin: 1.6em 0 0.6em; }
h1 { font-size: 1.9em; margin-top: 0.4em; }
h2 { font-size: 1.45em; padding-bottom: 0.25em; border-bottom: 1px solid var(--vscode-editorWidget-border); }
p { margin: 0.8em 0; }
a { color: var(--link); }
img { max-width: 100%; height: auto; }
section.text > p > img { display: block; margin: 1em auto; }
@media (prefers-color-scheme: dark) { section.text img[src^="data:image/svg"] { background: #e6e9ee; border-radius: 6px; padding: 8px; } }
blockquote { margin: 1em 0; padding: 0 1em; color: var(--quiet); border-left: 3px solid var(--vscode-editorWidget-border); }
table { border-collapse: collapse; font-size: 0.92em; font-variant-numeric: tabular-nums; }
section.text table, .still table { display: block; overflow-x: auto; margin: 0.6em 0; }
section.text th, section.text td, .still th, .still td { border: 1px solid var(--vscode-editorWidget-border); padding: 4px 8px; text-align: left; }
hr { border: 0; border-top: 1px solid var(--vscode-editorWidget-border); margin: 2em 0; }
code, pre { font-family: var(--vscode-editor-font-family); font-size: 13px; line-height: 1.55; }
:not(pre) > code { padding: 0.15em 0.35em; border-radius: 3px; background: var(--soft); font-size: 0.92em; }
pre { margin: 0.6em 0; padding: 0; overflow-x: auto; tab-size: 2; white-space: pre-wrap; }
section.text pre { padding: 12px 12px; border-radius: 6px; background: var(--soft); }
math[display="block"] { margin: 0.9em 0; overflow-x: auto; }
section.cell { position: relative; margin: 1.2em 0 1.4em; }
.count { position: absolute; right: 100%; top: 12px; padding-right: 8px; color: var(--quiet); font: 12px/1.55 var(--vscode-editor-font-family); white-space: nowrap; user-select: none; }
pre.code { margin: 0; padding: 12px 12px; border-radius: 6px; background: var(--soft); border: 1px solid var(--vscode-editorWidget-border); }
section.outputs { padding: 4px 2px 0; }
.outputs > * + * { margin-top: 8px; }
.stderr { color: var(--error); }
pre.error { padding: 8px 12px; border-left: 3px solid var(--error); background: var(--error-soft); color: var(--error); overflow-wrap: anywhere; }
pre.error .remedy { color: var(--vscode-editor-foreground); font-weight: 600; }
figure { margin: 0; }
.still > img { display: block; }
.still details { margin-top: 4px; }
.still summary { cursor: pointer; color: var(--quiet); font-size: 0.92em; }
.still .words { margin: 4px 0; color: var(--quiet); font-size: 0.92em; white-space: pre-line; }
iframe.html { display: block; width: 100%; height: 240px; border: 0; }
.gradbook-awake { line-height: 1.5; font-size: 14px; }
.hljs-keyword, .hljs-literal, .hljs-built_in.hljs-keyword { color: var(--keyword); }
.hljs-string, .hljs-regexp, .hljs-template-variable { color: var(--string); }
.hljs-number { color: var(--number); }
.hljs-comment, .hljs-meta { color: var(--comment); font-style: italic; }
.hljs-title, .hljs-name { color: var(--title); }
.hljs-type, .hljs-title.class_, .hljs-built_in, .hljs-attr.hljs-type { color: var(--type); }
.hljs-subst { color: inherit; }
@media (max-width: 980px) { .count { position: static; display: block; padding: 0 0 2px; } }
@media screen { .awake > .still { display: none; } }
@media print {
  :root { color-scheme: light; --vscode-editor-background: #ffffff; --vscode-editor-foreground: #1f2328; --vscode-editorWidget-border: #d0d7de; --soft: #f6f8fa; --quiet: #59636e; --keyword: #a626a4; --string: #0a6b34; --number: #0550ae; --comment: #6a737d; --title: #8250df; --type: #953800; --error: #b3204a; --error-soft: #fff1f2; --link: #0969da; }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  .gradbook-awake { display: none; }
  /* It has no still picture. */
  figure.awake[data-mime*="plotly"] > .still { display: none; }
  figure.awake[data-mime*="plotly"] > .gradbook-awake { display: block; }
  .still > img { filter: none; }
  h1, h2, h3, h4 { break-after: avoid; }
  figure, pre.code, .outputs > pre, img { break-inside: avoid; }
}
`;
