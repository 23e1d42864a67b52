import { element } from "../element.ts";
import type { TablePayload } from "../../../engine/payload/values.ts";
import type { RichStrings } from "./richStrings.ts";

/** Records as a table: their number in front, numbers to the right. */
export function recordTable(document: Document, payload: TablePayload, strings: RichStrings): HTMLElement {
  const { title, columns, rows, index, total, totalColumns } = payload;
  const header = element(
    document,
    "tr",
    "",
    {},
    element(document, "th", "gradbook-number", { scope: "col" }),
    ...columns.map(({ name, numeric }) =>
      element(document, "th", numeric ? "gradbook-number" : "", { scope: "col" }, name),
    ),
  );
  const body = rows.map((row, i) =>
    element(
      document,
      "tr",
      "",
      {},
      element(document, "th", "gradbook-number", { scope: "row" }, index?.[i] ?? String(i)),
      ...columns.map(({ numeric }, j) =>
        element(document, "td", numeric ? "gradbook-number" : "", {}, row[j] ?? ""),
      ),
    ),
  );
  const table = element(
    document,
    "table",
    "",
    {},
    ...(title === undefined ? [] : [element(document, "caption", "", {}, title)]),
    element(document, "thead", "", {}, header),
    element(document, "tbody", "", {}, ...body),
  );
  const scroll = element(document, "div", "gradbook-records-scroll", { tabindex: "0" }, table);
  const root = element(document, "div", "gradbook-records", {}, scroll);
  const notes = [
    ...(rows.length < total ? [strings.rowsShown(rows.length, total)] : []),
    ...(columns.length < totalColumns ? [strings.columnsShown(columns.length, totalColumns)] : []),
  ];
  if (notes.length > 0) root.append(element(document, "p", "gradbook-records-note", {}, notes.join(" · ")));
  return root;
}
