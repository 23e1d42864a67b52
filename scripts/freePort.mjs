import { createServer } from "node:net";

/**
 * A port of 127.0.0.1 that nobody listens on.
 *
 * @param {number} [wanted] that port, and no other
 * @returns {Promise<number>}
 */
export function freePort(wanted = 0) {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const taken = "code" in error && error.code === "EADDRINUSE";
      reject(taken ? new Error(`Port ${wanted} is taken: choose another with --port.`) : error);
    });
    server.listen(wanted, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
