/** What the book's helpers print: in a notebook it stands below the cell. */
import { host } from "../core/host.ts";

export function tell(text: string): void {
  host().display?.({ "text/plain": text });
}
