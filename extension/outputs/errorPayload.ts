import type { ErrorPayload } from "../../engine/payload/text.ts";
import type { CellError } from "../kernel/protocol/protocol.ts";
import { sanitizeErrorText } from "./sanitizeErrorText.ts";

/** An error of a cell as pages show it: name and message in front of the stack, once. */
export function errorPayload({ name, message, stack }: CellError): ErrorPayload {
  const title = message === "" ? name : `${name}: ${message}`;
  const text = stack.startsWith(title) ? stack : [title, stack].filter((part) => part !== "").join("\n");
  return { version: 1, name, message, stack: sanitizeErrorText(text) };
}
