import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./places.mjs";
import { npm } from "./run.mjs";

/** Installs what the lockfile lists, unless it is there already. */
export async function installDependencies() {
  if (isInstalled()) return;
  console.log("Installing dependencies …");
  await npm(["ci"], root);
}

/** npm notes what it has installed in a lockfile of the same form inside node_modules. */
function isInstalled() {
  const note = path.join(root, "node_modules", ".package-lock.json");
  if (!existsSync(note)) return false;
  const wanted = packagesIn(path.join(root, "package-lock.json"));
  const present = packagesIn(note);
  return Object.entries(wanted).every(([place, { integrity, optional }]) => {
    // The root itself is not in the note, nor are packages for other platforms.
    if (place === "" || (optional && !present[place])) return true;
    return present[place]?.integrity === integrity;
  });
}

/** @returns {Record<string, { integrity?: string, optional?: boolean }>} */
function packagesIn(lockfile) {
  return JSON.parse(readFileSync(lockfile, "utf8")).packages;
}
