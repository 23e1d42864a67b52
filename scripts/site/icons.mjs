/** The few signs of the bar: strokes in the colour of the text. */
const sign = (/** @type {string} */ name, /** @type {string} */ shapes) =>
  `<svg class="sign sign-${name}" viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" aria-hidden="true">${shapes}</svg>`;

export const icons = {
  search: sign("search", '<circle cx="8.5" cy="8.5" r="5.2"/><path d="m12.6 12.6 4.4 4.4"/>'),
  sun: sign(
    "sun",
    '<circle cx="10" cy="10" r="3.4"/><path d="M10 1.8v2M10 16.2v2M1.8 10h2M16.2 10h2M4.2 4.2l1.4 1.4M14.4 14.4l1.4 1.4M4.2 15.8l1.4-1.4M14.4 5.6l1.4-1.4"/>',
  ),
  moon: sign("moon", '<path d="M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7Z"/>'),
};
