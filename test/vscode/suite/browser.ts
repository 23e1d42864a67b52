/** VS Code's window as a person sees and uses it, for suites that run in the extension host. */
import { strict as assert } from "node:assert";
import * as vscode from "vscode";
import { bridgeVariable, type BridgeRequest, type Place } from "../bridge.ts";

/** Whether these suites, and the extension with them, run in the browser. */
export const inBrowser = typeof (globalThis as { importScripts?: unknown }).importScripts === "function";

/** Sends one request to the launcher. */
export async function ask(request: BridgeRequest): Promise<unknown> {
  const address = process.env[bridgeVariable];
  assert.ok(address, `${bridgeVariable} is not set: start the suites with npm run test:vscode.`);
  const response = await fetch(address, { method: "POST", body: JSON.stringify(request) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${request.type}: ${text}`);
  return JSON.parse(text);
}

/** Runs `script` in VS Code's own document. It must not use anything from outside itself. */
export async function inWorkbench<R, A = undefined>(script: (argument: A) => R, argument?: A): Promise<R> {
  const [result] = await evaluate("workbench", script, argument);
  assert.ok(result !== undefined, "The window has a document.");
  return result;
}

/** Runs `script` in each document that holds a notebook's outputs, one for each open notebook editor. */
export async function inOutputs<R, A = undefined>(script: (argument: A) => R, argument?: A): Promise<R[]> {
  return evaluate("outputs", script, argument);
}

async function evaluate<R, A>(place: Place, script: (argument: A) => R, argument?: A): Promise<R[]> {
  return (await ask({ type: "evaluate", place, script: script.toString(), argument })) as R[];
}

/** Presses a key or chord, such as `Shift+Enter`, wherever the focus is. */
export async function press(key: string): Promise<void> {
  await ask({ type: "press", key });
}

export async function typeText(text: string): Promise<void> {
  await ask({ type: "type", text });
}

export async function click(place: Place, selector: string): Promise<void> {
  await ask({ type: "click", place, selector });
}

export async function hover(place: Place, selector: string): Promise<void> {
  await ask({ type: "hover", place, selector });
}

/** Drags the pointer over the first visible match, between shares of its width: 0 is its left edge, 1 its right. */
export async function drag(place: Place, selector: string, from: number, to: number): Promise<void> {
  await ask({ type: "drag", place, selector, from, to });
}

/** Makes the window `width` pixels wide; suites begin in one of 1400 by 1000. */
export async function resize(width: number, height = 1000): Promise<void> {
  await ask({ type: "resize", width, height });
}

/** Saves a picture of the window where test runs leave theirs; answers its file. */
export async function screenshot(name: string, of?: string): Promise<string> {
  return (await ask({ type: "screenshot", name, ...(of !== undefined && { of }) })) as string;
}

/** Says a line in the terminal of the test run. */
export async function print(text: string): Promise<void> {
  await ask({ type: "print", text });
}

const themes = {
  "light": ["Default Light Modern", vscode.ColorThemeKind.Light],
  "dark": ["Default Dark Modern", vscode.ColorThemeKind.Dark],
  "high-contrast": ["Default High Contrast", vscode.ColorThemeKind.HighContrast],
  "high-contrast-light": ["Default High Contrast Light", vscode.ColorThemeKind.HighContrastLight],
} as const;

/** Switches to one of VS Code's own themes, and waits until the window has it. */
export async function setTheme(kind: keyof typeof themes): Promise<void> {
  const [theme, wanted] = themes[kind];
  await vscode.workspace
    .getConfiguration("workbench")
    .update("colorTheme", theme, vscode.ConfigurationTarget.Global);
  await until(`the ${kind} theme`, () => vscode.window.activeColorTheme.kind === wanted);
}

/**
 * Asks again until the answer is truthy, and returns it.
 *
 * @throws {Error} naming `what`, when `timeout` milliseconds (40 s by default) have passed
 */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  timeout = 40_000,
): Promise<NonNullable<T>> {
  const end = Date.now() + timeout;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`Waited ${timeout} ms in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
