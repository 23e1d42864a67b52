/** How well one colour is told from another, as the Web Content Accessibility Guidelines measure it. */
import { parseColour, type Rgba } from "../../../renderer/views/theme/colour.ts";

/** Relative luminance, WCAG 2.2. */
function luminance({ r, g, b }: Rgba): number {
  const linear = (channel: number) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** Contrast ratio of two opaque colours, 1–21 (WCAG 2.2); 1 when either cannot be read. */
export function contrast(one: string, other: string): number {
  const a = parseColour(one);
  const b = parseColour(other);
  if (!a || !b) return 1;
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}
