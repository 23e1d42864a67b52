/** What axe finds in a page. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Page } from "playwright-core";

interface Finding {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

const script = readFileSync(
  createRequire(path.resolve("package.json")).resolve("axe-core/axe.min.js"),
  "utf8",
);

/**
 * Every violation, slight ones too, in a line each.
 *
 * @param part a selector: what of the page is looked at
 */
export async function findings(page: Page, part = "html"): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(script);
  const { violations } = await page.evaluate(async (where) => {
    const { axe } = window as unknown as {
      axe: { run: (part: string, options: unknown) => Promise<{ violations: Finding[] }> };
    };
    // A page of a file may not fetch its own style sheet; the browser has it all the same.
    return axe.run(where, { preload: false });
  }, part);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 240)}\n    ${failureSummary}`),
  );
}
