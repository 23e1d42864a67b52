/**
 * Lets a debugger on this machine into the thread that calls, and out again.
 *
 * The cell thread opens a door of its own. Through the main thread's, a debugger would reach it as that thread's
 * worker, and Node tells a worker nothing of a debugger that leaves: a paused cell would be paused for ever. At the
 * thread's own door, a socket that closes lets it go on.
 */
import { createRequire } from "node:module";
import type inspector from "node:inspector";

/** Web socket to attach to; null in a Node that was built without an inspector. */
export function openDoor(): string | null {
  const node = nodeInspector();
  if (!node) return null;
  if (node.url() === undefined) node.open(0, "127.0.0.1");
  return node.url() ?? null;
}

/** Sends a debugger away that is still there, and lets none in any more. */
export function closeDoor(): void {
  const node = nodeInspector();
  if (node?.url() !== undefined) node.close();
}

function nodeInspector(): typeof inspector | null {
  if (!process.features.inspector) return null;
  return createRequire(import.meta.url)("node:inspector") as typeof inspector;
}
