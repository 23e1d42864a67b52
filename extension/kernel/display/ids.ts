/** Ids of what is displayed: not given twice, by this kernel or the one that comes after it. */
const kernel = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
let count = 0;

export function uniqueId(): string {
  return `${kernel}-${++count}`;
}
