/** What the transform thread answers. */
import { say, setLanguage } from "../protocol/messages.ts";
import type { TransformMessage, TransformRequest, TransformResponse } from "../protocol/transformProtocol.ts";
import { moduleReferences } from "./moduleReferences.ts";
import { CellSyntaxError } from "./syntax/syntaxError.ts";
import { transformCell, type TransformedCell } from "./transformCell.ts";
import { transformModule, type TransformedModule } from "./transformModule.ts";

export function answerTransform({ id, question, language }: TransformMessage): TransformResponse {
  setLanguage(language);
  try {
    return { type: "done", id, made: transformed(question) };
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof CellSyntaxError) {
      return { type: "fault", id, message, at: { line: error.line, column: error.column } };
    }
    if (error instanceof RangeError) {
      return {
        type: "fault",
        id,
        message: say("This is nested too deeply. Give parts of it names of their own."),
        at: { line: 1, column: 1 },
      };
    }
    return { type: "fault", id, message: String(error), at: null };
  }
}

function transformed(question: TransformRequest): TransformedCell | TransformedModule {
  const { text, url } = question;
  if (question.type === "cell")
    return transformCell(text, url, question.above, question.debugged, question.yields);
  const made = transformModule(text, url);
  return question.references ? { ...made, references: moduleReferences(made.code) } : made;
}
