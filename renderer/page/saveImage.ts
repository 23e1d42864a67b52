/** Hands a data URL to the person as a file: VS Code turns a click on such a link into its save dialog. */
export function saveDataUrl(document: Document, url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.hidden = true;
  // VS Code listens on the body, so the link must be in the page when it is clicked.
  document.body.append(link);
  link.click();
  link.remove();
}

/** The data URL of an SVG file; in base64, since VS Code passes over others. */
export function svgUrl(text: string): string {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return `data:image/svg+xml;base64,${btoa(binary)}`;
}

/** A file name from a title: what file systems refuse becomes a hyphen. */
export function fileNameOf(title: string, extension: string): string {
  const safe = title
    .replaceAll(/[\u0000-\u001f<>:"/\\|?*]+/g, "-")
    .replaceAll(/^[\s.-]+|[\s.-]+$/g, "")
    .slice(0, 80);
  return `${safe || "chart"}.${extension}`;
}
