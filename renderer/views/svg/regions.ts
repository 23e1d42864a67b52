/** Where a field over a grid reaches a level: marching squares, with straight edges between the grid's points. */

/** A field over a grid of `columns` × `rows` points; `place` says where each point is drawn. */
export interface Field {
  columns: number;
  rows: number;
  value: (column: number, row: number) => number;
  place: (column: number, row: number) => readonly [x: number, y: number];
}

export interface Region {
  /** The part where the field is at least the level, as the path of an SVG. */
  fill: string;
  /** Its edge within the grid. */
  edge: string;
}

type Corner = readonly [column: number, row: number, above: number];

/** Values that are not finite count as below. */
export function regionOf(field: Field, level: number): Region {
  const { columns, rows, value, place } = field;
  let [fill, edge] = ["", ""];
  const above = (column: number, row: number): number => {
    const difference = value(column, row) - level;
    return Number.isFinite(difference) ? difference : -1;
  };
  const point = (column: number, row: number): string => {
    const [x, y] = place(column, row);
    return `${round(x)} ${round(y)}`;
  };
  for (let row = 0; row + 1 < rows; row++) {
    // Whole cells beside one another are one rectangle.
    let start = -1;
    const end = (column: number): void => {
      if (start < 0) return;
      fill += `M${point(start, row)}L${point(column, row)}L${point(column, row + 1)}L${point(start, row + 1)}Z`;
      start = -1;
    };
    for (let column = 0; column + 1 < columns; column++) {
      const corners = cornersOf(column, row).map(([c, r]): Corner => [c, r, above(c, r)]);
      const whole = corners.filter(([, , height]) => height >= 0).length;
      if (whole === 4) {
        if (start < 0) start = column;
        continue;
      }
      end(column);
      if (whole === 0) continue;
      const { polygon, crossings } = clipped(corners);
      fill += `M${polygon.map(([c, r]) => point(c, r)).join("L")}Z`;
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        const [[c1, r1], [c2, r2]] = [crossings[i] ?? [0, 0], crossings[i + 1] ?? [0, 0]];
        edge += `M${point(c1, r1)}L${point(c2, r2)}`;
      }
    }
    end(columns - 1);
  }
  return { fill, edge };
}

function cornersOf(column: number, row: number): readonly (readonly [number, number])[] {
  return [
    [column, row],
    [column + 1, row],
    [column + 1, row + 1],
    [column, row + 1],
  ];
}

type Place = readonly [column: number, row: number];

/** The part of a cell that is not below, and where its outline leaves and enters the cell's own edge, in pairs. */
function clipped(corners: readonly Corner[]): { polygon: Place[]; crossings: Place[] } {
  const polygon: Place[] = [];
  const crossings: Place[] = [];
  corners.forEach(([column, row, height], i) => {
    const [nextColumn, nextRow, nextHeight] = corners[(i + 1) % corners.length] ?? [column, row, height];
    if (height >= 0) polygon.push([column, row]);
    if (height >= 0 === nextHeight >= 0) return;
    const share = height / (height - nextHeight);
    const crossing: Place = [column + share * (nextColumn - column), row + share * (nextRow - row)];
    polygon.push(crossing);
    crossings.push(crossing);
  });
  // The first crossing must be the one where the outline leaves what is drawn.
  const first = crossings[0];
  const startsOutside = (corners[0]?.[2] ?? 0) < 0;
  return { polygon, crossings: startsOutside && first ? [...crossings.slice(1), first] : crossings };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
