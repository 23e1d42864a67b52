/**
 * Lets a debugger on this machine into the thread that calls, and out again.
 *
 * The cell thread opens an inspector port of its own. Through the main thread's, a debugger would reach it as that thread's
 * worker, and Node tells a worker nothing of a debugger that leaves: a paused cell would be paused for ever. At the
 * thread's own port, a socket that closes lets it go on.
 */
import { closeSync, openSync } from "node:fs";
import { createRequire } from "node:module";
import { devNull } from "node:os";
import type inspector from "node:inspector";

/** File descriptors: more than an inspector port takes. */
const descriptors = 16;

/** Web socket to attach to; null in a Node without an inspector, or when it can open no files any more. */
export function openInspector(): string | null {
  const node = nodeInspector();
  if (!node) return null;
  if (node.url() === undefined && !hasDescriptors()) return null;
  if (node.url() === undefined) node.open(0, "127.0.0.1");
  return node.url() ?? null;
}

/** Sends a debugger away that is still there, and lets none in any more. */
export function closeInspector(): void {
  const node = nodeInspector();
  if (node?.url() !== undefined) node.close();
}

function nodeInspector(): typeof inspector | null {
  if (!process.features.inspector) return null;
  return createRequire(import.meta.url)("node:inspector") as typeof inspector;
}

/** Node aborts when it cannot have those that a port takes. */
function hasDescriptors(): boolean {
  const taken: number[] = [];
  try {
    while (taken.length < descriptors) taken.push(openSync(devNull, "r"));
    return true;
  } catch {
    return false;
  } finally {
    for (const descriptor of taken) closeSync(descriptor);
  }
}
