import { element } from "../element.ts";
import { numberText } from "../../../engine/payload/sample.ts";
import { evenlyChosen, type NamedCurve, rowsOf } from "../../views/text/points.ts";
import type { Strings } from "../../views/text/strings.ts";

const mostRows = 500;

/** The numbers of a chart as a table: one row an x, one column a curve. Long data are thinned, and say so. */
export function dataTable(
  document: Document,
  xName: string,
  curves: readonly NamedCurve[],
  strings: Strings,
): HTMLTableElement {
  const rows = rowsOf(curves);
  const shown = evenlyChosen(rows, mostRows);
  const cell = (tag: "td" | "th", text: string, attributes = {}) =>
    element(document, tag, "", attributes, text);
  const head = element(
    document,
    "tr",
    "",
    {},
    cell("th", xName, { scope: "col" }),
    ...curves.map(({ name }) => cell("th", name, { scope: "col" })),
  );
  const body = shown.map((row) =>
    element(
      document,
      "tr",
      "",
      {},
      cell("th", numberText(row.x), { scope: "row" }),
      ...row.values.map((value) => cell("td", value === undefined ? "" : numberText(value))),
    ),
  );
  const table = element(
    document,
    "table",
    "",
    {},
    element(document, "thead", "", {}, head),
    element(document, "tbody", "", {}, ...body),
  );
  if (shown.length < rows.length) {
    table.prepend(element(document, "caption", "", {}, strings.rowsShown(shown.length, rows.length)));
  }
  return table;
}
