import MarkdownIt from "markdown-it";

/** Where a page's links and pictures lead, in its order; `picture` tells which they are. */
export function linksOf(page: string): { target: string; picture: boolean }[] {
  const tokens = new MarkdownIt({ html: true }).parse(page, {});
  return tokens.flatMap(({ type, content, children }) => {
    const own = (children ?? []).flatMap((child) => {
      const target = child.attrGet("href") ?? child.attrGet("src");
      if (target !== null) return [{ target, picture: child.type === "image" }];
      return child.type === "html_inline" ? ofHtml(child.content) : [];
    });
    return type === "html_block" ? ofHtml(content) : own;
  });
}

function ofHtml(html: string): { target: string; picture: boolean }[] {
  return Array.from(html.matchAll(/<(\w+)[^>]*?\s(?:href|src|srcset)="([^"]+)"/g), ([, tag, target]) => ({
    target: target ?? "",
    picture: tag !== "a",
  }));
}

/** The names that headings of a page can be linked by, as GitHub makes them. */
export function anchorsOf(page: string): string[] {
  const headings = page.replace(/^```[\s\S]*?^```/gm, "").matchAll(/^#+ (.*)$/gm);
  return Array.from(headings, ([, title]) =>
    (title ?? "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- ]/gu, "")
      .replaceAll(" ", "-"),
  );
}
