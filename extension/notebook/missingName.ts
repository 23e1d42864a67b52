/** Names that a run did not find, and the cells that would have declared them. Pure. */
import type { CellError } from "../kernel/protocol/protocol.ts";

/** The name that an error says is not there; null for any other error. */
export function missingName({ name, message }: CellError): string | null {
  if (name !== "ReferenceError") return null;
  return /^([\p{ID_Continue}$]+) is not defined\b/u.exec(message)?.[1] ?? null;
}

/** Whether the text declares or imports the name where a line begins, as the top level of a cell mostly does. */
export function declares(text: string, name: string): boolean {
  const word = String.raw`(?<![\p{ID_Continue}$.])${name.replaceAll("$", String.raw`\$`)}(?![\p{ID_Continue}$])`;
  const declaration = new RegExp(
    String.raw`^(?:export\s+)?(?:` +
      String.raw`(?:const|let|var)\s+(?:[^=;\n]*?)${word}[^=\n]*(?:=|;|$)|` +
      String.raw`(?:(?:async\s+)?function\s*\*?|(?:abstract\s+)?class|enum)\s+${word}|` +
      String.raw`import\s[^"';]*${word}[^"';]*\sfrom\b)`,
    "mu",
  );
  return declaration.test(text);
}

/** The error with other words after what V8 says of the name. */
export function withRemedy(error: CellError, name: string, remedy: string): CellError {
  const message = `${name} is not defined. ${remedy}`;
  const stack = error.stack.replace(`${error.name}: ${error.message}`, () => `${error.name}: ${message}`);
  return { ...error, message, stack };
}
