/**
 * Error text in which nothing is markup to VS Code's renderer of errors. That makes links of places in cells
 * and files by putting `<a href='…'>` around them, and takes any `<a …>…</a>` in the text for one of its own
 * and for HTML: `throw new Error("<a href=''><img src='' onerror='…'></a>")` would run a script in the page.
 */
export function sanitizeErrorText(text: string): string {
  return (
    text
      // Colours are taken out there, which could put markup together.
      .replace(/\u001b\[[^m]{0,20}m|\u001b/g, "")
      // A space of no width: reads the same and is not markup.
      .replace(/<(?=a\s)/gi, `<${nothing}`)
      // A path with a quote would end the attribute that it is put into.
      .replace(/\bFile(?=\s.*['"<>].*:\d)/g, `File${nothing}`)
  );
}

const nothing = "\u200b";
