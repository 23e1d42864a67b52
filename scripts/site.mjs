/**
 * The site: `npm run site -- [--out=FOLDER] [--courses=NAME,…]`, a folder of files that needs no server.
 *
 * Start page, both courses as live pages, the documentation, the calls of PyTorch and what they are here, the reference
 * of the engine: in English, and below `zh/` in Chinese. It needs what `npm run build` makes, and makes nothing anew
 * that the product has: Markdown and code are shown as in reports, live pages are those of `gradbook run --live`.
 */
import { copyFileSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { readFileSync } from "node:fs";
import { root } from "./places.mjs";
import { webAddress } from "./release/address.mjs";
import { readApi } from "./site/apiModel.mjs";
import { apiAddresses, apiPages } from "./site/apiPages.mjs";
import { product } from "./site/compiled.mjs";
import { documentPages } from "./site/documentPages.mjs";
import { landingPage } from "./site/landing.mjs";
import { courses, writeLivePages } from "./site/livePages.mjs";
import { pageHtml, placeOf } from "./site/page.mjs";
import { searchIndex } from "./site/searchIndex.mjs";
import { languages } from "./site/texts.mjs";
import { translationPage } from "./site/translationPage.mjs";

const { values: options } = parseArgs({
  options: {
    out: { type: "string", default: path.join(root, "site") },
    courses: { type: "string", default: courses.join(",") },
  },
});
const started = performance.now();
const folder = path.resolve(options.out);
const address = webAddress(repository());
rmSync(folder, { recursive: true, force: true });
mkdirSync(path.join(folder, "assets"), { recursive: true });

// Live pages are made by processes of their own, the reference here meanwhile.
const live = writeLivePages(
  folder,
  options.courses.split(",").filter((name) => name !== ""),
);
const [ours, api] = await Promise.all([product(), readApi()]);
let count = 0;
for (const language of languages) {
  const pages = [
    landingPage(language, ours),
    ...documentPages(language, { product: ours, address }),
    translationPage(language, { product: ours, addresses: apiAddresses(api) }),
    ...apiPages(api, language, ours),
  ];
  for (const page of pages) {
    const file = path.join(folder, placeOf(language, page.path));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, pageHtml(page, { language, address, escapeHtml: ours.escapeHtml }));
    count++;
  }
  writeFileSync(path.join(folder, "assets", `search.${language}.js`), searchIndex(pages));
}
const assets = path.join(root, "scripts", "site", "assets");
for (const name of readdirSync(assets))
  copyFileSync(path.join(assets, name), path.join(folder, "assets", name));
copyFileSync(path.join(root, "docs", "icon", "icon.svg"), path.join(folder, "assets", "icon.svg"));
cpSync(path.join(root, "docs", "pictures"), path.join(folder, "pictures"), { recursive: true });
// Hosts that would run the folder through a generator of their own are told not to.
writeFileSync(path.join(folder, ".nojekyll"), "");
await live;
console.log(
  `${count} pages and their live pages in ${path.relative(process.cwd(), folder) || "."}, ${((performance.now() - started) / 1000).toFixed(0)} s`,
);

/** Where the source is: as package.json says, or the workflow that builds the site. */
function repository() {
  const { repository: given } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name } = process.env;
  return given?.url ?? given ?? (server && name ? `${server}/${name}` : undefined);
}
