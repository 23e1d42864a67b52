/**
 * Loaded by mocha before any suite: the engine's backend is the same when suites are described and when they run,
 * whichever of them are chosen and in whatever order they come. Tensors of two backends do not mix.
 */
import "../../engine/node.ts";
