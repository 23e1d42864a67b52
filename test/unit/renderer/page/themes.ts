/** What VS Code puts on the root element of a notebook's web view, for its default themes. */

export type ThemeName = "light" | "dark" | "high-contrast";

/** What pictures are looked at in: each theme, and a narrow page. Widths are in pixels. */
export const appearances: readonly (readonly [theme: ThemeName, width: number])[] = [
  ["light", 860],
  ["dark", 860],
  ["dark", 420],
  ["high-contrast", 860],
];

export const bodyClass: Record<ThemeName, string> = {
  "light": "vscode-light",
  "dark": "vscode-dark",
  "high-contrast": "vscode-high-contrast",
};

const fonts = {
  "--vscode-font-family": "system-ui, Ubuntu, 'Droid Sans', sans-serif",
  "--vscode-font-size": "13px",
};

export const variables: Record<ThemeName, Record<string, string>> = {
  "light": {
    ...fonts,
    "--vscode-editor-background": "#ffffff",
    "--vscode-editor-foreground": "#3b3b3b",
    "--vscode-foreground": "#3b3b3b",
    "--vscode-editorHoverWidget-background": "#f8f8f8",
    "--vscode-editorHoverWidget-foreground": "#3b3b3b",
    "--vscode-editorHoverWidget-border": "#c8c8c8",
    "--vscode-focusBorder": "#005fb8",
    "--vscode-inputOption-activeBackground": "#bed6ed",
    "--vscode-inputOption-activeForeground": "#000000",
    "--vscode-inputOption-activeBorder": "#005fb8",
    "--vscode-toolbar-hoverBackground": "rgba(184, 184, 184, 0.31)",
  },
  "dark": {
    ...fonts,
    "--vscode-editor-background": "#1f1f1f",
    "--vscode-editor-foreground": "#cccccc",
    "--vscode-foreground": "#cccccc",
    "--vscode-editorHoverWidget-background": "#202020",
    "--vscode-editorHoverWidget-foreground": "#cccccc",
    "--vscode-editorHoverWidget-border": "#454545",
    "--vscode-focusBorder": "#0078d4",
    "--vscode-inputOption-activeBackground": "#2489db82",
    "--vscode-inputOption-activeForeground": "#ffffff",
    "--vscode-inputOption-activeBorder": "#2488db",
    "--vscode-toolbar-hoverBackground": "rgba(90, 93, 94, 0.31)",
  },
  "high-contrast": {
    ...fonts,
    "--vscode-editor-background": "#000000",
    "--vscode-editor-foreground": "#ffffff",
    "--vscode-foreground": "#ffffff",
    "--vscode-contrastBorder": "#6fc3df",
    "--vscode-editorHoverWidget-background": "#0c141f",
    "--vscode-editorHoverWidget-foreground": "#ffffff",
    "--vscode-editorHoverWidget-border": "#6fc3df",
    "--vscode-focusBorder": "#f38518",
  },
};
