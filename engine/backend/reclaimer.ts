/** How the engine asks the JavaScript engine around it to find out what is unreachable. */
export interface Reclaimer {
  /**
   * Collects garbage now, inside a synchronous loop too, so that afterwards a WeakRef to an unreachable object
   * gives undefined. (By the language's rules a WeakRef keeps its target until the running job ends; the
   * implementation must end that as well.) Takes a few milliseconds.
   */
  reclaim(): void;
}
