/** Ids that package.json contributes and the code refers to. */

export const NOTEBOOK_TYPE = "gradbook";
/** VS Code's own type of `.ipynb` files. */
export const JUPYTER_TYPE = "jupyter-notebook";
export const CELL_LANGUAGE = "gradbook-typescript";
export const RENDERER_ID = "gradbook-renderer";
