import type { Page } from "playwright-core";

/** A window of VS Code in which suites run. */
export interface Window {
  /** Its document, once it is there. */
  page: Promise<Page>;
  /** The suites' exit code, once they have ended and the window is closed. */
  ended: Promise<number>;
}
