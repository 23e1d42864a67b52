import http from "node:http";
import net from "node:net";

/** With these, a page is cross-origin isolated: it has shared memory, and threads. */
const headers = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "cross-origin",
};

/**
 * Answers as the server on `target` does, with the headers that isolate pages.
 *
 * @param {{ port: number, target: number }} ports on 127.0.0.1
 * @returns {Promise<{ stop: () => Promise<void> }>} once it accepts connections
 */
export async function startIsolatingProxy({ port, target }) {
  const host = "127.0.0.1";
  /** @type {Set<net.Socket>} */
  const open = new Set();
  const server = http.createServer((request, response) => {
    const { url: path, method, headers: asked } = request;
    const passed = http.request({ host, port: target, path, method, headers: asked }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...headers });
      answer.pipe(response);
    });
    passed.on("error", () => response.destroy());
    request.pipe(passed);
  });
  server.on("connection", (socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  // Web sockets: the head is passed on as it came, and then all that follows.
  server.on("upgrade", (request, socket, head) => {
    const onward = net.connect(target, host, () => {
      const lines = [`${request.method} ${request.url} HTTP/1.1`];
      for (let i = 0; i < request.rawHeaders.length; i += 2)
        lines.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`);
      onward.write(`${lines.join("\r\n")}\r\n\r\n`);
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    // The end of either, by an error or not, is the other's.
    for (const [one, other] of [
      [onward, socket],
      [socket, onward],
    ]) {
      one.on("error", () => undefined);
      one.once("close", () => other.destroy());
    }
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(undefined));
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve(undefined));
        for (const socket of open) socket.destroy();
      }),
  };
}
