/**
 * Takes from a worker what outlives the page or reaches another one. Pages of files share their storage: what a
 * stranger's page leaves there, another one could read. The network is kept away by the page's policy.
 */

/** Of these, `Worker` would bring all the others back. */
const ways = ["indexedDB", "caches", "BroadcastChannel", "Worker", "SharedWorker", "cookieStore"];

export function closeScope(): void {
  for (const way of ways)
    for (let scope: object | null = globalThis; scope; scope = Reflect.getPrototypeOf(scope))
      Reflect.deleteProperty(scope, way);
}
