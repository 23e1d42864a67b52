/** The colours and fonts of all that is drawn, made from the CSS variables that VS Code sets in a page. */
import { flatten, parseColour, withAlpha } from "./colour.ts";
import { darkPalette, lightPalette, type Palette } from "./palette.ts";

export interface Theme {
  dark: boolean;
  highContrast: boolean;
  /** What lies behind a chart; pictures are saved on it. */
  background: string;
  foreground: string;
  /** Tick labels, axis titles and other quiet text. */
  muted: string;
  grid: string;
  /** Frame and zero lines. */
  axis: string;
  hoverBackground: string;
  hoverForeground: string;
  hoverBorder: string;
  fontFamily: string;
  /** Pixels. */
  fontSize: number;
  /** Pixels. */
  lineWidth: number;
  palette: Palette;
}

/** The variables a theme is made from; `get` returns "" for one that is not set. */
export interface ThemeSource {
  kind: "light" | "dark" | "high-contrast" | "high-contrast-light";
  get: (variable: string) => string;
  fontFamily: string;
}

const sans = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", sans-serif';

/** Builds a theme from `source`, with plain defaults for what is missing or cannot be read. */
export function makeTheme({ kind, get, fontFamily }: ThemeSource): Theme {
  const dark = kind === "dark" || kind === "high-contrast";
  const highContrast = kind.startsWith("high-contrast");
  const colour = (names: string[], fallback: string) =>
    names.map(get).find((value) => parseColour(value) !== null) ?? fallback;

  const paper = dark ? (highContrast ? "#000000" : "#1e1e1e") : "#ffffff";
  const ink = dark ? (highContrast ? "#ffffff" : "#cccccc") : "#3b3b3b";
  const background = flatten(
    colour(
      ["--vscode-notebook-outputContainerBackgroundColor", "--vscode-notebook-editorBackground"],
      colour(["--vscode-editor-background"], paper),
    ),
    colour(["--vscode-editor-background"], paper),
  );
  const foreground = flatten(colour(["--vscode-editor-foreground", "--vscode-foreground"], ink), background);
  const hoverBackground = flatten(
    colour(["--vscode-editorHoverWidget-background"], dark ? "#252526" : "#f8f8f8"),
    background,
  );
  const size = parseFloat(get("--vscode-font-size"));
  return {
    dark,
    highContrast,
    background,
    foreground,
    muted: highContrast ? foreground : withAlpha(foreground, dark ? 0.78 : 0.82),
    grid: withAlpha(foreground, highContrast ? 0.3 : dark ? 0.11 : 0.1),
    axis: highContrast
      ? colour(["--vscode-contrastBorder"], foreground)
      : withAlpha(foreground, dark ? 0.36 : 0.34),
    hoverBackground,
    hoverForeground: flatten(colour(["--vscode-editorHoverWidget-foreground"], foreground), hoverBackground),
    hoverBorder: colour(
      ["--vscode-editorHoverWidget-border", "--vscode-contrastBorder"],
      withAlpha(foreground, 0.25),
    ),
    fontFamily: get("--vscode-font-family").trim() || fontFamily || sans,
    fontSize: size > 0 ? Math.min(Math.max(size - 1, 11), 16) : 12,
    lineWidth: highContrast ? 2.6 : 2,
    palette: dark ? darkPalette : lightPalette,
  };
}

/** For what is drawn where there is no editor: on white, in fonts that every system has. */
export const paper: Theme = makeTheme({ kind: "light", get: () => "", fontFamily: "" });
