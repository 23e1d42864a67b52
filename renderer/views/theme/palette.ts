/**
 * Line colours. Each has a contrast of at least 3:1 on its background (WCAG 2.2, graphical objects), and the
 * first ones stay apart under red and green blindness; the tests hold us to both.
 */

export interface Palette {
  /** `C0` … `C9` of matplotlib. */
  cycle: readonly string[];
  /** matplotlib's colour letters, except `k` and `w`, which are the theme's ink and paper. */
  letters: Readonly<Record<"b" | "g" | "r" | "c" | "m" | "y", string>>;
}

export const lightPalette: Palette = {
  cycle: [
    "#0072b2",
    "#c96200",
    "#006e4a",
    "#b3204a",
    "#7b4fc9",
    "#8a5a44",
    "#c2478f",
    "#68717c",
    "#7c7600",
    "#00859c",
  ],
  letters: { b: "#2456d6", g: "#008a55", r: "#c42b1c", c: "#00859c", m: "#b02a9b", y: "#927400" },
};

export const darkPalette: Palette = {
  cycle: [
    "#4fa8f0",
    "#f0953a",
    "#3fc79a",
    "#ff6f86",
    "#9b6ff5",
    "#c9a08c",
    "#f2a0c8",
    "#a3adb8",
    "#cfc64a",
    "#4fd0e0",
  ],
  letters: { b: "#6c9bff", g: "#46cf8b", r: "#ff6b5e", c: "#4fd0e0", m: "#f06fc0", y: "#e0c341" },
};
