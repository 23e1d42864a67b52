/** Every kind of output, the variables' pages and a report, looked at by axe in every theme. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Page } from "playwright-core";
import { CONTROL_MIME, CURVES_MIME, FIGURE_MIME, PICTURE_MIME } from "../../../../engine/payload/mime.ts";
import type { GridPart, ToVariablesPage, VariableSummary } from "../../../../engine/payload/variables.ts";
import { reportHtml } from "../../../../extension/report/report.ts";
import type { IpynbOutput } from "../../../../extension/ipynb/nbformat.ts";
import { browserPages } from "./browserPages.ts";
import { everyOutput, type EveryOutput } from "./everyOutput.ts";
import { photograph } from "./photograph.ts";
import { bodyClass, type ThemeName, variables } from "./themes.ts";

interface Finding {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}

const axe = readFileSync(createRequire(path.resolve("package.json")).resolve("axe-core/axe.min.js"), "utf8");
const themes: readonly ThemeName[] = ["light", "dark", "high-contrast", "high-contrast-light"];

/** What is serious or critical of what axe finds in the page, in a line each. */
async function findings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const { violations } = await page.evaluate(async () => {
    const { axe: run } = window as unknown as { axe: { run: () => Promise<{ violations: Finding[] }> } };
    return run.run();
  });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 240)}\n    ${failureSummary}`),
    );
}

/** What lies right of a slider's thumb. Browsers paint it bright on dark where the accent is near to the dark track. */
async function brightnessOfTrack(page: Page): Promise<"bright" | "dark"> {
  const slider = page.locator(".gradbook-control input[type=range]").first();
  const picture = (await slider.screenshot()).toString("base64");
  const light = await page.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    const pen = canvas.getContext("2d");
    pen?.drawImage(image, 0, 0);
    const [red = 0, green = 0, blue = 0] =
      pen?.getImageData(image.width - 8, Math.floor(image.height / 2), 1, 1).data ?? [];
    return (red + green + blue) / 3;
  }, picture);
  return light > 128 ? "bright" : "dark";
}

const found = (all: readonly string[]) => [...new Set(all)].join("\n");

describe("what people see", function () {
  this.timeout(300_000);
  const newPage = browserPages();
  let all: Record<string, EveryOutput>;

  before(async () => {
    all = await everyOutput();
  });

  for (const language of ["en", "zh-cn"]) {
    it(`is accessible as outputs in every theme, ${language}`, async () => {
      const notebook = await newPage({ width: 900, height: 1200 });
      const { page } = notebook;
      for (const [id, { mime, payload }] of Object.entries(all)) {
        await notebook.render(id, mime, payload, { language });
        if ([FIGURE_MIME, CURVES_MIME, PICTURE_MIME].includes(mime)) await notebook.shown(id);
      }
      // What is folded is read, too.
      await page.evaluate(() => {
        for (const one of document.querySelectorAll("details")) one.open = true;
      });
      for (const theme of language === "en" ? themes : (["dark"] as const)) {
        await notebook.setTheme(theme);
        await notebook.settled();
        const schemes = await page.evaluate(() =>
          [...document.querySelectorAll("input, select, textarea")].map(
            (field) => getComputedStyle(field).colorScheme,
          ),
        );
        const dark = theme === "dark" || theme === "high-contrast";
        assert.deepEqual([...new Set(schemes)], [dark ? "dark" : "normal"], "what the browser draws itself");
        if (language === "en")
          assert.equal(
            await brightnessOfTrack(page),
            theme.startsWith("high-contrast-l") || theme === "light" ? "bright" : "dark",
            theme,
          );
        assert.equal(found(await findings(page)), "", theme);
        if (language === "en") await photograph(page, `every-output-${theme}`, { fullPage: true });
      }
    });
  }

  it("is accessible as a report, on a screen that is light and one that is dark", async () => {
    const outputs = Object.entries(all).map(([id, { mime, payload }]): IpynbOutput => ({
      output_type: "display_data",
      data: { [mime]: payload, "text/plain": id },
      metadata: {},
    }));
    const cells = [
      {
        kind: "markdown",
        text: "# Everything\n\nWith $x^2$ and `code`, and [a link](https://example.org).",
      },
      ...outputs.map((output) => ({ kind: "code", text: "1 + 1; // a cell", outputs: [output] })),
    ] as Parameters<typeof reportHtml>[0]["cells"][number][];
    const html = await reportHtml(
      { cells, name: "everything", language: "en" },
      { dist: path.resolve("dist"), readFile: () => Promise.reject(new Error("no file")) },
    );
    const { page } = await newPage({ width: 900, height: 1200 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.unroute("**/*");
      await page.route("**/report.html", (route) => route.fulfill({ contentType: "text/html", body: html }));
      await page.goto("http://notebook.invalid/report.html");
      await page.waitForFunction(() => !document.querySelector(".gradbook-frame[aria-busy=true]"));
      assert.equal(found(await findings(page)), "", colorScheme);
      await photograph(page, `every-report-${colorScheme}`, { fullPage: true });
    }
  });

  const summaries: VariableSummary[] = [
    { ...{ name: "x", cell: "a", type: "Tensor", shape: [4, 4], dtype: "float32", bytes: 64 } },
    { ...{ name: "n", cell: "a", type: "number", shape: null, dtype: null, bytes: null } },
  ].map((one) => ({ ...one, summary: "0.5", hasGrid: one.shape !== null }));
  const part: GridPart = {
    ...{
      members: ["weight", "bias"],
      member: "weight",
      shape: [2, 3],
      dtype: "float32",
      axes: [0, 1],
      at: [0, 0],
    },
    ...{
      extent: [2, 3],
      values: [
        [1, 2, -3],
        [0.5, "NaN", "∞"],
      ],
      found: null,
    },
    stats: {
      ...{ looked: 6, notFinite: 2, min: -3, max: 2, mean: 0.125, counts: [1, 0, 1, 2] },
      heat: { rows: 2, columns: 3, values: [1, 2, -3, 0.5, null, null] },
    },
  };
  const pages: Record<string, { grid?: string; told: ToVariablesPage }> = {
    "the variables": { told: { type: "variables", variables: summaries, busy: false, why: "empty" } },
    "no notebook": { told: { type: "variables", variables: [], busy: false, why: "none" } },
    "nothing has run": { told: { type: "variables", variables: [], busy: false, why: "notRun" } },
    "no variables": { told: { type: "variables", variables: [], busy: false, why: "empty" } },
    "the data viewer": { grid: "x", told: { type: "part", ask: 1, part } },
    "a variable that is gone": { grid: "x", told: { type: "part", ask: 1, part: null } },
  };
  it("is accessible as variables and in the data viewer, full and empty", async () => {
    const script = readFileSync(path.resolve("dist/variablesPage.js"), "utf8");
    for (const [name, { grid, told }] of Object.entries(pages)) {
      for (const lang of ["en", "zh-cn"]) {
        const { page } = await newPage({ width: 700, height: 600 });
        await page.route("**/variables.html", (route) =>
          route.fulfill({
            contentType: "text/html",
            body: `<!DOCTYPE html><html lang="${lang}"><head><title>x</title></head><body${grid ? ` data-grid="${grid}"` : ""}>
<script>
  window.asked = [];
  // The numbers are asked for again with each theme.
  const answer = (m) => m.type === "ask" && window.told && window.postMessage({ ...told, ask: m.ask }, "*");
  acquireVsCodeApi = () => ({ postMessage: (m) => { asked.push(m); answer(m); }, getState() {}, setState() {} });
</script>
<script>${script.replaceAll("</script", "<\\/script")}</script>
<script>addEventListener("message", () => (window.shown = true));</script></body></html>`,
          }),
        );
        await page.goto("http://notebook.invalid/variables.html");
        await page.waitForFunction(() =>
          (window as unknown as { asked: { type: string }[] }).asked.some(({ type }) => type === "ready"),
        );
        const shades: Partial<Record<ThemeName, string[]>> = {};
        for (const theme of lang === "en" ? themes : (["light"] as const)) {
          await page.evaluate(
            ([values, body, message]) => {
              document.documentElement.style.cssText =
                Object.entries(values)
                  .map(([key, value]) => `${key}: ${value}`)
                  .join(";") + "; background: var(--vscode-editor-background)";
              document.body.className = body;
              Object.assign(window, { told: message, shown: false });
              if (message.type === "variables") window.postMessage(message, "*");
            },
            [variables[theme], bodyClass[theme], told] as const,
          );
          await page.waitForFunction(() => (window as unknown as { shown: boolean }).shown);
          const slug = name.replaceAll(" ", "-");
          if (lang === "en" || theme === "light") await photograph(page, `page-${slug}-${theme}-${lang}`);
          assert.equal(found(await findings(page)), "", `${name}, ${theme}`);
          shades[theme] = await page.evaluate(() =>
            [...document.querySelectorAll<HTMLElement>("tbody td[style]")].map(({ style }) => style.cssText),
          );
        }
        if (lang === "en") {
          assert.deepEqual(shades["high-contrast-light"], shades.light);
          assert.deepEqual(shades["high-contrast"], shades.dark);
          assert.equal(name === "the data viewer", String(shades.light) !== String(shades.dark), name);
        }
        await page.close();
      }
    }
  });

  it("has an output of every kind of control", () => {
    assert.ok(Object.values(all).filter(({ mime }) => mime === CONTROL_MIME).length >= 12);
  });
});
