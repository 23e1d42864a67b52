import { strict as assert } from "node:assert";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";

interface Proxy {
  stop: () => Promise<void>;
}
const { startIsolatingProxy } = (await import(
  pathToFileURL(path.resolve("scripts/isolatingProxy.mjs")).href
)) as { startIsolatingProxy: (options: { port: number; target: number }) => Promise<Proxy> };

const listening = (server: net.Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = net.createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("The proxy that isolates pages", () => {
  let server: http.Server;
  let proxy: Proxy;
  let port: number;

  beforeEach(async () => {
    server = http.createServer((request, response) => {
      response.writeHead(request.url === "/missing" ? 404 : 200, { "x-own": "1" });
      request.pipe(response);
    });
    server.on("upgrade", (_, socket, head: Buffer) => {
      socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n");
      socket.write(head);
      socket.pipe(socket);
    });
    const target = await listening(server);
    port = await freePort();
    proxy = await startIsolatingProxy({ port, target });
  });
  afterEach(async () => {
    await proxy.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("passes on what is asked and answered, and adds the headers", async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/a?b`, { method: "POST", body: "hello" });
    assert.equal(await answer.text(), "hello");
    assert.equal(answer.headers.get("x-own"), "1");
    assert.equal(answer.headers.get("cross-origin-opener-policy"), "same-origin");
    assert.equal(answer.headers.get("cross-origin-embedder-policy"), "require-corp");
    const missing = await fetch(`http://127.0.0.1:${port}/missing`);
    assert.equal(missing.status, 404);
    await missing.arrayBuffer();
  });

  it("passes on what becomes another protocol, both ways", async () => {
    const socket = net.connect(port, "127.0.0.1");
    let said = "";
    const heard = new Promise<void>((resolve) => {
      socket.on("data", (bytes) => {
        said += String(bytes);
        if (said.includes("101") && !said.includes("ping")) socket.write("ping");
        if (said.includes("ping")) resolve();
      });
    });
    socket.write("GET / HTTP/1.1\r\nHost: here\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n");
    await heard;
    assert.match(said, /^HTTP\/1\.1 101 /);
    socket.destroy();
  });
});
