/**
 * What suites in the extension host ask of the launcher, which sees VS Code's window from outside as a person
 * does. Each request is one POST of JSON to the address in {@link bridgeVariable}.
 */

/** Environment variable that holds the launcher's address. */
export const bridgeVariable = "GRADBOOK_TEST_BRIDGE";

/** Environment variable that holds a regular expression which the names of suite files must match. */
export const suitesVariable = "GRADBOOK_TEST_SUITES";

/** Environment variable that holds the {@link WindowKind} of the window. */
export const windowVariable = "GRADBOOK_TEST_WINDOW";

/**
 * The windows that suites run in, one after the other: on a folder, on none, on one that is not trusted, and twice on
 * the same folder with the same storage, as after VS Code was closed; and with the extension in the browser, in a page
 * that is not isolated and in one that is.
 */
export const windowKinds = [
  "folder",
  "noFolder",
  "untrusted",
  "firstVisit",
  "secondVisit",
  "web",
  "webIsolated",
] as const;

/** Windows that the tests have none of: `bench` for what only measures, in `*.bench.ts`, `pictures` for the readmes'. */
export type WindowKind = (typeof windowKinds)[number] | "bench" | "pictures";

/** Whether a file holds suites for this window: those whose names begin like another window's have their own. */
export function isSuiteOf(name: string, kind: string): boolean {
  if (kind === "bench" || kind === "pictures") return name.endsWith(`.${kind}.js`);
  const own = windowKinds.find((prefix) => name.startsWith(prefix)) ?? "folder";
  return name.endsWith(".test.js") && own === kind;
}

/** Where in the window: VS Code itself, or the documents that hold the notebooks' outputs. */
export type Place = "workbench" | "outputs";

export type BridgeRequest =
  /** Runs `script`, the source of a function without free variables, in each document; answers an array. */
  | { type: "evaluate"; place: Place; script: string; argument: unknown }
  /** A key or chord in Playwright's notation, such as `Shift+Enter`. */
  | { type: "press"; key: string }
  | { type: "type"; text: string }
  /** Clicks the first visible match, or moves the pointer over it. */
  | { type: "click" | "hover"; place: Place; selector: string }
  /** Presses the pointer on the first visible match, moves it and lets go; shares of its width from the left. */
  | { type: "drag"; place: Place; selector: string; from: number; to: number }
  /** Gives the window another size, in pixels. */
  | { type: "resize"; width: number; height: number }
  /** Saves a picture of the whole window, or of the first visible match in it, as `name`.png; answers its file. */
  | { type: "screenshot"; name: string; of?: string }
  /** A line for the terminal. */
  | { type: "print"; text: string }
  /** A test has ended, one of the suite file `file`. */
  | {
      type: "result";
      outcome: "passed" | "failed" | "skipped";
      title: string;
      file: string | null;
      ms: number;
      error: string;
    };
