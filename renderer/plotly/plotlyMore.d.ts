/** `dist/plotlyMore.js`: see scripts/build/plotlyParts.mjs. */
declare module "plotly-more" {
  /** Adds all other kinds of traces to Plotly, given its module. */
  const add: (plotly: unknown) => void;
  export default add;
}
