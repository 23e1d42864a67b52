/** Hands a data URL to the person as a file: VS Code turns a click on such a link into its save dialog. */
export function saveDataUrl(document: Document, url: string, name: string): void {
  const link = document.createElement("a");
  link.href = inBase64(url);
  link.download = name;
  link.hidden = true;
  // VS Code listens on the body, so the link must be in the page when it is clicked.
  document.body.append(link);
  link.click();
  link.remove();
}

/** VS Code passes over data URLs that are not in base64, as those of SVG are. */
function inBase64(url: string): string {
  const [, type, text] = /^data:([^,;]+)(?:;charset=[^,;]+)?,(.*)$/s.exec(url) ?? [];
  if (type === undefined || text === undefined) return url;
  const bytes = new TextEncoder().encode(decodeURIComponent(text));
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:${type};base64,${btoa(binary)}`;
}

/** A file name from a title: what file systems refuse becomes a hyphen. */
export function fileNameOf(title: string, extension: string): string {
  const safe = title
    .replaceAll(/[\u0000-\u001f<>:"/\\|?*]+/g, "-")
    .replaceAll(/^[\s.-]+|[\s.-]+$/g, "")
    .slice(0, 80);
  return `${safe || "chart"}.${extension}`;
}
