/** What can be told of a notebook's kernel at a glance. */
import * as vscode from "vscode";
import type { KernelFacts, KernelState } from "../kernel/handle/reports.ts";
import { bytesText } from "../../renderer/views/text/bytesText.ts";
import { elapsedText } from "./units.ts";

export interface KernelStatus {
  state: KernelState;
  /** When the running cell began, as `Date.now()` says it; null while none runs. */
  busySince: number | null;
  /** Cells that wait for the running one. */
  waiting: number;
  /** Null until the kernel has started. */
  facts: KernelFacts | null;
  /** Resident memory of the kernel's process in bytes, as it was told last. */
  memory: number | null;
  /** Process id; null while there is no process. */
  pid: number | null;
}

/** One short line, with an icon, for the status bar. */
export function statusLabel(status: KernelStatus, now: number): string {
  const icon = {
    off: "$(circle-slash)",
    starting: "$(loading~spin)",
    idle: "$(circle-outline)",
    busy: "$(sync~spin)",
  };
  return `${icon[shownState(status)]} Gradbook: ${stateText(status, now)}${memoryNote(status, " · ")}`;
}

/** The same for a screen reader, which should not hear the seconds pass. */
export function spokenStatus(status: KernelStatus): string {
  return vscode.l10n.t(
    "Gradbook kernel: {0}. Activate for actions.",
    stateText(status, null) + memoryNote(status, ", "),
  );
}

/** All that is known, one line each. */
export function statusDetails(status: KernelStatus, now: number): vscode.MarkdownString {
  const { facts, waiting, memory, pid } = status;
  const rows: [string, string][] = [[vscode.l10n.t("State"), stateText(status, now)]];
  if (waiting > 0) rows.push([vscode.l10n.t("Cells that wait"), String(waiting)]);
  if (memory !== null) rows.push([vscode.l10n.t("Memory"), bytesText(memory)]);
  if (facts) {
    rows.push([vscode.l10n.t("Threads"), String(facts.threads)]);
    rows.push([vscode.l10n.t("Backend"), backendText(facts.backend)]);
    // A number is a version of Node.js; a browser has its name before it.
    rows.push([/^v?\d/.test(facts.node) ? "Node" : vscode.l10n.t("Browser"), facts.node]);
  }
  if (pid !== null) rows.push([vscode.l10n.t("Process"), String(pid)]);
  const table = rows.map(([name, value]) => `| ${name} | ${value} |`).join("\n");
  return new vscode.MarkdownString(
    `**${vscode.l10n.t("Gradbook Kernel")}**\n\n|  |  |\n| --- | --- |\n${table}`,
  );
}

function shownState({ state, busySince }: KernelStatus): KernelState {
  return busySince !== null && state !== "starting" ? "busy" : state;
}

/** @param now null leaves out the time that passes */
function stateText(status: KernelStatus, now: number | null): string {
  switch (shownState(status)) {
    case "off":
      return vscode.l10n.t("not started");
    case "starting":
      return vscode.l10n.t("starting");
    case "idle":
      return vscode.l10n.t("idle");
    case "busy": {
      const { busySince } = status;
      if (now === null || busySince === null) return vscode.l10n.t("busy");
      return vscode.l10n.t("busy for {0}", elapsedText(now - busySince));
    }
  }
}

function memoryNote({ memory }: KernelStatus, separator: string): string {
  return memory === null ? "" : separator + bytesText(memory);
}

/** The engine's backend with the instructions that it uses. */
function backendText(backend: string): string {
  switch (backend) {
    case "js":
      return vscode.l10n.t("JavaScript (slow: the SIMD kernels could not be used)");
    case "wasm":
      return "WebAssembly · SIMD 128";
    case "wasm-relaxed":
      return "WebAssembly · relaxed SIMD 128 (FMA)";
    case "wasm-paired":
      return "WebAssembly · relaxed SIMD (FMA) · revectorize 256";
    default:
      return backend;
  }
}
