import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { IpcRendererEvent } from "electron";
import type { AppEvent } from "./contract/index.ts";

// The whole of what the sandboxed window can reach: one call, one stream of events, the path of a dropped file.
// Electron's own event object stays here; the window sees the payload alone.
contextBridge.exposeInMainWorld("lightbox", {
  call: (name: string, input: unknown): Promise<unknown> => ipcRenderer.invoke("lightbox:call", name, input),
  onEvent: (listener: (event: AppEvent) => void): (() => void) => {
    const forward = (_event: IpcRendererEvent, payload: AppEvent): void => {
      listener(payload);
    };
    ipcRenderer.on("lightbox:event", forward);
    return () => {
      ipcRenderer.off("lightbox:event", forward);
    };
  },
  pathForFile: (file: File): string => webUtils.getPathForFile(file),
});
