/**
 * Resolves once `condition` holds.
 *
 * @throws {Error} naming `what`, when it does not within 30 s
 */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const end = performance.now() + 30_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Waited 30 s for this: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
