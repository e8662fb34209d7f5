import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { LightboxError } from "../../../src-preload/contract/index.ts";
import { lightboxHome } from "../../../src-main/hosts/workspaces.ts";
import type { OpenOptions } from "../../../src-main/workbench.ts";
import { recorded } from "../../support/electron.ts";
import type { FakeElectron } from "../../support/electron.ts";
import { smallJob, smallWorkbench } from "../../support/small-workbench.ts";

// The shell runs here against a stand-in: what it asks of Electron is checked, not Electron itself.
const fake = await vi.hoisted(async () => (await import("../../support/electron.ts")).fakeElectron());
vi.mock("electron", () => fake);
const bench = Object.assign(smallWorkbench(), {
  startDemo: () => ({ ...smallJob, state: "succeeded" }),
  close: vi.fn(() => Promise.resolve()),
});
const openWorkbench = vi.fn<(folder: string, options: object) => Promise<typeof bench>>(() => Promise.resolve(bench));
vi.mock("../../../src-main/workbench.ts", () => ({
  openWorkbench: (folder: string, options: object) => openWorkbench(folder, options),
}));

type Answer = (...words: unknown[]) => unknown;

function handler(name: string): Answer {
  const found = fake.handlers.get(name);
  if (found === undefined) throw new Error(`no handler for ${name}`);
  return found as Answer;
}

function first(mock: { calls: unknown[][] }): Answer {
  return mock.calls[0]?.[0] as Answer;
}

const ours = { senderFrame: { url: "app://bundle/index.html", parent: null }, sender: { id: 41 } };

beforeAll(async () => {
  process.argv.push("--at=/film/0a?neuron=3");
  await import("../../../src-main/hosts/electron.ts");
  await vi.waitFor(() => {
    expect(fake.windows).toHaveLength(1);
  });
});

describe("the window", () => {
  it("is sandboxed, isolated and without Node", () => {
    expect(fake.app.enableSandbox.calls).toHaveLength(1);
    expect(fake.windows[0]?.options["webPreferences"]).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(fake.windows[0]?.loadURL.calls).toEqual([["app://bundle/film/0a?neuron=3"]]);
  });

  it("hears what the workbench says", () => {
    for (const listener of bench.listeners) listener({ event: "workspace" });
    expect(fake.windows[0]?.webContents.send.calls).toEqual([["lightbox:event", { event: "workspace" }]]);
  });
});

describe("the session", () => {
  const session: FakeElectron["session"]["defaultSession"] = fake.session.defaultSession;

  it("lets no request out", () => {
    const filter = first(session.webRequest.onBeforeRequest);
    const cancelled = (url: string): unknown => {
      let answer: unknown;
      filter({ url }, (given: { cancel: boolean }) => {
        answer = given.cancel;
      });
      return answer;
    };
    expect(cancelled("app://bundle/index.html")).toBe(false);
    for (const url of ["https://example.org/", "http://127.0.0.1:80/", "ws://a/", "file:///etc/passwd"]) {
      expect(cancelled(url)).toBe(true);
    }
    expect(fake.app.commandLine.appendSwitch.calls).toContainEqual(["host-resolver-rules", "MAP * ~NOTFOUND"]);
  });

  it("denies permissions and devices", () => {
    const answer = vi.fn();
    first(session.setPermissionRequestHandler)({}, "media", answer);
    expect(answer).toHaveBeenCalledWith(false);
    expect(first(session.setPermissionCheckHandler)()).toBe(false);
    expect(first(session.setDevicePermissionHandler)()).toBe(false);
  });

  it("lets nothing be saved but what our own window has made", () => {
    const refused = (url: string, contents: number): boolean => {
      const preventDefault = vi.fn();
      session.emit("will-download", { preventDefault }, { getURL: () => url }, { id: contents });
      return preventDefault.mock.calls.length > 0;
    };
    expect(refused("blob:app://bundle/1f0c-9a2e", 41)).toBe(false);
    expect(refused("blob:app://bundle/1f0c-9a2e", 42)).toBe(true);
    for (const url of ["https://example.org/a.png", "app://bundle/data/pixels/a", "data:text/plain,a", "file:///a"]) {
      expect(refused(url, 41)).toBe(true);
    }
    for (const url of ["blob:https://example.org/1f0c", "blob:null/1f0c", "blob:app://elsewhere/1f0c", "blob:"]) {
      expect(refused(url, 41)).toBe(true);
    }
  });
});

describe("every page", () => {
  const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: recorded() });
  const prevented = (event: string, url: string): boolean => {
    const preventDefault = vi.fn();
    contents.emit(event, { url, preventDefault });
    return preventDefault.mock.calls.length > 0;
  };

  it("opens no window, no webview, and goes nowhere", () => {
    fake.app.emit("web-contents-created", {}, contents);
    expect(first(contents.setWindowOpenHandler)()).toEqual({ action: "deny" });
    expect(prevented("will-attach-webview", "")).toBe(true);
    for (const event of ["will-navigate", "will-frame-navigate", "will-redirect"]) {
      expect(prevented(event, "https://example.org/")).toBe(true);
    }
    expect(prevented("will-navigate", "app://bundle/index.html")).toBe(false);
  });
});

describe("lightbox:call", () => {
  it("answers our window", async () => {
    const envelope = await handler("lightbox:call")(ours, "jobs.get", { job: 7 });
    expect(envelope).toEqual({ ok: true, value: smallJob });
  });

  it.each([
    [{ ...ours, senderFrame: null }],
    [{ ...ours, sender: { id: 42 } }],
    [{ ...ours, senderFrame: { url: "https://example.org/", parent: null } }],
    [{ ...ours, senderFrame: { url: "app://bundle/index.html", parent: {} } }],
  ])("refuses any other sender: %j", async (event) => {
    const envelope = await handler("lightbox:call")(event, "jobs.get", { job: 7 });
    expect(envelope).toMatchObject({ ok: false, error: { code: "door/refused" } });
  });

  it("refuses a name that is no text", async () => {
    expect(await handler("lightbox:call")(ours, { toString: 1 }, {})).toMatchObject({
      error: { code: "door/refused" },
    });
  });
});

describe("app://bundle", () => {
  const ask = async (address: string, method = "GET"): Promise<Response> =>
    (await handler("protocol:app")(new Request(address, { method }))) as Response;

  it("serves bytes with dtype and shape, under the page's policy", async () => {
    const reply = await ask("app://bundle/data/maps/sae%20one/b");
    expect(reply.status).toBe(200);
    expect(reply.headers.get("x-lightbox-shape")).toBe("1,2");
    expect(reply.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect((await reply.arrayBuffer()).byteLength).toBe(8);
  });

  it.each([
    ["app://bundle/data/nothing", "GET", 404],
    ["app://bundle/..%2f..%2fpackage.json", "GET", 404],
    ["app://bundle/assets/none", "GET", 404],
    ["app://elsewhere/index.html", "GET", 403],
    ["app://bundle/index.html", "POST", 403],
    ["app://bundle/data/%", "GET", 404],
  ])("answers %s %s with %d", async (address, method, status) => {
    expect((await ask(address, method)).status).toBe(status);
  });
});

describe("the File menu", () => {
  const choose = (label: string): void => {
    const template = first(fake.Menu.buildFromTemplate) as unknown as {
      submenu: { label?: string; click?: Answer }[];
    }[];
    const item = template[0]?.submenu.find((each) => each.label === label);
    if (item?.click === undefined) throw new Error(`no ${label}`);
    item.click();
  };
  const shown = (): unknown[][] => fake.windows[0]?.loadURL.calls ?? [];
  const failures = (): unknown[][] => fake.dialog.showErrorBox.calls;

  it("makes a new workspace where the user says, and shows it", async () => {
    const before = shown().length;
    Object.assign(fake.dialog, {
      showSaveDialog: () => Promise.resolve({ canceled: false, filePath: "/a/Lung.lightbox" }),
    });
    choose("New workspace…");
    await vi.waitFor(() => {
      expect(shown()).toHaveLength(before + 1);
    });
    expect(shown().at(-1)).toEqual(["app://bundle/"]);
    expect(openWorkbench).toHaveBeenLastCalledWith("/a/Lung.lightbox", expect.objectContaining({ create: true }));
    const { home, door } = openWorkbench.mock.lastCall?.[1] as OpenOptions;
    expect(home).toBe(lightboxHome());
    expect(door?.guards).toEqual(["policy", "ownCode", "requests", "silence"]);
    expect(door?.refused()).toEqual({ count: 0, last: null });
  });

  it("does nothing when the user thinks better of it", async () => {
    const before = openWorkbench.mock.calls.length;
    const showSaveDialog = vi.fn(() => Promise.resolve({ canceled: true, filePath: "" }));
    Object.assign(fake.dialog, { showSaveDialog });
    choose("New workspace…");
    await vi.waitFor(() => {
      expect(showSaveDialog).toHaveBeenCalled();
    });
    expect(openWorkbench.mock.calls.length).toBe(before);
  });

  it("says so where the folder is a workspace already, and does not open it as a new one", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lightbox-menu-"));
    writeFileSync(join(folder, "lightbox.db"), "");
    Object.assign(fake.dialog, { showSaveDialog: () => Promise.resolve({ canceled: false, filePath: folder }) });
    const [opened, told] = [openWorkbench.mock.calls.length, failures().length];
    choose("New workspace…");
    await vi.waitFor(() => {
      expect(failures()).toHaveLength(told + 1);
    });
    rmSync(folder, { recursive: true });
    expect(failures().at(-1)?.[1]).toContain("is a workspace already");
    expect(openWorkbench.mock.calls.length).toBe(opened);
  });

  it("says so where the folder to open is no workspace, and keeps the one that is open", async () => {
    const before = shown().length;
    const error = new LightboxError("workspace/not-found", "/b is no workspace.", "Make one with: lightbox init /b");
    openWorkbench.mockRejectedValueOnce(error);
    const closed = bench.close.mock.calls.length;
    Object.assign(fake.dialog, { showOpenDialog: () => Promise.resolve({ filePaths: ["/b"] }) });
    const told = failures().length;
    choose("Open workspace…");
    await vi.waitFor(() => {
      expect(failures()).toHaveLength(told + 1);
    });
    expect(failures().at(-1)).toEqual([
      "Lightbox",
      "/b is no workspace.\nChoose another folder, or make one with File → New workspace…",
    ]);
    expect(bench.close.mock.calls.length).toBe(closed);
    expect(shown()).toHaveLength(before);
  });
});

describe("quitting", () => {
  it("closes the workspace first", async () => {
    const preventDefault = vi.fn();
    fake.app.emit("before-quit", { preventDefault });
    expect(preventDefault).toHaveBeenCalled();
    expect(bench.close).toHaveBeenCalled();
    await vi.waitFor(() => {
      expect(fake.app.quit.calls).toHaveLength(1);
    });
  });
});
