/** Parts of an exported page, which lie in it packed: gzip as base64, in a script element that no browser runs. */

/** Bytes of the element with this id. Rejects where there is none. */
export async function unpackBytes(document: Document, id: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await unpacked(document, id).arrayBuffer());
}

/** Text of the element with this id. Rejects where there is none. */
export function unpackText(document: Document, id: string): Promise<string> {
  return unpacked(document, id).text();
}

/** Module of the element with this id, which imports nothing. */
export async function unpackModule<T>(document: Document, id: string): Promise<T> {
  const source = await unpackText(document, id);
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    return (await import(url)) as T;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function unpacked(document: Document, id: string): Response {
  const packed = document.getElementById(id)?.textContent;
  if (packed === undefined) throw new Error(`This page does not hold ${id}.`);
  const letters = atob(packed);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
}
