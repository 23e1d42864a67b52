import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { letterSizes } from "../../../engine/payload/letters.ts";

/** Distances between things, in pixels; what is larger is the room around a page. */
const distances = [0, 1, 2, 4, 6, 8, 12, 16, 24, 32, 64, 72, 96];
/** Corners of what one acts on and of what holds things; round ones besides. */
const corners = ["3px", "6px", "50%", "999px"];
/** Small print, headings, and the sizes that a page without an editor around it begins with. */
const sizes = [
  `${letterSizes.small}em`,
  "1em",
  `${letterSizes.heading}em`,
  ...["1.45em", "1.9em", "12px", "13px", "14px", "16px", "11pt"],
];

const sheets = ["renderer", "extension"].flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: "utf8" })
    .filter((name) => /styles?\.ts$/i.test(name))
    .map((name) => ({ file: name, text: readFileSync(path.join(room, name), "utf8") })),
);

/** What is declared of one of these properties, with the place. */
function declared(properties: RegExp): { value: string; where: string }[] {
  return sheets.flatMap(({ file, text }) =>
    [...text.matchAll(/[{;]\s*([a-z-]+): ([^;}]+)/g)].flatMap(([whole, name = "", value = ""]) =>
      properties.test(name)
        ? [{ value: value.trim(), where: `${path.basename(file)}: ${whole.slice(1).trim()}` }]
        : [],
    ),
  );
}

describe("the style sheets", () => {
  it("are found: those of outputs, controls, variables, reports and live pages", () => {
    const names = sheets.map(({ file }) => path.basename(file, ".ts"));
    for (const name of ["styles", "controlStyles", "variablesStyles", "reportStyle", "liveStyle"]) {
      assert.ok(names.includes(name), name);
    }
  });

  it("keep things apart by one scale of distances", () => {
    const found = declared(/^(padding|margin|gap)(-|$)/);
    assert.ok(found.length > 100);
    for (const { value, where } of found) {
      for (const [, pixels] of value.matchAll(/(?<![\w.])-?(\d+(?:\.\d+)?)px/g)) {
        assert.ok(distances.includes(Number(pixels)), where);
      }
    }
  });

  it("round corners in one way", () => {
    const found = declared(/^border-radius$/);
    assert.ok(found.length > 20);
    for (const { value, where } of found) assert.ok(corners.includes(value), where);
  });

  it("write in one scale of sizes, and so does what is styled elsewhere", () => {
    const sources = ["renderer", "extension"].flatMap((room) =>
      readdirSync(room, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => ({ file: name, text: readFileSync(path.join(room, name), "utf8") })),
    );
    const found = sources.flatMap(({ file, text }) =>
      sizesIn(text).map((size) => ({ size, where: `${file}: ${size}` })),
    );
    assert.ok(found.length > 40);
    for (const { size, where } of found) assert.ok(sizes.includes(size), where);
  });

  it("would be found with another size, however it is said", () => {
    const said =
      'a { font-size: 0.85em } b { font: 600 13.5px/1.4 x } "fontSize": "9px" { fontSize: "1.2em" }';
    assert.deepEqual(sizesIn(said), ["0.85em", "13.5px", "9px", "1.2em"]);
    assert.deepEqual(sizesIn("a { font: var(--vscode-font-size, 15px)/1.4 x }"), ["15px"]);
  });

  it("of the site has steps, and takes every size from them", () => {
    const sheet = readFileSync("scripts/site/assets/site.css", "utf8");
    const found = [...sheet.matchAll(/\bfont(?:-size)?: ([^;]+);/g)].map(([, value = ""]) => value);
    assert.ok(found.length > 30);
    for (const value of found)
      assert.match(value, /^(inherit|0\.92em|(\d00 )?var\(--step-?\d\)(\/[\d.]+ var\(--(sans|mono)\))?)$/);
  });
});

/** Sizes of letters that a source gives in numbers. */
function sizesIn(text: string): string[] {
  const said = text.matchAll(/\bfont(?:-size|Size)?"?: ?([^;}\n]*)/g);
  return [...said].flatMap(([, value = ""]) =>
    [...value.matchAll(/(?<![\w./-])[\d.]+(?:px|em|pt|rem)/g)].map(([size]) => size),
  );
}
