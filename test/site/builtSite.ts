/** The site as the step before these tests has built it, opened from the disk in a browser without a network. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";

export const folder = path.resolve("test-results/site");

export const addressOf = (page: string): string => pathToFileURL(path.join(folder, page)).href;

/** What the step leaves out, since it takes long; the site that is published has it. */
export const leftOut: readonly string[] = [
  "course/convolution-to-attention.html",
  "zh/course/convolution-to-attention.html",
];

/** Pages that are one file with an engine inside: of the site they have the way back and the choice of light or dark. */
export const isLivePage = (page: string): boolean => /(?:^|\/)(?:try|course\/[\w-]+)\.html$/.test(page);

export function htmlFiles(): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => file.endsWith(".html"))
    .sort();
}

export interface Opened {
  page: Page;
  /** What went wrong in the page, and what it asked for outside of the site. */
  troubles: string[];
}

export async function openPage(
  browser: Browser,
  options: { width?: number; dark?: boolean; zoom?: number } = {},
): Promise<Opened> {
  const page = await browser.newPage({
    offline: true,
    colorScheme: options.dark === true ? "dark" : "light",
    viewport: { width: (options.width ?? 1400) / (options.zoom ?? 1), height: 900 / (options.zoom ?? 1) },
    deviceScaleFactor: options.zoom ?? 1,
    reducedMotion: "reduce",
  });
  const troubles: string[] = [];
  const inside = addressOf("");
  page.on("request", (request) => {
    if (!request.url().startsWith(inside) && !/^(?:data|blob):/.test(request.url()))
      troubles.push(`asked for ${request.url()}`);
  });
  page.on("requestfailed", (request) => troubles.push(`did not get ${request.url()}`));
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(message.text());
  });
  return { page, troubles };
}
