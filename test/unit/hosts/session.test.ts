import { describe, expect, it } from "vitest";
import { createSessions } from "../../../src-main/hosts/session.ts";

function cookieOf(line: string): string {
  return line.split(";")[0] ?? "";
}

describe("createSessions", () => {
  it("draws tokens of 32 random bytes", () => {
    const tokens = new Set(Array.from({ length: 20 }, () => createSessions(1).token()));
    expect(tokens.size).toBe(20);
    for (const token of tokens) expect(Buffer.from(token, "base64url")).toHaveLength(32);
  });

  it("trades a token once, and draws the next one", () => {
    const sessions = createSessions(4000);
    const token = sessions.token();
    const session = sessions.exchange(token);
    expect(session).toBeDefined();
    expect(sessions.exchange(token)).toBeUndefined();
    expect(sessions.token()).not.toBe(token);
    expect(sessions.exchange(sessions.token())).toBeDefined();
  });

  it("accepts the cookie of every session it opened, among other cookies", () => {
    const sessions = createSessions(4000);
    const first = cookieOf(sessions.cookie(sessions.exchange(sessions.token()) ?? ""));
    const second = cookieOf(sessions.cookie(sessions.exchange(sessions.token()) ?? ""));
    expect(sessions.accepts(first)).toBe(true);
    expect(sessions.accepts(`theme=dark; ${second}; x=1`)).toBe(true);
  });

  it("refuses everything else", () => {
    const sessions = createSessions(4000);
    const token = sessions.token();
    expect(sessions.exchange("")).toBeUndefined();
    expect(sessions.exchange(`${token}x`)).toBeUndefined();
    expect(sessions.accepts(undefined)).toBe(false);
    expect(sessions.accepts("lightbox-4000=")).toBe(false);
    expect(sessions.accepts(`lightbox-4000=${token}`)).toBe(false);
    const session = sessions.exchange(token) ?? "";
    expect(sessions.accepts(`lightbox-4001=${session}`)).toBe(false);
    expect(createSessions(4000).accepts(`lightbox-4000=${session}`)).toBe(false);
  });

  it("hides the cookie from scripts and from other sites", () => {
    expect(createSessions(4000).cookie("s")).toBe("lightbox-4000=s; Path=/; HttpOnly; SameSite=Strict");
  });
});
