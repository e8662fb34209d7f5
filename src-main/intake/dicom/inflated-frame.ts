import { inflateRawSync } from "node:zlib";
import { refusal } from "../refusal.ts";
import { nativeFrameBytes } from "./native.ts";
import type { PixelFormat } from "./pixel-format.ts";

/** No deflated byte stands for more than this many (RFC 1951: a match of 258 bytes takes two bits at least). */
const mostFromByte = 1032;

/**
 * The uncompressed bytes of a frame that was deflated by itself (RFC 1951; PS3.5 8.2.16, A.4.14).
 * @throws LightboxError `intake/broken-file`
 */
export function inflatedFrame(frame: Uint8Array<ArrayBuffer>, format: PixelFormat): Uint8Array<ArrayBuffer> {
  const needed = nativeFrameBytes(format);
  if (needed > frame.length * mostFromByte) throw broken("it is cut short");
  try {
    // A frame of odd length may be padded.
    return Uint8Array.from(inflateRawSync(frame, { maxOutputLength: needed + 2 }));
  } catch (error) {
    const long = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw broken(long ? "it holds more than the header says" : "it cannot be inflated");
  }
}

function broken(reason: string): Error {
  return refusal("intake/broken-file", `the deflated frame is broken: ${reason}.`);
}
