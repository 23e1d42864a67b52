import { findDisplay } from "./display.mjs";

/**
 * The desktop VS Code that the test suites use: what @vscode/test-electron has downloaded, or downloads now.
 *
 * @returns {Promise<string | undefined>} its program; nothing where it cannot be had or has no display
 */
export async function findDesktop() {
  if (!findDisplay()) return undefined;
  const { downloadAndUnzipVSCode } = await import("@vscode/test-electron");
  try {
    return await downloadAndUnzipVSCode({ timeout: 15_000 });
  } catch (error) {
    console.log(
      `The desktop VS Code cannot be downloaded (${error instanceof Error ? error.message : error}).`,
    );
    return undefined;
  }
}
