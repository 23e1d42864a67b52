import { runTests } from "@vscode/test-electron";
import { chromium, type Browser, type Page } from "playwright-core";
import type { Window } from "./window.ts";

export interface ElectronOptions {
  /** VS Code's program. */
  executable: string;
  extension: string;
  suites: string;
  /** The folder to open; "" for none. */
  workspace: string;
  /** Folder for this run's settings and storage. */
  data: string;
  /** Port for DevTools, through which the window is seen. */
  debugPort: number;
  env: Record<string, string>;
  /** Whether VS Code is to trust every workspace. */
  trust: boolean;
}

/** Starts the desktop VS Code with the suites; its window is driven through DevTools. */
export function openInElectron(options: ElectronOptions): Window {
  const ended = runTests({
    vscodeExecutablePath: options.executable,
    extensionDevelopmentPath: options.extension,
    extensionTestsPath: options.suites,
    extensionTestsEnv: options.env,
    launchArgs: [
      ...(options.workspace === "" ? [] : [options.workspace]),
      `--remote-debugging-port=${options.debugPort}`,
      `--user-data-dir=${options.data}`,
      ...(options.trust ? ["--disable-workspace-trust"] : []),
      "--disable-extensions",
      "--skip-welcome",
      "--skip-release-notes",
      // Chromium's sandbox refuses to run as root, as in many containers.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
  return { page: windowAt(options.debugPort), ended };
}

async function windowAt(port: number): Promise<Page> {
  const browser = await connect(port);
  for (;;) {
    const page = browser
      .contexts()
      .flatMap((context) => context.pages())
      .find((candidate) => candidate.url().includes("workbench"));
    if (page) return page;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function connect(port: number): Promise<Browser> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    } catch (error) {
      if (attempt === 300) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
