/** Where the desktop window's files come from: a scheme of our own that nobody else can serve. */
export const windowScheme = "app";

/** The address of a place inside the window: "/", "/film/…". */
export function windowAddress(at: string): string {
  return `app://bundle${at}`;
}

/** Whether an address is one of the window's own files. */
export function isOwnAddress(address: string): boolean {
  const url = parse(address);
  return url?.protocol === "app:" && url.host === "bundle" && url.username === "" && url.port === "";
}

/** Whether the window may load an address at all: its own files and what it made itself. Everything else is egress. */
export function isLoadable(address: string): boolean {
  const protocol = parse(address)?.protocol;
  return isOwnAddress(address) || protocol === "blob:" || protocol === "data:";
}

/** Whether an address is a blob that one of our own pages has made: the only thing that may be saved as a file. */
export function isOwnBlob(address: string): boolean {
  return address.startsWith("blob:") && isOwnAddress(address.slice("blob:".length));
}

/** The part of Electron's WebFrameMain that says who is speaking. */
export interface Speaker {
  readonly url: string;
  readonly parent: object | null;
}

/** Only the top frame of a window we opened ourselves, showing our own page, may call. */
export function isTrusted(speaker: Speaker | null, contentsId: number, ours: ReadonlySet<number>): boolean {
  return speaker !== null && speaker.parent === null && ours.has(contentsId) && isOwnAddress(speaker.url);
}

function parse(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}
