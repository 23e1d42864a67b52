/** Where a classifier says which class: areas in the colours of the classes, stronger where it is surer. */
import { markColour } from "../../svg/marks.ts";
import type { BoundaryPicture } from "../../../../engine/payload/pictures.ts";
import type { Plane } from "../../svg/plane.ts";
import { regionOf } from "../../svg/regions.ts";
import { svg, type SvgNode } from "../../svg/svg.ts";
import type { Theme } from "../../theme/theme.ts";

/** Leads at which a colour gets stronger, and how much is laid over what is there. */
const levels = [
  [0, 0.16],
  [0.35, 0.12],
  [0.65, 0.12],
  [0.9, 0.14],
] as const;

interface Area {
  fill: string;
  edge: string;
  kind: number;
  opacity: number;
}

export type AreasOf = (plane: Plane) => readonly Area[];

/** The same areas for the same plane: pointing at something draws everything again. */
export function areasOnce(payload: BoundaryPicture): AreasOf {
  let known: { width: number; areas: readonly Area[] } | null = null;
  return (plane) => {
    if (known?.width !== plane.width) known = { width: plane.width, areas: areasIn(payload, plane) };
    return known.areas;
  };
}

function areasIn({ classes, said, lead, resolution }: BoundaryPicture, plane: Plane): Area[] {
  const step = 1 / (resolution - 1);
  const place = (column: number, row: number): readonly [number, number] => [
    plane.left + column * step * plane.width,
    plane.top + (1 - row * step) * plane.height,
  ];
  return classes.flatMap((_, kind) => {
    if (!said.includes(kind)) return [];
    const value = (column: number, row: number): number => {
      const i = row * resolution + column;
      const ahead = lead[i] ?? 0;
      return said[i] === kind ? ahead : -ahead;
    };
    const field = { columns: resolution, rows: resolution, value, place };
    return levels.map(([level, opacity]) => ({ ...regionOf(field, level), kind, opacity }));
  });
}

/** The areas with the boundaries between the classes over them. */
export function areaNodes(areas: readonly Area[], theme: Theme): SvgNode[] {
  const fills = areas.map(({ fill, kind, opacity }) =>
    svg("path", {
      "class": "gradbook-region",
      "d": fill,
      "fill": markColour(theme, kind),
      "fill-opacity": opacity,
    }),
  );
  const edges = areas
    .filter((_, i) => i % levels.length === 0)
    .map(({ edge }) =>
      svg("path", {
        "class": "gradbook-boundary",
        "d": edge,
        "fill": "none",
        "stroke": theme.foreground,
        "stroke-width": 1.2,
        "stroke-opacity": 0.7,
        "stroke-linecap": "round",
      }),
    );
  return [...fills, ...edges];
}
