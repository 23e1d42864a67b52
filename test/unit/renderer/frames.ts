import type { Frame } from "../../../renderer/views/chart/frame.ts";
import { stringsFor } from "../../../renderer/views/text/strings.ts";
import { makeTheme } from "../../../renderer/views/theme/theme.ts";

export const lightTheme = makeTheme({ kind: "light", get: () => "", fontFamily: "sans" });
export const darkTheme = makeTheme({ kind: "dark", get: () => "", fontFamily: "sans" });

/** A frame to draw figures in: English, light, 600 × 400, nothing zoomed. */
export function frameOf(more: Partial<Frame> = {}): Frame {
  return {
    width: 600,
    height: 400,
    theme: lightTheme,
    strings: stringsFor("en"),
    zoom: null,
    zoomUp: null,
    revision: 0,
    logScale: false,
    smoothed: false,
    shifted: false,
    whatIf: null,
    ...more,
  };
}
