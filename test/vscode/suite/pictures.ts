/** Suites about a picture in a notebook of its own. */
import * as vscode from "vscode";
import { inOutputs, press, screenshot, setTheme, until } from "./browser.ts";
import { focusPicture } from "./charts.ts";
import { assertAllRan, openNotebook, runAll } from "./notebooks.ts";

/** Waits for a picture of which `wanted` holds. */
export type SeenPicture<Seen> = (what: string, wanted: (seen: Seen) => boolean) => Promise<Seen>;

/**
 * Opens and runs the notebook before the tests of the suite that calls it, and closes it after them.
 *
 * @param read what is to be known of the picture, null where there is none; runs in the page
 * @param whole whether all of it is drawn
 */
export function pictureIn<Seen>(
  notebook: string,
  read: () => Seen | null,
  whole: (seen: Seen) => boolean,
): SeenPicture<Seen> {
  const seen: SeenPicture<Seen> = (what, wanted) =>
    until(what, async () => (await inOutputs(read)).find((picture) => picture && wanted(picture)));

  before(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await setTheme("light");
    const editor = await openNotebook(notebook);
    await runAll(editor);
    assertAllRan(editor.notebook);
    await seen("the whole picture", whole);
  });

  after(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  return seen;
}

/**
 * Tests that the picture is drawn in both themes, on a wide and on a narrow page.
 *
 * @param check is called with the picture at its end
 */
export function isDrawnOnEveryPage(name: string, check: () => Promise<unknown>): void {
  for (const theme of ["light", "dark"] as const) {
    for (const width of ["wide", "narrow"] as const) {
      it(`is drawn in the ${theme} theme on a ${width} page`, async () => {
        await setTheme(theme);
        const look = async () => {
          await focusPicture();
          await press("End");
          await check();
          await screenshot(`${name}-${theme}-${width}`);
        };
        await (width === "narrow" ? onNarrowPage(look) : look());
      });
    }
  }
}

/** Does `work` while the notebook in front has half of the window. */
export async function onNarrowPage(work: () => Promise<void>): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.newGroupRight");
  await vscode.commands.executeCommand("workbench.action.focusFirstEditorGroup");
  try {
    await work();
  } finally {
    await vscode.commands.executeCommand("workbench.action.joinAllGroups");
  }
}
