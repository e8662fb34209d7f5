import type { AppEvent, MethodInput, MethodName, MethodOutput } from "../../src-preload/contract/index.ts";
import type { DataArray } from "./envelope.ts";

/** All that the window knows of the rest of Lightbox; the doors differ only behind this line. */
export interface Client {
  /** Throws a LightboxError with a sentence and a remedy. */
  call<Name extends MethodName>(name: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>>;
  /** Returns the function that stops listening; `connected` hears when the other side falls silent and when it is back. */
  onEvent(listener: (event: AppEvent) => void, connected: (up: boolean) => void): () => void;
  /** The array at a data address such as "pixels/<sha256>". */
  data(path: string): Promise<DataArray>;
  /** What an <img> needs to show a data address. */
  dataUrl(path: string): string;
  /** The files of a drop; must be called before the drop event returns, because the browser empties the transfer then. */
  collect(transfer: DataTransfer): Promise<File[]>;
  /**
   * Makes files readable for the other side; absolute paths for intake.import: files, folders that hold them, and every
   * table that was seen by name.
   */
  drop(files: readonly File[]): Promise<string[]>;
}
