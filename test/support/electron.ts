import { EventEmitter } from "node:events";

type Handler = (...words: never[]) => unknown;

/** A function that keeps what it was called with for the whole file; vitest empties its own before every test. */
export function recorded<Result>(result?: (...words: never[]) => Result) {
  const calls: unknown[][] = [];
  const call = (...words: unknown[]): Result | undefined => {
    calls.push(words);
    return result?.(...(words as never[]));
  };
  return Object.assign(call, { calls });
}

/** A stand-in for Electron that remembers what the shell asked of it; nothing is shown and nothing is loaded. */
export function fakeElectron() {
  const app = Object.assign(new EventEmitter(), {
    enableSandbox: recorded(),
    requestSingleInstanceLock: recorded(() => true),
    commandLine: { appendSwitch: recorded() },
    whenReady: () => Promise.resolve(),
    quit: recorded(),
    exit: recorded(),
  });
  const handlers = new Map<string, Handler>();
  const session = {
    defaultSession: Object.assign(new EventEmitter(), {
      webRequest: { onBeforeRequest: recorded() },
      setPermissionRequestHandler: recorded(),
      setPermissionCheckHandler: recorded(),
      setDevicePermissionHandler: recorded(),
    }),
  };
  const protocol = {
    registerSchemesAsPrivileged: recorded(),
    handle: recorded((scheme: string, handler: Handler) => handlers.set(`protocol:${scheme}`, handler)),
  };
  const ipcMain = { handle: recorded((channel: string, handler: Handler) => handlers.set(channel, handler)) };
  const windows: FakeWindow[] = [];
  class FakeWindow extends EventEmitter {
    static getAllWindows = (): FakeWindow[] => windows;
    readonly options: Record<string, unknown>;
    readonly webContents = { id: 41, send: recorded() };
    readonly loadURL = recorded(() => Promise.resolve());
    constructor(options: Record<string, unknown>) {
      super();
      this.options = options;
      windows.push(this);
    }
  }
  const Menu = { setApplicationMenu: recorded(), buildFromTemplate: recorded(() => ({})) };
  const dialog = { showErrorBox: recorded(), showOpenDialog: recorded() };
  const utilityProcess = { fork: recorded() };
  return {
    app,
    session,
    protocol,
    ipcMain,
    BrowserWindow: FakeWindow,
    Menu,
    dialog,
    utilityProcess,
    handlers,
    windows,
  };
}

export type FakeElectron = ReturnType<typeof fakeElectron>;
