import { createServer } from "node:net";

/** @returns {Promise<number>} a port of 127.0.0.1 that nobody listens on */
export function freePort() {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
