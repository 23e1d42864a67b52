import type { Sample } from "../../../../engine/payload/sample.ts";

/** The numbers of a picture where none may be missing. @throws when one is */
export function finite(samples: readonly Sample[]): number[] {
  return samples.map((value, i) => {
    if (value === null) throw new Error(`there is no finite number at ${i}`);
    return value;
  });
}
