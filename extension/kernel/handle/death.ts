/** What a kernel ended of that nobody asked to end, in words. */
import type { say } from "../protocol/messages.ts";
import type { DeathCause } from "../protocol/protocol.ts";

/** What is known of the end of a kernel that nobody asked to end. */
export interface Death {
  cause: DeathCause;
  /** What else is known of it; may be empty. */
  detail: string;
}

/** {@link say} in the notebook's language. */
export type Say = typeof say;

/** A death in one line. */
export function describeDeath(say: Say, { cause, detail }: Death): string {
  const gone = say("Its variables are gone; the next run starts a new kernel.");
  switch (cause) {
    case "memory":
      return `${say("The kernel ran out of memory.")} ${gone}`;
    case "killed":
      return `${say("The kernel was ended from outside ({0}).", detail)} ${gone}`;
    case "crash":
      return `${say("The kernel crashed ({0}).", detail)} ${gone}`;
    case "start":
      return say("The kernel could not be started: {0}", detail);
  }
}
