/** The variables of one cell as other cells see them: a live property each. */
export class Variables {
  [name: string]: unknown;
}
