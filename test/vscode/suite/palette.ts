/** VS Code's lists of things to choose, and of its commands, as a person uses them. */
import { inWorkbench, press, typeText, until } from "./browser.ts";
import { offeredName } from "./saveDialog.ts";

/** The rows of the list that is open; empty where there is none. */
export const rows = (): Promise<string[]> =>
  inWorkbench(() => {
    const widget = [...document.querySelectorAll<HTMLElement>(".quick-input-widget")].find(
      (each) => each.getBoundingClientRect().width > 0,
    );
    return [...(widget?.querySelectorAll(".monaco-list-row") ?? [])].map((row) => row.textContent ?? "");
  });

/** Opens the palette, types a command's name, and takes the first that is offered. */
export async function byPalette(name: string): Promise<void> {
  await press("F1");
  await until("the palette", async () => (await offeredName()) === ">");
  await typeText(name);
  await until(`${name} in the palette`, async () => (await rows())[0]?.includes(name));
  await press("Enter");
}
