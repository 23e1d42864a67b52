/** Plotly's marker symbols, as far as matplotlib's markers need them, as SVG paths about the origin. */

type Point = readonly [x: number, y: number];

/** A regular polygon of radius 1; `first` is the angle of its first corner, in degrees. */
function polygon(corners: number, first: number): Point[] {
  return Array.from({ length: corners }, (_, i) => {
    const angle = ((first + (360 * i) / corners) * Math.PI) / 180;
    return [Math.cos(angle), Math.sin(angle)];
  });
}

/** Rays from the middle, for markers that are strokes. */
function rays(...angles: number[]): Point[] {
  return angles.map((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]);
}

const star: Point[] = polygon(10, -90).map(([x, y], i) => (i % 2 === 0 ? [x, y] : [0.45 * x, 0.45 * y]));
const plus: Point[] = [
  [-1, -0.4],
  [-0.4, -0.4],
  [-0.4, -1],
  [0.4, -1],
  [0.4, -0.4],
  [1, -0.4],
  [1, 0.4],
  [0.4, 0.4],
  [0.4, 1],
  [-0.4, 1],
  [-0.4, 0.4],
  [-1, 0.4],
];
const turned: Point[] = plus.map(([x, y]) => [(x - y) * Math.SQRT1_2, (x + y) * Math.SQRT1_2]);

const filled: Readonly<Record<string, readonly Point[]>> = {
  "square": polygon(4, 45).map(([x, y]) => [x * Math.SQRT2, y * Math.SQRT2]),
  "triangle-up": polygon(3, -90),
  "triangle-down": polygon(3, 90),
  "triangle-left": polygon(3, 180),
  "triangle-right": polygon(3, 0),
  "octagon": polygon(8, 22.5),
  "pentagon": polygon(5, -90),
  "cross": plus,
  "x": turned,
  star,
  "hexagon": polygon(6, -90),
  "hexagon2": polygon(6, 0),
  "diamond": polygon(4, 0).map(([x, y]) => [x * 1.2, y * 1.2]),
  "diamond-tall": polygon(4, 0).map(([x, y]) => [x * 0.8, y * 1.4]),
};

const stroked: Readonly<Record<string, readonly Point[]>> = {
  "y-down-open": rays(90, 210, 330),
  "y-up-open": rays(-90, 30, 150),
  "y-left-open": rays(180, 60, -60),
  "y-right-open": rays(0, 120, -120),
  "cross-thin-open": rays(0, 90, 180, 270),
  "x-thin-open": rays(45, 135, 225, 315),
  "line-ns-open": rays(90, 270),
  "line-ew-open": rays(0, 180),
};

/** @param size across, in pixels. What is not known is a circle, as Plotly has it. */
export function markerPath(symbol: string, size: number): { d: string; filled: boolean } {
  const r = size / 2;
  const write = ([x, y]: Point): string => `${tenth(x * r)} ${tenth(y * r)}`;
  const open = stroked[symbol];
  if (open) return { d: open.map((end) => `M0 0L${write(end)}`).join(""), filled: false };
  const corners = filled[symbol];
  if (corners) return { d: `M${corners.map(write).join("L")}Z`, filled: true };
  const half = (sweep: number): string => `a${tenth(r)} ${tenth(r)} 0 1 0 ${tenth(sweep)} 0`;
  return { d: `M${tenth(-r)} 0${half(size)}${half(-size)}Z`, filled: true };
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
