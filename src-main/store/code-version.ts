import manifest from "../../package.json" with { type: "json" };

/** Version of Lightbox, written beside everything that its code derived. */
export const codeVersion: string = manifest.version;
