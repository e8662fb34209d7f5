import type { Api } from "../../src-preload/contract/index.ts";
import type { Store } from "../store/index.ts";
import { imageOf, imageRow } from "./reading.ts";

type Library = Pick<
  Api,
  "images.list" | "images.locate" | "images.facets" | "images.ofPatient" | "views.list" | "views.save" | "views.remove"
>;

/** The calls about the films of a workspace as a whole, and about its saved views. */
export function libraryApi(store: Store): Library {
  return {
    "images.list": async (input) => {
      const { total, images } = await store.images.list(input);
      return { total, images: images.map(imageRow) };
    },
    "images.locate": async ({ image, ...filter }) => ({ index: (await store.images.locate(filter, image)) ?? null }),
    "images.facets": () => store.images.facets(),
    "images.ofPatient": async ({ image }) => {
      const film = imageOf(store, image);
      const images = film.patient === null ? [] : await store.images.ofPatient(film.patient);
      return { images: (images.length === 0 ? [film] : images).map(imageRow) };
    },
    "views.list": () => Promise.resolve().then(() => store.views.list()),
    "views.save": (view) =>
      Promise.resolve().then(() => {
        store.views.save(view);
        return store.views.list();
      }),
    "views.remove": ({ name }) =>
      Promise.resolve().then(() => {
        store.views.remove(name);
        return store.views.list();
      }),
  };
}
