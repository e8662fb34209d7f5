import { describe, expect, it } from "vitest";
import { hasDisplay } from "../../../src-main/hosts/browser.ts";
import { chooseDoor } from "../../../src-main/hosts/electron-binary.ts";
import type { Surroundings } from "../../../src-main/hosts/electron-binary.ts";
import { isLoadable, isOwnAddress, isTrusted } from "../../../src-main/hosts/window-rules.ts";
import { demoWorkspace } from "../../../src-main/hosts/workspaces.ts";

const desktop: Surroundings = {
  environment: {},
  platform: "linux",
  user: 1000,
  display: true,
  binary: () => Promise.resolve({ path: "dist/electron" }),
};
const noBinary: Surroundings["binary"] = () => Promise.resolve({ missing: "it is not there" });

describe("chooseDoor", () => {
  it("takes Electron on a desktop with its binary", async () => {
    expect(await chooseDoor(desktop)).toEqual({ door: "electron", binary: "dist/electron" });
  });

  it.each([
    ["the binary", { binary: noBinary }, "it is not there"],
    ["a display", { display: false }, "there is no display"],
    ["a user the sandbox runs for", { user: 0 }, "Electron's sandbox does not run as root"],
    ["the user's wish", { environment: { LIGHTBOX_NO_ELECTRON: "1" } }, "LIGHTBOX_NO_ELECTRON is set"],
  ])("says why without %s", async (_what, change, reason) => {
    const choice = await chooseDoor({ ...desktop, ...change });
    expect(choice).toMatchObject({ door: "loopback" });
    expect("reason" in choice ? choice.reason : "").toContain(reason);
  });

  it("does not look for the binary when Electron could not run anyway", async () => {
    const binary = (): never => {
      throw new Error("looked");
    };
    await expect(chooseDoor({ ...desktop, display: false, binary })).resolves.toMatchObject({ door: "loopback" });
  });
});

describe("hasDisplay", () => {
  it("asks X11 and Wayland on Linux and believes in one elsewhere", () => {
    expect(hasDisplay({}, "linux")).toBe(false);
    expect(hasDisplay({ DISPLAY: "" }, "linux")).toBe(false);
    expect(hasDisplay({ DISPLAY: ":0" }, "linux")).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: "wayland-0" }, "linux")).toBe(true);
    expect(hasDisplay({}, "darwin")).toBe(true);
  });
});

describe("the window's rules", () => {
  it.each([
    ["app://bundle/index.html", true],
    ["app://bundle/data/film/a", true],
    ["app://bundle.evil/index.html", false],
    ["app://user@bundle/index.html", false],
    ["https://bundle/index.html", false],
    ["file:///etc/passwd", false],
    ["javascript:alert(1)", false],
    ["", false],
  ])("%s is ours: %s", (address, ours) => {
    expect(isOwnAddress(address)).toBe(ours);
  });

  it("loads what the window made itself, and nothing from outside", () => {
    expect(isLoadable("blob:app://bundle/1")).toBe(true);
    expect(isLoadable("data:image/png;base64,AA")).toBe(true);
    expect(isLoadable("http://127.0.0.1:80/")).toBe(false);
    expect(isLoadable("ws://127.0.0.1/")).toBe(false);
    expect(isLoadable("devtools://x")).toBe(false);
  });

  it("hears the top frame of our own window alone", () => {
    const ours = new Set([3]);
    const top = { url: "app://bundle/index.html", parent: null };
    expect(isTrusted(top, 3, ours)).toBe(true);
    expect(isTrusted(top, 4, ours)).toBe(false);
    expect(isTrusted(null, 3, ours)).toBe(false);
    expect(isTrusted({ ...top, parent: {} }, 3, ours)).toBe(false);
    expect(isTrusted({ ...top, url: "https://evil.example/" }, 3, ours)).toBe(false);
  });
});

describe("demoWorkspace", () => {
  it("stands under LIGHTBOX_HOME, by default in the home folder", () => {
    expect(demoWorkspace({ LIGHTBOX_HOME: "/tmp/box" })).toBe("/tmp/box/Demo.lightbox");
    expect(demoWorkspace({}).endsWith("/Lightbox/Demo.lightbox")).toBe(true);
  });
});
