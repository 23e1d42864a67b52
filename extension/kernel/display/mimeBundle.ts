/** What a value is shown as, by its kind. */
import { TABLE_MIME, TENSOR_MIME } from "../../../engine/payload/mime.ts";
import { describeError, type ErrorContext } from "../cell/errors.ts";
import { abridgedText, longer } from "./inspect/abridged.ts";
import { abridgedBundle, type KeepText } from "./longText.ts";
import { say } from "../protocol/messages.ts";
import type { MimeBundle } from "../protocol/protocol.ts";
import { types, type InspectOptions } from "./inspect/valueInspection.ts";
import { recordsPayload } from "./recordsPayload.ts";
import { isTensor, tensorPayload } from "./tensorPayload.ts";

/** How values are written as text. */
export const inspectOptions: InspectOptions = { depth: 4, breakLength: 100 };

/** How to show values. */
export interface Showing {
  colors: boolean;
  errors: ErrorContext;
  keep: KeepText;
}

/**
 * Always with `text/plain`: tensors with a small picture, arrays of records as tables, errors with their causes
 * and the cells they came from. A value may speak for itself with `toMimeBundle()`; empty when it says with null
 * that it needs no output.
 */
export function mimeBundle(value: unknown, { colors, errors, keep }: Showing): MimeBundle {
  const own = ownBundle(value);
  if (own === "nothing") return {};
  if (own && "text/plain" in own) return own;
  const options = { ...inspectOptions, colors };
  const words = own && plainText(own);
  if (own) return { ...own, "text/plain": words ?? abridgedText(value, options).text };
  if (isError(value)) return { "text/plain": describeError(value, errors).stack };
  const { text, whole } = abridgedText(value, options);
  const drawn = richBundle(value);
  if (whole || Object.keys(drawn).length > 0) return { ...drawn, "text/plain": text };
  return abridgedBundle(
    text,
    keep(() => abridgedText(value, options, longer).text),
  );
}

/** What a reader that draws nothing sees of a bundle that has no text: the source of its markup. */
function plainText(bundle: MimeBundle): string | null {
  for (const mime of ["text/markdown", "text/latex"]) {
    const source = bundle[mime];
    if (typeof source === "string") return source;
  }
  return null;
}

function ownBundle(value: unknown): MimeBundle | "nothing" | null {
  if (typeof value !== "object" || value === null || !("toMimeBundle" in value)) return null;
  if (typeof value.toMimeBundle !== "function") return null;
  const bundle: unknown = (value.toMimeBundle as () => unknown).call(value);
  if (bundle === null) return "nothing";
  if (typeof bundle === "object" && !Array.isArray(bundle)) return bundle as MimeBundle;
  throw new TypeError(say("toMimeBundle() must return an object from MIME types to data."));
}

function isError(value: unknown): boolean {
  return types.isNativeError(value) || (!types.isProxy(value) && value instanceof Error);
}

/** Kinds that a renderer draws. What cannot be summed up is shown as text alone. */
function richBundle(value: unknown): MimeBundle {
  if (types.isProxy(value)) return {};
  try {
    const tensor = isTensor(value) ? tensorPayload(value) : null;
    if (tensor) return { [TENSOR_MIME]: tensor };
    const table = recordsPayload(value);
    return table ? { [TABLE_MIME]: table } : {};
  } catch {
    return {};
  }
}
