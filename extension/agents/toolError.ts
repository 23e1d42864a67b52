/** What an assistant can do about it stands in its message. */
export class ToolError extends Error {
  override readonly name = "ToolError";
}

/** Bundles have a class of their own each. */
export function isToolError(error: unknown): error is ToolError {
  return error instanceof Error && error.name === "ToolError";
}
