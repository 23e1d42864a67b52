/** Where the repository is, and with that what links of the listing are rewritten to. Pure. */

/**
 * @param {string | undefined} given as package.json, GitHub Actions or `git remote` has it
 * @returns {string | undefined} `https://host/owner/name`; nothing where none is given
 */
export function webAddress(given) {
  if (!given) return undefined;
  const text = given
    .trim()
    .replace(/^git\+/, "")
    .replace(/\.git$/, "")
    .replace(/\/$/, "");
  const ssh = /^(?:ssh:\/\/)?git@([^:/]+)[:/](.+)$/.exec(text);
  if (ssh) return `https://${ssh[1]}/${ssh[2]}`;
  return /^https:\/\/[^/]+\/[^/]+\/.+$/.test(text) ? text : undefined;
}

/**
 * Arguments for vsce that make relative links of readme and changelog work where only those two pages are shown.
 *
 * @param {string | undefined} address
 * @param {string} revision a branch or tag
 */
export function linkArguments(address, revision) {
  if (!address) return ["--no-rewrite-relative-links"];
  const images = address.replace(/^https:\/\/github\.com\//, "https://raw.githubusercontent.com/");
  return [
    `--baseContentUrl=${address}/blob/${revision}`,
    `--baseImagesUrl=${images === address ? `${address}/raw/${revision}` : `${images}/${revision}`}`,
  ];
}
