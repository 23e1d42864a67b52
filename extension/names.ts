/** Ids that package.json contributes and the code refers to. */

export const NOTEBOOK_TYPE = "gradbook";
export const CELL_LANGUAGE = "gradbook-typescript";
export const RENDERER_ID = "gradbook-renderer";
