/** The keyboard of the data viewer's grid: a pure table from key to place. */

export interface GridPlace {
  row: number;
  column: number;
}

/**
 * Where a key leads from `from` in a slice of `rows` × `columns`; null leaves the key to the page.
 *
 * @param page rows that a page shows
 */
export function gridPlace(
  { key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">,
  from: GridPlace,
  [rows, columns]: readonly [number, number],
  page: number,
): GridPlace | null {
  if (altKey) return null;
  const all = ctrlKey || metaKey;
  const last = { row: rows - 1, column: columns - 1 };
  const { row, column } = from;
  const places: Readonly<Record<string, GridPlace>> = {
    ArrowUp: { row: all ? 0 : row - 1, column },
    ArrowDown: { row: all ? last.row : row + 1, column },
    ArrowLeft: { row, column: all ? 0 : column - 1 },
    ArrowRight: { row, column: all ? last.column : column + 1 },
    PageUp: { row: row - page, column },
    PageDown: { row: row + page, column },
    Home: { row: all ? 0 : row, column: 0 },
    End: { row: all ? last.row : row, column: last.column },
  };
  const place = Object.hasOwn(places, key) ? places[key] : undefined;
  if (!place) return null;
  return {
    row: Math.max(0, Math.min(last.row, place.row)),
    column: Math.max(0, Math.min(last.column, place.column)),
  };
}
