import ts from "typescript";
import type { Fold, FormatStyle, Span, SymbolInfo, TextEdit } from "../../protocol.ts";
import type { Scratch } from "../scratch.ts";

export function format(scratch: Scratch, text: string, style: FormatStyle, span?: Span): TextEdit[] {
  return scratch.ask(text, (service, file) => {
    const settings = formatSettings(style);
    const changes = span
      ? service.getFormattingEditsForRange(file, span.start, span.start + span.length, settings)
      : service.getFormattingEditsForDocument(file, settings);
    return changes.map(textEdit);
  });
}

/** After `;`, `}` or a line break was typed. */
export function formatTyped(
  scratch: Scratch,
  text: string,
  offset: number,
  typed: string,
  style: FormatStyle,
): TextEdit[] {
  return scratch.ask(text, (service, file) =>
    service.getFormattingEditsAfterKeystroke(file, offset, typed, formatSettings(style)).map(textEdit),
  );
}

export function folds(scratch: Scratch, text: string): Fold[] {
  return scratch.ask(text, (service, file) =>
    service.getOutliningSpans(file).map(({ textSpan, kind }) => ({ ...textSpan, kind })),
  );
}

export function symbols(scratch: Scratch, text: string): SymbolInfo[] {
  const read = (item: ts.NavigationTree): SymbolInfo[] => {
    const [span] = item.spans;
    if (!span || item.text === "") return [];
    const { text: name, kind, nameSpan, childItems } = item;
    return [{ name, kind, span, selection: nameSpan ?? span, children: (childItems ?? []).flatMap(read) }];
  };
  return scratch.ask(text, (service, file) =>
    (service.getNavigationTree(file).childItems ?? []).flatMap(read),
  );
}

/** The settings of VS Code's own TypeScript formatter. */
export function formatSettings({ tabSize, insertSpaces }: FormatStyle): ts.FormatCodeSettings {
  return {
    ...ts.getDefaultFormatCodeSettings("\n"),
    indentSize: tabSize,
    tabSize,
    convertTabsToSpaces: insertSpaces,
  };
}

function textEdit({ span, newText }: ts.TextChange): TextEdit {
  return { ...span, text: newText };
}
