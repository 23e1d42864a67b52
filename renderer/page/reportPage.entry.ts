/**
 * The script of an exported report: shows the outputs in it as the notebook does, in place of their still
 * pictures. Nothing is loaded from anywhere: what it needs is in the page.
 */
import { PageOutputs } from "./pageOutputs.ts";

const darkScheme = window.matchMedia("(prefers-color-scheme: dark)");
const followScheme = (): void => {
  // In a page of VS Code's, the editor says which theme it is.
  if (document.body.dataset["vscodeThemeKind"] !== undefined) return;
  document.body.classList.toggle("vscode-dark", darkScheme.matches);
  document.body.classList.toggle("vscode-light", !darkScheme.matches);
};
followScheme();
darkScheme.addEventListener("change", followScheme);
new PageOutputs(document, window).awaken(document);
