import assert from "node:assert/strict";
import { makeTheme, type ThemeSource } from "../../../renderer/views/theme/theme.ts";
import { contrast } from "./contrast.ts";

function themeOf(kind: ThemeSource["kind"], variables: Record<string, string> = {}) {
  return makeTheme({ kind, get: (name) => variables[name] ?? "", fontFamily: "fallback" });
}

describe("the theme", () => {
  it("takes colours and fonts from the editor's variables", () => {
    const theme = themeOf("dark", {
      "--vscode-editor-background": "#101010",
      "--vscode-editor-foreground": "#eeeeee",
      "--vscode-font-family": "Fira Sans",
      "--vscode-font-size": "15px",
    });
    assert.equal(theme.background, "#101010");
    assert.equal(theme.foreground, "#eeeeee");
    assert.equal(theme.fontFamily, "Fira Sans");
    assert.equal(theme.fontSize, 14);
  });

  it("prefers the notebook's own background, flattened onto the editor's", () => {
    const theme = themeOf("light", {
      "--vscode-editor-background": "#ffffff",
      "--vscode-notebook-outputContainerBackgroundColor": "rgba(0, 0, 0, 0.5)",
    });
    assert.equal(theme.background, "rgb(128,128,128)");
  });

  it("stays readable when no variable is set or none can be read", () => {
    for (const kind of ["light", "dark", "high-contrast", "high-contrast-light"] as const) {
      for (const junk of ["", "url(x)"]) {
        const theme = makeTheme({ kind, get: () => junk, fontFamily: "" });
        assert.ok(contrast(theme.foreground, theme.background) >= 7, kind);
        assert.ok(contrast(theme.hoverForeground, theme.hoverBackground) >= 7, kind);
      }
    }
  });

  it("knows dark and high contrast", () => {
    assert.equal(themeOf("dark").dark, true);
    assert.equal(themeOf("high-contrast").dark, true);
    assert.equal(themeOf("high-contrast-light").dark, false);
    assert.ok(themeOf("high-contrast-light").lineWidth > themeOf("light").lineWidth);
  });
});
