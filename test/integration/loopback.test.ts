import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { createConnection } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contentSecurityPolicy } from "../../src-main/hosts/headers.ts";
import { openLoopback } from "../../src-main/hosts/loopback.ts";
import type { LoopbackDoor } from "../../src-main/hosts/loopback.ts";
import { smallJob, smallWorkbench } from "../support/small-workbench.ts";
import type { SmallWorkbench } from "../support/small-workbench.ts";

let folder = "";
let door: LoopbackDoor;
let bench: SmallWorkbench;
let links: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "lightbox-door-"));
  writeFileSync(join(folder, "index.html"), "<title>Lightbox</title>");
  bench = smallWorkbench();
  links = [];
  door = await openLoopback(bench, { port: 0, interfaceFolder: folder, onOpened: (link) => links.push(link) });
});

afterEach(async () => {
  await door.close();
  rmSync(folder, { recursive: true });
});

const asJson = { "content-type": "application/json" };

function tokenOf(link: string): string {
  return new URLSearchParams(new URL(link).hash.slice(1)).get("token") ?? "";
}

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(new URL(path, door.address), {
    method: "POST",
    headers: { ...asJson, ...headers },
    body: JSON.stringify(body),
  });
}

/** Trades the link for a session; the Cookie header to send from then on. */
async function signIn(): Promise<{ cookie: string }> {
  const reply = await post("/session", { token: tokenOf(door.link()) });
  expect(reply.status).toBe(200);
  return { cookie: reply.headers.get("set-cookie")?.split(";")[0] ?? "" };
}

/** A request with headers that fetch would not let us set. */
function raw(headers: Record<string, string>, path = "/", method = "GET"): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port: door.port, path, method, headers }, (reply) => {
      reply.resume();
      resolve(reply.statusCode ?? 0);
    });
    request.on("error", reject);
    request.end();
  });
}

function reaches(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: 2000 });
    const end = (reached: boolean): void => {
      socket.destroy();
      resolve(reached);
    };
    socket.on("connect", () => {
      end(true);
    });
    for (const event of ["error", "timeout"])
      socket.on(event, () => {
        end(false);
      });
  });
}

describe("the link", () => {
  it("carries 32 bytes in the fragment, which no server ever sees", () => {
    expect(door.link()).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${String(door.port)}/#token=[\\w-]{43}$`));
  });

  it("opens a place inside the window where one is given, and the token stays in the fragment", async () => {
    const placed = await openLoopback(bench, { port: 0, interfaceFolder: folder, at: "/film/0a?neuron=3" });
    try {
      const link = new URL(placed.link());
      expect(link.href).toBe(`${placed.address}film/0a?neuron=3#token=${tokenOf(link.href)}`);
      expect(tokenOf(link.href)).toHaveLength(43);
      const page = await fetch(link);
      expect([page.status, await page.text()]).toEqual([200, "<title>Lightbox</title>"]);
    } finally {
      await placed.close();
    }
  });

  it("opens one session; its second use is refused with a remedy and the next link works", async () => {
    const link = door.link();
    const first = await post("/session", { token: tokenOf(link) });
    expect(await first.json()).toEqual({ ok: true, value: null });
    expect(first.headers.get("set-cookie")).toMatch(/; HttpOnly; SameSite=Strict$/);
    const second = await post("/session", { token: tokenOf(link) });
    expect(second.status).toBe(401);
    expect(second.headers.get("set-cookie")).toBeNull();
    expect(await second.json()).toMatchObject({ ok: false, error: { code: "door/unauthorised" } });
    expect(links).toEqual([door.link()]);
    expect((await post("/session", { token: tokenOf(links[0] ?? "") })).status).toBe(200);
  });

  it.each([[{}], [{ token: "" }], [{ token: 5 }], [{ token: "x".repeat(43) }], [null], ["text"]])(
    "is not replaced by %j",
    async (body) => {
      expect((await post("/session", body)).status).toBe(401);
    },
  );

  it("cannot be traded by a form of another page", async () => {
    const body = JSON.stringify({ token: tokenOf(door.link()) });
    const headers = { "content-type": "text/plain" };
    expect((await fetch(`${door.address}session`, { method: "POST", headers, body })).status).toBe(400);
  });
});

describe("without a session", () => {
  it("the page is served, with its policy, and nothing else", async () => {
    const page = await fetch(door.address);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Lightbox");
    expect(page.headers.get("content-security-policy")).toBe(contentSecurityPolicy);
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect((await fetch(`${door.address}absent.js`)).status).toBe(404);
  });

  it.each(["/film/0a1b?neuron=3", "/neurons", "/neuron/demo-sae/25", "/library", "/settings", "/about", "/jobs"])(
    "the page is served at %s",
    async (place) => {
      for (const method of ["GET", "HEAD"]) {
        const page = await fetch(new URL(place, door.address), { method });
        expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
        expect(page.headers.get("content-security-policy")).toBe(contentSecurityPolicy);
        expect(await page.text()).toBe(method === "GET" ? "<title>Lightbox</title>" : "");
      }
      expect((await fetch(new URL(place, door.address), { method: "POST" })).status).toBe(401);
    },
  );

  it("no page stands in for a missing script", async () => {
    for (const place of ["assets/main.js", "assets/main", "film/0a.js"])
      expect((await fetch(`${door.address}${place}`)).status).toBe(404);
  });

  it.each([
    ["POST", "/api/jobs.get"],
    ["GET", "/events"],
    ["GET", "/data/thumbnail/a"],
    ["POST", "/drop?name=a.dcm"],
    ["GET", "/api"],
    ["GET", "/session"],
    ["PUT", "/"],
  ])("%s %s is refused", async (method, path) => {
    const reply = await fetch(new URL(path, door.address), { method, headers: asJson });
    expect(reply.status).toBe(401);
    expect(await reply.json()).toMatchObject({ ok: false, error: { code: "door/unauthorised" } });
    expect(bench.received.size).toBe(0);
  });
});

describe("requests from elsewhere", () => {
  it.each([
    [{ host: "evil.example" }],
    [{ origin: "http://evil.example" }],
    [{ origin: "null" }],
    [{ "sec-fetch-site": "cross-site" }],
  ])("are refused even with a good session: %j", async (headers) => {
    const { cookie } = await signIn();
    const own = { host: `127.0.0.1:${String(door.port)}`, cookie };
    expect(await raw(own, "/data/thumbnail/a")).toBe(200);
    expect(await raw({ ...own, ...headers }, "/data/thumbnail/a")).toBe(403);
    expect(await raw({ ...own, ...headers })).toBe(403);
  });

  it("find no port open on any other address of the machine", async () => {
    const others = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).filter(({ internal, family }) => !internal && family === "IPv4"),
    );
    for (const { address } of others) expect(await reaches(address, door.port)).toBe(false);
    expect(await reaches("127.0.0.1", door.port)).toBe(true);
  });
});

describe("with a session", () => {
  it("calls the Api and keeps the errors' codes and sentences", async () => {
    const session = await signIn();
    expect(await (await post("/api/jobs.get", { job: 7 }, session)).json()).toEqual({ ok: true, value: smallJob });
    const missing = await post("/api/jobs.get", { job: 8 }, session);
    expect(await missing.json()).toMatchObject({ ok: false, error: { code: "job/not-found" } });
    const unknown = await post("/api/jobs.dance", {}, session);
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({ error: { code: "door/unknown-method" } });
    const bug = await post("/api/workspace.info", {}, session);
    expect(bug.status).toBe(500);
    expect(await bug.json()).toMatchObject({ error: { code: "door/internal" } });
  });

  it("refuses what is not JSON and what is too large", async () => {
    const session = await signIn();
    const broken = await fetch(`${door.address}api/jobs.get`, {
      method: "POST",
      headers: { ...asJson, ...session },
      body: "{",
    });
    expect(broken.status).toBe(400);
    const large = await post("/api/jobs.get", { job: "x".repeat(2 << 20) }, session);
    expect(large.status).toBe(413);
  });

  it("serves bytes with dtype, shape and their own hash as tag", async () => {
    const headers = await signIn();
    const reply = await fetch(`${door.address}data/maps/sae%20one/b`, { headers });
    const bytes = Buffer.from(await reply.arrayBuffer());
    expect([...new Float32Array(bytes.buffer, bytes.byteOffset, 2)]).toEqual([1.5, -2]);
    expect(reply.headers.get("x-lightbox-dtype")).toBe("float32");
    expect(reply.headers.get("x-lightbox-shape")).toBe("1,2");
    expect(reply.headers.get("cache-control")).toMatch(/private/);
    const tag = reply.headers.get("etag") ?? "";
    expect(tag).toBe(`"${createHash("sha256").update(bytes).digest("hex")}"`);
    const again = await fetch(`${door.address}data/maps/sae%20one/b`, {
      headers: { ...headers, "if-none-match": tag },
    });
    expect(again.status).toBe(304);
    expect((await fetch(`${door.address}data/maps/none`, { headers })).status).toBe(404);
  });

  it("keeps a dropped file whole", async () => {
    const headers = await signIn();
    const name = "Röntgen 1.dcm";
    const address = `${door.address}drop?name=${encodeURIComponent(name)}`;
    const reply = await fetch(address, { method: "POST", headers, body: new Uint8Array(3 << 20) });
    expect(await reply.json()).toEqual({ ok: true, value: { path: `kept/${name}` } });
    expect(bench.received.get(name)).toBe(3 << 20);
  });

  it("refuses a dropped file that says it is larger than the limit, before reading it", async () => {
    const { cookie } = await signIn();
    const host = `127.0.0.1:${String(door.port)}`;
    const status = await new Promise<string>((resolve, reject) => {
      const socket = createConnection({ host: "127.0.0.1", port: door.port });
      const lines = ["POST /drop?name=a HTTP/1.1", `host: ${host}`, `cookie: ${cookie}`, "content-length: 99999999999"];
      socket.on("connect", () => socket.write(`${lines.join("\r\n")}\r\n\r\n`));
      socket.on("data", (data: Buffer) => {
        resolve(data.toString().split("\r\n")[0] ?? "");
        socket.destroy();
      });
      socket.on("error", reject);
    });
    expect(status).toContain("413");
  });

  it("streams events until the window goes", async () => {
    const headers = await signIn();
    const stop = new AbortController();
    const reply = await fetch(`${door.address}events`, { headers, signal: stop.signal });
    expect(reply.headers.get("content-type")).toBe("text/event-stream");
    const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
    await waitFor(() => bench.listeners.size === 1);
    for (const listener of bench.listeners) listener({ event: "job", job: smallJob });
    let text = "";
    while (!text.includes("data: ")) text += (await reader?.read())?.value ?? "";
    expect(JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? "")).toEqual({ event: "job", job: smallJob });
    stop.abort();
    await waitFor(() => bench.listeners.size === 0);
  });

  it("closes at once although a stream is open", async () => {
    const headers = await signIn();
    await fetch(`${door.address}events`, { headers });
    const began = performance.now();
    await door.close();
    expect(performance.now() - began).toBeLessThan(500);
    await expect(fetch(door.address)).rejects.toThrow();
  });
});

describe("openLoopback", () => {
  it("says so when the port is taken", async () => {
    const again = openLoopback(bench, { port: door.port, interfaceFolder: folder });
    await expect(again).rejects.toMatchObject({ code: "door/port" });
  });
});

async function waitFor(condition: () => boolean): Promise<void> {
  for (let round = 0; round < 200 && !condition(); round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(condition()).toBe(true);
}
