/** Colours as the web view hands them to us: what CSS variables of VS Code hold, and a little arithmetic. */

/** Red, green, blue 0–255 and alpha 0–1. */
export interface Rgba {
  r: number;
  g: number;
  b: number;
  a: number;
}

/** Reads `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb(…)` and `rgba(…)`; null for anything else. */
export function parseColour(text: string): Rgba | null {
  const value = text.trim().toLowerCase();
  const hex = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(value)?.[1];
  if (hex !== undefined) {
    const digits = hex.length <= 4 ? hex.replaceAll(/./g, "$&$&") : hex;
    const part = (at: number) => parseInt(digits.slice(at, at + 2), 16);
    return { r: part(0), g: part(2), b: part(4), a: digits.length === 8 ? part(6) / 255 : 1 };
  }
  const inside = /^rgba?\(([^)]*)\)$/.exec(value)?.[1];
  if (inside === undefined) return null;
  const numbers = inside
    .split(/[\s,/]+/)
    .filter((part) => part !== "")
    .map((part) => (part.endsWith("%") ? parseFloat(part) / 100 : Number(part)));
  const [r, g, b, a = 1] = numbers;
  if (r === undefined || g === undefined || b === undefined || numbers.some(Number.isNaN)) return null;
  return { r, g, b, a };
}

/** `colour` at `alpha` (0–1), in a form that Plotly and CSS both read. Unreadable colours stay as they are. */
export function withAlpha(colour: string, alpha: number): string {
  const parsed = parseColour(colour);
  if (!parsed) return colour;
  const { r, g, b } = parsed;
  return `rgba(${Math.round(r)},${Math.round(g)},${Math.round(b)},${Number((parsed.a * alpha).toFixed(3))})`;
}

/** `colour` without transparency, as it looks on `background`. */
export function flatten(colour: string, background: string): string {
  const over = parseColour(colour);
  const under = parseColour(background);
  if (!over || !under || over.a === 1) return colour;
  const mix = (top: number, bottom: number) => Math.round(top * over.a + bottom * (1 - over.a));
  return `rgb(${mix(over.r, under.r)},${mix(over.g, under.g)},${mix(over.b, under.b)})`;
}
