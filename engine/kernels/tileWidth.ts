/** Columns of a tile, of 4 bytes each: 8, or 16 where the runtime turns pairs of vectors into 256-bit ones. */
export let tileWidth: i32 = 8;

export function setTileWidth(columns: i32): void {
  tileWidth = columns;
}
