import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session, utilityProcess } from "electron";
import type { IpcMainInvokeEvent, MenuItemConstructorOptions, Session } from "electron";
import { LightboxError, toErrorReport } from "../../src-preload/contract/index.ts";
import { guardEgress, productRoot } from "../jobs/index.ts";
import type { ComputeChild } from "../runtime/index.ts";
import { openWorkbench } from "../workbench.ts";
import type { Workbench } from "../workbench.ts";
import { dataAnswer, decodePath, failureAnswer, interfaceAnswer } from "./answers.ts";
import type { Answer } from "./answers.ts";
import { readWhole } from "./commands/values.ts";
import { callMethod, unwrap } from "./door.ts";
import type { Envelope } from "./door.ts";
import { windowOptions } from "./door-facts.ts";
import { readStartAddress } from "./start-address.ts";
import { isLoadable, isOwnAddress, isOwnBlob, isTrusted, windowAddress, windowScheme } from "./window-rules.ts";
import { demoWorkspace, lightboxHome, workspaceExists } from "./workspaces.ts";

guardEgress();
const interfaceFolder = join(productRoot(), "out", "renderer");
const trusted = new Set<number>();
let bench: Workbench | undefined;

function workbench(): Workbench {
  if (bench !== undefined) return bench;
  throw new LightboxError("workspace/not-found", "No workspace is open.", "Open one from the File menu.");
}

/** The compute process as Electron starts processes; `fork` would need a fuse that is switched off in releases. */
function forkUtility(entry: string): ComputeChild {
  const child = utilityProcess.fork(entry, [], { serviceName: "Lightbox compute", stdio: "ignore" });
  return {
    get pid() {
      return child.pid;
    },
    send: (request) => {
      child.postMessage(request);
    },
    onMessage: (listener) => {
      child.on("message", listener);
    },
    onExit: (listener) => {
      child.once("exit", (code) => {
        listener(`it ended with code ${String(code)}`);
      });
    },
    kill: () => {
      child.kill();
    },
    // The window keeps Electron alive, not its children.
    keepAlive: () => undefined,
  };
}

/** Opens a workspace in place of the one that is open; the old one stays where the new one cannot be opened. */
async function openWorkspace(folder: string, create: boolean): Promise<void> {
  const next = await openWorkbench(folder, {
    ...windowOptions("electron"),
    create,
    compute: { fork: forkUtility },
  });
  next.subscribe((event) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send("lightbox:event", event);
  });
  await bench?.close();
  bench = next;
}

/**
 * Nothing leaves: no request but to our own scheme, no permission, no device, no name looked up, and no download but of what
 * our own window has made.
 */
function harden(target: Session): void {
  target.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isLoadable(details.url) });
  });
  target.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  target.setPermissionCheckHandler(() => false);
  target.setDevicePermissionHandler(() => false);
  target.on("will-download", (event, item, contents) => {
    if (!isOwnBlob(item.getURL()) || !trusted.has(contents.id)) event.preventDefault();
  });
}

async function serveAddress(request: Request): Promise<Response> {
  return asResponse(await answerAddress(request).catch(failureAnswer));
}

async function answerAddress(request: Request): Promise<Answer> {
  const { pathname } = new URL(request.url);
  if (!isOwnAddress(request.url) || request.method !== "GET") {
    throw new LightboxError("door/refused", "Lightbox serves its own window only.", "Use the window.");
  }
  if (!pathname.startsWith("/data/")) return interfaceAnswer(interfaceFolder, pathname);
  const reply = await workbench().data(decodePath(pathname.slice("/data/".length)));
  return dataAnswer(reply, request.headers.get("if-none-match") ?? undefined);
}

function asResponse({ status, headers, body }: Answer): Response {
  return new Response(status === 304 ? null : new Uint8Array(body), { status, headers: { ...headers } });
}

async function serveCall(event: IpcMainInvokeEvent, name: unknown, input: unknown): Promise<Envelope> {
  try {
    if (!isTrusted(event.senderFrame, event.sender.id, trusted) || typeof name !== "string") {
      throw new LightboxError("door/refused", "Lightbox answers its own window only.", "Use the window.");
    }
    return await callMethod(workbench().api, name, input);
  } catch (error) {
    return { ok: false, error: toErrorReport(error) };
  }
}

async function openWindow(at: string): Promise<void> {
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 640,
    minHeight: 480,
    show: false,
    backgroundColor: "#000000",
    webPreferences: {
      preload: join(productRoot(), "out", "preload", "index.cjs"),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: false,
    },
  });
  const contents = window.webContents;
  const id = contents.id;
  trusted.add(id);
  window.once("closed", () => trusted.delete(id));
  window.once("ready-to-show", () => {
    window.show();
  });
  await window.loadURL(windowAddress(at));
}

/** For every page there ever is, our window's or not. */
function guardContents(): void {
  app.on("web-contents-created", (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
    contents.on("will-attach-webview", (event) => {
      event.preventDefault();
    });
    contents.on("will-navigate", (event) => {
      if (!isOwnAddress(event.url)) event.preventDefault();
    });
    contents.on("will-frame-navigate", (event) => {
      if (!isOwnAddress(event.url)) event.preventDefault();
    });
    contents.on("will-redirect", (event) => {
      event.preventDefault();
    });
  });
}

async function chooseWorkspace(): Promise<void> {
  const title = "Open a workspace";
  const chosen = await dialog.showOpenDialog({ title, properties: ["openDirectory", "createDirectory"] });
  const folder = chosen.filePaths[0];
  if (folder === undefined) return;
  await showWorkspace(folder, false);
}

async function newWorkspace(): Promise<void> {
  const title = "New workspace";
  const defaultPath = join(lightboxHome(), "New.lightbox");
  const chosen = await dialog.showSaveDialog({ title, defaultPath, buttonLabel: "Make" });
  if (chosen.canceled || chosen.filePath === "") return;
  if (workspaceExists(chosen.filePath)) {
    const remedy = "Open it with Open workspace…, or choose another name.";
    throw new LightboxError("workspace/exists", `${chosen.filePath} is a workspace already.`, remedy);
  }
  await showWorkspace(chosen.filePath, true);
}

async function showWorkspace(folder: string, create: boolean): Promise<void> {
  await openWorkspace(folder, create);
  // From the start: a film or neuron of the last workspace means nothing in this one.
  for (const window of BrowserWindow.getAllWindows()) await window.loadURL(windowAddress("/"));
}

async function chooseFilms(): Promise<void> {
  const title = "Import films";
  const chosen = await dialog.showOpenDialog({ title, properties: ["openFile", "openDirectory", "multiSelections"] });
  if (chosen.filePaths.length === 0) return;
  unwrap(await callMethod(workbench().api, "intake.import", { paths: chosen.filePaths }));
}

function showFailure(error: unknown): void {
  const { code, message, remedy: usual } = toErrorReport(error);
  // The usual remedy is a command for a terminal; here there is a menu.
  const remedy =
    code === "workspace/not-found" ? "Choose another folder, or make one with File → New workspace…" : usual;
  dialog.showErrorBox("Lightbox", `${message}\n${remedy}`);
}

function menu(): MenuItemConstructorOptions[] {
  const item = (label: string, accelerator: string, work: () => Promise<void>): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => {
      work().catch(showFailure);
    },
  });
  const file: MenuItemConstructorOptions[] = [
    item("New workspace…", "CmdOrCtrl+N", newWorkspace),
    item("Open workspace…", "CmdOrCtrl+O", chooseWorkspace),
    item("Import films…", "CmdOrCtrl+I", chooseFilms),
    { type: "separator" },
    { role: "quit" },
  ];
  return [
    { label: "File", submenu: file },
    { role: "editMenu" },
    {
      label: "View",
      submenu: [{ role: "zoomIn" }, { role: "zoomOut" }, { role: "resetZoom" }, { role: "togglefullscreen" }],
    },
  ];
}

async function startUp(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ...{ workspace: { type: "string" }, at: { type: "string" } },
      ...{ demo: { type: "boolean" }, films: { type: "string" } },
    },
    strict: false,
  });
  const folder = typeof values.workspace === "string" ? resolve(values.workspace) : demoWorkspace();
  const at = readStartAddress(typeof values.at === "string" ? values.at : "/");
  harden(session.defaultSession);
  protocol.handle(windowScheme, serveAddress);
  ipcMain.handle("lightbox:call", serveCall);
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu()));
  await openWorkspace(folder, true);
  await openWindow(at);
  const films = typeof values.films === "string" ? readWhole(values.films, "--films", 1) : undefined;
  // Not waited for: the window shows how the demo goes, how it ends, and how to go on with it.
  if (values.demo === true || values.workspace === undefined)
    workbench().startDemo(films === undefined ? {} : { films });
}

let closing = false;
app.on("before-quit", (event) => {
  if (closing || bench === undefined) return;
  // The workspace is closed first; then Electron may quit.
  event.preventDefault();
  closing = true;
  void bench.close().finally(() => {
    app.quit();
  });
});
app.on("window-all-closed", () => {
  app.quit();
});
app.on("second-instance", () => {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized() === true) window.restore();
  window?.focus();
});

// One process per user holds the workspace; a second start brings the first one's window to the front.
if (app.requestSingleInstanceLock()) {
  app.enableSandbox();
  // Belt and braces below the request filter: no host name has an address in here.
  app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: windowScheme, privileges }]);
  guardContents();
  app
    .whenReady()
    .then(startUp)
    .catch((error: unknown) => {
      showFailure(error);
      if (BrowserWindow.getAllWindows().length === 0) app.exit(1);
    });
} else {
  app.quit();
}
