import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

export interface Sessions {
  /** The token of the link that is valid now. */
  token(): string;
  /** Trades the token for a session and draws the next token; undefined where the token is not, or no longer, valid. */
  exchange(token: string): string | undefined;
  /** Whether a Cookie header carries a session of this door. */
  accepts(cookieHeader: string | undefined): boolean;
  /** The Set-Cookie line for a session. */
  cookie(session: string): string;
}

/** Sessions of one loopback door. Cookies are shared by all ports of a host, so the cookie's name carries the port. */
export function createSessions(port: number): Sessions {
  const cookieName = `lightbox-${String(port)}`;
  const sessions: Buffer[] = [];
  let token = secret();
  return {
    token: () => token,
    exchange: (offered) => {
      if (!timingSafeEqual(digest(offered), digest(token))) return undefined;
      token = secret();
      const session = secret();
      sessions.push(digest(session));
      return session;
    },
    accepts: (cookieHeader) => {
      const offered = readCookie(cookieHeader, cookieName);
      if (offered === undefined) return false;
      const key = digest(offered);
      return sessions.some((session) => timingSafeEqual(session, key));
    },
    cookie: (session) => `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`,
  };
}

function secret(): string {
  return randomBytes(32).toString("base64url");
}

/** Equal lengths for the constant-time comparison, whatever was offered. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? "").split(";")) {
    const cut = part.indexOf("=");
    if (cut > 0 && part.slice(0, cut).trim() === name) return part.slice(cut + 1).trim();
  }
  return undefined;
}
