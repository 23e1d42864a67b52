import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";

/** A picture in out/screenshots for people at work. In CI, where nobody looks at it, it would only take time. */
export async function photograph(
  page: Page,
  name: string,
  options: { fullPage?: boolean } = {},
): Promise<void> {
  if (process.env["CI"] === "true") return;
  const folder = path.resolve("out/screenshots");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: "disabled", ...options });
}
