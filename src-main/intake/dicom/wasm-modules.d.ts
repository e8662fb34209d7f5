/** The part of the codec packages' interface that is used; they bring no types of their own. */
declare namespace WasmCodec {
  /** A decoder: an object in the memory of its WebAssembly module. */
  interface Decoder {
    /** A view into the module's memory, to be filled before decode(). */
    getEncodedBuffer(length: number): Uint8Array;
    decode(): void;
    getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number };
    /** A copy, or a view that the next call into the module may move. */
    getDecodedBuffer(): Uint8Array | Uint8ClampedArray;
    /** Only JPEG-LS: 0 when the components come one after the other. */
    getInterleaveMode?(): number;
    delete(): void;
  }

  type Module<Name extends string> = {
    readonly HEAPU8: Uint8Array;
    /** Only JPEG-LS, whose decoder throws addresses. */
    getExceptionMessage?(thrown: number): string;
  } & Readonly<Record<Name, new () => Decoder>>;

  type Create<Name extends string> = (options: {
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
  }) => Promise<Module<Name>>;
}

declare module "@cornerstonejs/codec-openjpeg/decodewasmjs" {
  const create: WasmCodec.Create<"J2KDecoder">;
  export default create;
}

declare module "@cornerstonejs/codec-charls/decodewasmjs" {
  const create: WasmCodec.Create<"JpegLSDecoder">;
  export default create;
}

declare module "@cornerstonejs/codec-openjph/wasmjs" {
  const create: WasmCodec.Create<"HTJ2KDecoder">;
  export default create;
}
