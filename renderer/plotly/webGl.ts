let known: boolean | null = null;

/** Whether the page can draw with WebGL. */
export function hasWebGl(document: Document): boolean {
  return (known ??= document.createElement("canvas").getContext("webgl") !== null);
}
