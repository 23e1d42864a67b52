/** TypeScript as a live page needs it: what turns a text into JavaScript. */

/** Without the parts that the build has marked (scripts/build/typescriptParts.mjs): the editor's services and the like. */
export function withoutServices(typescript: string): string {
  return typescript.replaceAll(/\/\*! gradbook-cut \*\/[^]*?\/\*! gradbook-end \*\//g, "");
}
