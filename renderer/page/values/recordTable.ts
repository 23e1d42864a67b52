import { element } from "../element.ts";
import type { TablePayload } from "../../../engine/payload/values.ts";
import { sortedRows, type RowOrder } from "../../views/text/sortedRows.ts";
import type { RichStrings } from "./richStrings.ts";

/** Rows of one page. */
const PAGE = 50;

/** Records as a table: their number in front, numbers to the right; sorted by a click on a column's name, in pages. */
export function recordTable(document: Document, payload: TablePayload, strings: RichStrings): HTMLElement {
  const { title, columns, rows, index, total, totalColumns } = payload;
  let order: RowOrder | null = null;
  let page = 0;
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const heads = columns.map(({ name, numeric }, column) => {
    const button = element(
      document,
      "button",
      "gradbook-sort",
      { type: "button", title: strings.sortBy(name) },
      name,
    );
    button.addEventListener("click", () => {
      const again = order?.column === column;
      order = again && order?.descending === true ? null : { column, descending: again };
      page = 0;
      show();
    });
    // Space and Enter are the button's here, not the notebook's.
    button.addEventListener("keydown", (event) => event.stopPropagation());
    return element(
      document,
      "th",
      numeric ? "gradbook-number" : "",
      { "scope": "col", "aria-sort": "none" },
      button,
    );
  });
  const header = element(
    document,
    "tr",
    "",
    {},
    element(document, "th", "gradbook-number", { scope: "col" }),
    ...heads,
  );
  const body = element(document, "tbody", "");
  const table = element(
    document,
    "table",
    "",
    {},
    ...(title === undefined ? [] : [element(document, "caption", "", {}, title)]),
    element(document, "thead", "", {}, header),
    body,
  );
  const scroll = element(document, "div", "gradbook-records-scroll", { tabindex: "0" }, table);
  const root = element(document, "div", "gradbook-records", {}, scroll);
  const where = element(document, "span", "", { role: "status" });
  const turn = (by: number, sign: string, hint: string): HTMLButtonElement => {
    const button = element(
      document,
      "button",
      "gradbook-turn",
      { "type": "button", "title": hint, "aria-label": hint },
      sign,
    );
    button.addEventListener("click", () => {
      page = Math.min(pages - 1, Math.max(0, page + by));
      scroll.scrollTop = 0;
      show();
    });
    button.addEventListener("keydown", (event) => event.stopPropagation());
    return button;
  };
  const [back, forward] = [turn(-1, "◀\ufe0e", strings.pageBack), turn(1, "▶\ufe0e", strings.pageForward)];
  if (pages > 1) root.append(element(document, "p", "gradbook-records-pages", {}, back, where, forward));

  function show(): void {
    const from = page * PAGE;
    const places = sortedRows(payload, order).slice(from, from + PAGE);
    body.replaceChildren(
      ...places.map((place) =>
        element(
          document,
          "tr",
          "",
          {},
          element(document, "th", "gradbook-number", { scope: "row" }, index?.[place] ?? String(place)),
          ...columns.map(({ numeric }, column) => {
            const kind = numeric ? "gradbook-number" : "";
            const text = rows[place]?.[column] ?? null;
            // An empty text is a value; where there is none, a dash says so, as in a Table's own text.
            return text === null
              ? element(document, "td", `${kind} gradbook-none`.trim(), { title: strings.noValue }, "–")
              : element(document, "td", kind, {}, text);
          }),
        ),
      ),
    );
    heads.forEach((head, column) => {
      const isSorted = order?.column === column;
      head.setAttribute("aria-sort", isSorted ? (order?.descending ? "descending" : "ascending") : "none");
    });
    where.textContent = strings.page(from + 1, Math.min(rows.length, from + PAGE), rows.length);
    back.disabled = page === 0;
    forward.disabled = page === pages - 1;
  }
  show();
  const notes = [
    ...(total === 0 ? [strings.noRows] : []),
    ...(rows.length < total ? [strings.rowsShown(rows.length, total)] : []),
    ...(columns.length < totalColumns ? [strings.columnsShown(columns.length, totalColumns)] : []),
  ];
  if (notes.length > 0) root.append(element(document, "p", "gradbook-records-note", {}, notes.join(" · ")));
  return root;
}
