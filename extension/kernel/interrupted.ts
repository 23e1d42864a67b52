/** Thrown by guards in a cell that the person stopped. */
export class Interrupted extends Error {
  override name = "Interrupted";
  constructor(message = "The cell was stopped; variables are kept.") {
    super(message);
  }
}
