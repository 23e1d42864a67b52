import { say } from "../protocol/messages.ts";

/** Thrown by guards in a cell that the person stopped. */
export class Interrupted extends Error {
  override name = "Interrupted";
  constructor(message = say("The cell was stopped; variables are kept.")) {
    super(message);
  }
}
