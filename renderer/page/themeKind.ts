import type { ThemeSource } from "../views/theme/theme.ts";

/** The kind of theme that VS Code says it shows; a light one of high contrast has the classes of both. */
export function themeKind({ body: { classList } }: Document): ThemeSource["kind"] {
  if (classList.contains("vscode-high-contrast-light")) return "high-contrast-light";
  if (classList.contains("vscode-high-contrast")) return "high-contrast";
  return classList.contains("vscode-dark") ? "dark" : "light";
}

/** Whether the theme is dark on the whole, of high contrast or not. */
export function isDark(document: Document): boolean {
  return ["dark", "high-contrast"].includes(themeKind(document));
}
