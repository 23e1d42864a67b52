/** Paths with forward slashes, as TypeScript has them on every platform. */

/** Resolves `.` and `..`, and turns Windows' slashes. */
export function normalize(path: string): string {
  const kept: string[] = [];
  const parts = path.replaceAll("\\", "/").split("/");
  for (const [i, part] of parts.entries()) {
    if (part === "." || (part === "" && i > 0)) continue;
    const above = kept.at(-1);
    if (part !== ".." || above === undefined || above === "..") kept.push(part);
    else if (kept.length > 1 || above !== "") kept.pop();
  }
  if (kept.length === 1 && kept[0] === "") return "/";
  return kept.join("/") || ".";
}

export function join(...parts: readonly string[]): string {
  return normalize(parts.join("/"));
}

/** The folder that holds it; a root's is the root itself. */
export function dirname(path: string): string {
  const whole = normalize(path);
  const end = whole.lastIndexOf("/");
  if (end < 0) return /^\w:$/.test(whole) ? whole : ".";
  return whole.slice(0, end) || "/";
}

export function basename(path: string): string {
  return path.slice(path.replaceAll("\\", "/").lastIndexOf("/") + 1);
}
