/** The words of Python. Offsets are places in the source, `end` is exclusive. */

interface Place {
  start: number;
  end: number;
}

export type Token = Place &
  (
    | { kind: "name"; text: string }
    | { kind: "number"; text: string }
    /** `prefix` is in lower case; `body` is what stands between the quotes, escapes as written. */
    | { kind: "string"; prefix: string; body: string; bodyStart: number }
    | { kind: "op"; text: string }
    /** A line for the notebook rather than for Python: `%matplotlib inline`, `!pip install …`. */
    | { kind: "magic"; text: string }
    | { kind: "newline" | "indent" | "dedent" | "end" }
  );

export interface Comment extends Place {
  /** Without `#`. */
  text: string;
  /** 0-based. */
  line: number;
  /** Whether nothing else stands on its line. */
  ownLine: boolean;
}
