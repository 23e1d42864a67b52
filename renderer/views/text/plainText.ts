/**
 * Escapes `text` so that Plotly shows it letter by letter. Plotly reads pseudo-HTML (`<b>`, `<a href>`, `<br>`)
 * and entities in titles, legends, annotations and hover labels; what a cell prints is never markup here.
 * A line break stays a line break.
 */
export function plainText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/\r\n?|\n/g, "<br>");
}

/** Like {@link plainText}, for use inside a hover template, where `%{…}` would be a variable. */
export function plainTemplateText(text: string): string {
  return plainText(text).replaceAll("%", "&#37;");
}

/** The lines of what {@link plainText} has escaped, letter by letter again. */
export function lines(escaped: string): string[] {
  const letters = (line: string) =>
    line.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  return escaped.split("<br>").map(letters);
}
