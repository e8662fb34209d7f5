/** A browser gives a dropped folder as an entry to walk; returns the files in it, folders opened. */
export async function collectFiles(transfer: DataTransfer): Promise<File[]> {
  // Everything is taken before the first wait: the transfer is empty after the event.
  const items = [...transfer.items].map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const files = await Promise.all(items.map(filesOf));
  return files.flat();
}

/** Where a file lay below what was dropped; a browser tells this of the entry and not of the file. */
const places = new WeakMap<File, string>();

/** Path of a collected file relative to the drop, so that a table finds its films: "train/patient00001/…/view1.jpg". */
export function relativePath(file: File): string {
  const chosen = file.webkitRelativePath === "" ? file.name : file.webkitRelativePath;
  return places.get(file) ?? chosen;
}

// Asked by isFile and isDirectory: Chromium has these entries, but not the classes that the standard gives them.
async function filesOf(entry: FileSystemEntry | File | null): Promise<File[]> {
  if (entry instanceof File) return [entry];
  if (entry?.isFile === true) return [await fileOf(entry as FileSystemFileEntry)];
  if (entry?.isDirectory !== true) return [];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  for (let batch = await readBatch(reader); batch.length > 0; batch = await readBatch(reader)) {
    for (const child of batch) files.push(...(await filesOf(child)));
  }
  return files;
}

async function fileOf(entry: FileSystemFileEntry): Promise<File> {
  const file = await new Promise<File>((resolve, reject) => {
    entry.file(resolve, reject);
  });
  places.set(file, entry.fullPath.replace(/^\/+/, ""));
  return file;
}

/** At most 100 entries per call; an empty batch is the end. */
function readBatch(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => {
    reader.readEntries(resolve, reject);
  });
}
