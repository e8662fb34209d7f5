import type { NewImage, Store } from "../store/index.ts";

/** Rows one transaction may hold: about 10 ms with thumbnails and reports, so that the window goes on answering. */
export const mostRows = 24;
/** Milliseconds after which what has come in is stored, so that the window fills while an import runs. */
const longestWait = 500;

/** Gathers decoded images and stores them in small transactions. */
export interface ImageBatch {
  add(image: NewImage): void;
  /** Counts an image that is stored already and gets nothing new. */
  readonly countKnown: () => void;
  /** Stores what is waiting. */
  flush(): void;
  counts(): { readonly added: number; readonly known: number };
}

/** Opens a batch on a store; `flush` has to be called at the end. */
export function openImageBatch(store: Pick<Store, "images" | "transaction">): ImageBatch {
  let waiting: NewImage[] = [];
  let flushedAt = performance.now();
  let added = 0;
  let known = 0;
  const flush = (): void => {
    flushedAt = performance.now();
    if (waiting.length === 0) return;
    const rows = waiting;
    waiting = [];
    const results = store.transaction(() => rows.map((image) => store.images.insert(image)));
    const fresh = results.filter((result) => result.added).length;
    added += fresh;
    known += results.length - fresh;
  };
  return {
    add: (image) => {
      waiting.push(image);
      if (waiting.length >= mostRows || performance.now() - flushedAt > longestWait) flush();
    },
    countKnown: () => {
      known += 1;
    },
    flush,
    counts: () => ({ added, known }),
  };
}
