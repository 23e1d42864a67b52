/** The editor of a cell: CodeMirror, in the page's colours. */
import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export interface EditorOptions {
  text: string;
  /** For a screen reader. */
  label: string;
  description: string;
  typescript: boolean;
  more?: Extension;
  changed: (text: string) => void;
}

/** Kinds of words have the colours of the report's code. */
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.bool, tags.null, tags.self], color: "var(--keyword)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--string)" },
  { tag: tags.number, color: "var(--number)" },
  { tag: tags.comment, color: "var(--comment)", fontStyle: "italic" },
  {
    tag: [
      tags.function(tags.variableName),
      tags.function(tags.propertyName),
      tags.definition(tags.className),
    ],
    color: "var(--title)",
  },
  { tag: [tags.typeName, tags.className], color: "var(--type)" },
]);

const look = EditorView.theme({
  "&": { color: "var(--vscode-editor-foreground)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--vscode-editor-font-family)",
    fontSize: "13px",
    lineHeight: "1.55",
    overflowX: "auto",
  },
  ".cm-content": { padding: "12px 0", caretColor: "var(--vscode-editor-foreground)" },
  ".cm-line": { padding: "0 14px" },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "transparent",
    outline: "1px solid var(--quiet)",
  },
  ".cm-tooltip": {
    color: "var(--vscode-editor-foreground)",
    backgroundColor: "var(--vscode-editor-background)",
    border: "1px solid var(--vscode-editorWidget-border)",
    borderRadius: "4px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--vscode-editor-font-family)",
    fontSize: "13px",
    maxHeight: "14em",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    color: "var(--vscode-editor-background)",
    backgroundColor: "var(--vscode-focusBorder)",
  },
  ".cm-completionDetail": { color: "inherit", fontStyle: "normal", opacity: "0.8" },
});

export function makeEditor(parent: HTMLElement, options: EditorOptions): EditorView {
  const { text, label, description, typescript, more = [], changed } = options;
  const state = EditorState.create({
    doc: text,
    extensions: [
      history(),
      bracketMatching(),
      EditorState.tabSize.of(2),
      indentUnit.of("  "),
      ...(typescript ? [javascript({ typescript: true }), closeBrackets(), indentOnInput()] : []),
      syntaxHighlighting(colours),
      look,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        "aria-label": label,
        "aria-description": description,
        "autocapitalize": "off",
        "autocorrect": "off",
        "spellcheck": typescript ? "false" : "true",
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(update.state.doc.toString());
      }),
      more,
      keymap.of([
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...historyKeymap,
        ...defaultKeymap,
        // CodeMirror lets Tab leave the editor behind Escape.
        indentWithTab,
      ]),
    ],
  });
  return new EditorView({ state, parent });
}
