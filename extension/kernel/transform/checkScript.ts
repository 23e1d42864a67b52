/** Whether V8 takes a script. Its own words for what it refuses, and where the platform knows it, the place. */
export interface ScriptFault {
  message: string;
  /** 0-based, as `column`; null where the platform does not tell. */
  line: number | null;
  column: number;
}

/** @returns null for a script that can be run @throws {RangeError} for one that is nested too deeply */
export type CheckScript = (code: string) => ScriptFault | null;

/** As every JavaScript engine can: a function of the same text is compiled, and never called. */
const compileFunction: CheckScript = (code) => {
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is compiled, and not called
    new Function(code);
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { message: error.message, line: null, column: 0 };
  }
};

export let checkScript = compileFunction;

export function setCheckScript(check: CheckScript): void {
  checkScript = check;
}
