/** MIME types of what cells show, beside those that everyone knows. */

/** A still figure: `plot(x, y, …)`. */
export const FIGURE_MIME = "application/vnd.gradbook.figure+json";
/** Train/validation curves that may still be growing. */
export const CURVES_MIME = "application/vnd.gradbook.curves+json";
/** A picture that can be pointed at. */
export const PICTURE_MIME = "application/vnd.gradbook.picture+json";
/** HTML or SVG that a cell made: drawn where no script of it reaches anything else. */
export const MARKUP_MIME = "application/vnd.gradbook.markup+json";
/** A tensor at a glance. */
export const TENSOR_MIME = "application/vnd.gradbook.tensor+json";
/** An array of records as a table. */
export const TABLE_MIME = "application/vnd.gradbook.table+json";
/** Says that a run printed more than the notebook shows, and where all of it is. */
export const MORE_MIME = "application/vnd.gradbook.more+json";
/** An error of a cell, beside VS Code's own item of it, which other programs read. */
export const ERROR_MIME = "application/vnd.gradbook.error+json";
/** The beginning of a large value, and where more of it is. */
export const ABRIDGED_MIME = "application/vnd.gradbook.abridged+json";
/** What an exercise's check found. */
export const CHECK_MIME = "application/vnd.gradbook.check+json";
/** Something that a person moves, and a cell has the value of. */
export const CONTROL_MIME = "application/vnd.gradbook.control+json";
/** A figure in plotly.js's own words: `display.plotly({ data, layout })`. */
export const PLOTLY_MIME = "application/vnd.gradbook.plotly+json";
