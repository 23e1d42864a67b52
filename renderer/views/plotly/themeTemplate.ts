/** What a figure of `display.plotly` looks like where it does not say so itself: the editor's colours and fonts. */
import { fontOf } from "../scale/axes.ts";
import { flatten, withAlpha } from "../theme/colour.ts";
import type { Theme } from "../theme/theme.ts";

const clear = "rgba(0,0,0,0)";

/** A template as plotly.js takes it in `layout.template`. */
export function themeTemplate(theme: Theme): { layout: object; data: object } {
  const { foreground, muted, grid, axis, background, palette } = theme;
  const line = { gridcolor: grid, linecolor: axis, tickcolor: axis, tickfont: fontOf(theme, muted, "small") };
  // Plotly would make them larger than any other words.
  const named = fontOf(theme, foreground);
  const cartesian = {
    ...line,
    ...{
      zerolinecolor: axis,
      zerolinewidth: 1,
      automargin: true,
      title: { standoff: 10, font: named },
      ticks: "outside",
    },
    minor: { gridcolor: withAlpha(foreground, 0.05) },
  };
  // WebGL's lines are opaque.
  const faint = flatten(axis, background);
  const deep = {
    ...{ gridcolor: faint, linecolor: faint, zerolinecolor: faint, color: foreground },
    ...{ title: { font: named }, showbackground: false, tickfont: fontOf(theme, foreground, "small") },
  };
  const panel = { bgcolor: withAlpha(background, 0.82), bordercolor: grid };
  const colorbar = {
    outlinewidth: 0,
    title: { font: named },
    tickcolor: axis,
    tickfont: fontOf(theme, muted, "small"),
    ticks: "outside",
  };
  const edge = { line: { color: background, width: 1 } };
  const paper = theme.dark ? "rgba(255,255,255,0.08)" : "rgba(0,0,0,0.05)";
  return {
    layout: {
      font: fontOf(theme, foreground),
      title: { font: fontOf(theme, foreground, "heading"), x: 0.5, xanchor: "center", xref: "paper" },
      paper_bgcolor: clear,
      plot_bgcolor: clear,
      colorway: palette.cycle,
      margin: { l: 60, r: 24, t: 48, b: 48 },
      hoverlabel: {
        bgcolor: theme.hoverBackground,
        bordercolor: theme.hoverBorder,
        font: fontOf(theme, theme.hoverForeground),
        namelength: -1,
      },
      legend: { ...panel, borderwidth: 1, font: named, title: { font: named } },
      xaxis: cartesian,
      yaxis: cartesian,
      scene: { xaxis: deep, yaxis: deep, zaxis: deep, camera: { eye: { x: 1.5, y: 1.5, z: 1.1 } } },
      polar: { bgcolor: clear, angularaxis: line, radialaxis: { ...line, title: { font: named } } },
      ternary: { bgcolor: clear, aaxis: line, baxis: line, caxis: line },
      smith: { bgcolor: clear, realaxis: line, imaginaryaxis: line },
      coloraxis: { colorbar },
      annotationdefaults: { arrowcolor: foreground, arrowwidth: 1 },
      shapedefaults: { line: { color: muted } },
      updatemenudefaults: { bgcolor: background, bordercolor: axis, font: fontOf(theme, foreground) },
      sliderdefaults: { bgcolor: grid, bordercolor: axis, activebgcolor: muted, tickcolor: axis },
      modebar: { bgcolor: clear, color: muted, activecolor: foreground },
    },
    data: {
      bar: [{ marker: edge }],
      histogram: [{ marker: edge }],
      pie: [{ marker: { line: { color: background, width: 1.5 } } }],
      sunburst: [{ marker: { line: { color: background, width: 1 } } }],
      ...Object.fromEntries(
        [
          "heatmap",
          "contour",
          "histogram2d",
          "histogram2dcontour",
          "surface",
          "mesh3d",
          "isosurface",
          "volume",
        ].map((kind) => [kind, [{ colorbar }]]),
      ),
      table: [
        {
          header: { fill: { color: paper }, line: { color: axis }, font: fontOf(theme, foreground) },
          cells: {
            fill: { color: clear },
            line: { color: grid },
            font: fontOf(theme, foreground),
            height: 24,
          },
        },
      ],
      sankey: [
        {
          node: { line: { width: 0 } },
          link: { color: withAlpha(foreground, 0.18) },
          textfont: fontOf(theme, foreground),
        },
      ],
      parcoords: [
        {
          ...{
            labelfont: fontOf(theme, foreground),
            tickfont: { ...fontOf(theme, muted, "small"), shadow: "none" },
          },
          ...{
            rangefont: fontOf(theme, muted, "small"),
            unselected: { line: { color: muted, opacity: 0.15 } },
          },
        },
      ],
      carpet: [{ aaxis: { ...line, color: foreground }, baxis: { ...line, color: foreground } }],
      indicator: [{ gauge: { bordercolor: axis, bgcolor: clear } }],
    },
  };
}
