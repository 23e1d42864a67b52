/** Keeps tensors out of structured clones, which would carry the allocator's insides and not the elements. */

/**
 * A function cannot be cloned, and the error quotes it: whoever clones or posts a tensor comes upon this one.
 * @throws nothing; it is never called
 */
export const uncloneable = (): string =>
  "A tensor cannot be cloned or posted: send x.toTypedArray() and x.shape, and make it anew with fromArray.";
