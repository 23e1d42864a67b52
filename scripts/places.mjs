import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** What start and test install for themselves. Ignored by git, safe to delete. */
export const installed = path.join(root, ".gradbook");

/** What a test run leaves behind for people to look at: screenshots and logs. Ignored by git. */
export const testResults = path.join(root, "test-results");
