/**
 * Every way an operation can fail in the user's sight. A code is stable (scripts match on it), the sentence is for people,
 * the remedy says what to do next.
 */
export const errorCodes = [
  // the door
  "door/unknown-method",
  "door/bad-input",
  "door/bad-reply",
  "door/unauthorised",
  "door/unreachable",
  "door/refused",
  "door/not-found",
  "door/too-large",
  "door/port",
  "door/internal",
  // command line
  "cli/usage",
  // workspace and store
  "workspace/not-found",
  "workspace/exists",
  "workspace/busy",
  "store/newer",
  "store/not-lightbox",
  "store/corrupt",
  "store/unreadable",
  "store/unwritable",
  // intake
  "intake/not-found",
  "intake/unreadable",
  "intake/not-an-image",
  "intake/unsupported-transfer-syntax",
  "intake/unsupported-pixels",
  "intake/broken-file",
  "intake/too-large",
  "intake/too-slow",
  "intake/frames-left-out",
  "intake/bad-table",
  "intake/identity",
  // models
  "model/not-found",
  "model/exists",
  "model/unwritable",
  "model/bad-name",
  "model/bad-manifest",
  "model/hash-mismatch",
  "model/unsupported-format",
  "model/bad-graph",
  "model/bad-weights",
  "model/mismatch",
  // compute
  "compute/lost",
  "compute/device",
  "compute/failed",
  // jobs and data
  "job/cancelled",
  "job/not-found",
  "image/not-found",
  "image/changed",
  "data/not-found",
  "data/bad-array",
  "data/unwritable",
  "encoder/not-encoded",
  "evidence/not-scored",
  "phantom/unwritable",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What crosses a door when something fails. */
export interface ErrorReport {
  readonly code: ErrorCode;
  /** One sentence for the user: which thing, what is wrong. */
  readonly message: string;
  /** One sentence for the user: what to do about it. */
  readonly remedy: string;
}

/** An expected failure with a code, a sentence for the user and a remedy. Anything else that is thrown is a bug. */
export class LightboxError extends Error implements ErrorReport {
  readonly code: ErrorCode;
  readonly remedy: string;

  constructor(code: ErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "LightboxError";
    this.code = code;
    this.remedy = remedy;
  }
}

/** Turns anything thrown into a report; a bug keeps its message so that it can be reported. */
export function toErrorReport(error: unknown): ErrorReport {
  if (error instanceof LightboxError) return { code: error.code, message: error.message, remedy: error.remedy };
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "door/internal",
    message: `Something went wrong inside Lightbox: ${message}`,
    remedy: "Try again; if it happens again, please report it with this sentence.",
  };
}
