import type { Gate } from "../../src-main/intake/index.ts";

/** A gate through which everything goes, for tests of what is behind it. */
export const openGate: Gate = { wish: "keep", key: "00".repeat(32), copies: "/nowhere" };
