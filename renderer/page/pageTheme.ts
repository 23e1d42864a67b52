/** What the page says of the editor around it: its theme and its language. */
import { makeTheme, type Theme } from "../views/theme/theme.ts";
import { themeKind } from "./themeKind.ts";

/** Reads the theme that `document` shows now. */
export function readTheme(document: Document): Theme {
  const view = document.defaultView;
  const style = view?.getComputedStyle(document.documentElement);
  return makeTheme({
    kind: themeKind(document),
    get: (name) => style?.getPropertyValue(name).trim() ?? "",
    fontFamily: view?.getComputedStyle(document.body).fontFamily ?? "",
  });
}

/**
 * Calls `changed` with the new theme after VS Code has switched to another one, at most once per frame.
 * Returns the function that ends it.
 */
export function observeTheme(document: Document, changed: (theme: Theme) => void): () => void {
  const view = document.defaultView;
  if (!view) return () => undefined;
  let known = JSON.stringify(readTheme(document));
  let frame = 0;
  const look = () => {
    frame = 0;
    const theme = readTheme(document);
    const text = JSON.stringify(theme);
    if (text === known) return;
    known = text;
    changed(theme);
  };
  const observer = new view.MutationObserver(() => {
    frame ||= view.requestAnimationFrame(look);
  });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ["class", "data-vscode-theme-kind", "data-vscode-theme-id"],
  });
  return () => {
    observer.disconnect();
    if (frame) view.cancelAnimationFrame(frame);
  };
}

/**
 * The language of the editor as the web view knows it, for outputs that do not carry it. VS Code writes a fixed `en`
 * into its notebook page and starts its browser with the display language, so a plain `en` on the page says nothing.
 */
export function pageLanguage(document: Document): string {
  const page = document.documentElement.lang;
  return page !== "" && page !== "en" ? page : (document.defaultView?.navigator.language ?? "en");
}
