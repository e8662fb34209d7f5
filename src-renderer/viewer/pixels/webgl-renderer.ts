import { inverse } from "../geometry.ts";
import type { Transform } from "../geometry.ts";
import type { FilmRenderer, Lens, Picture } from "./renderer.ts";
import { fragmentShader, vertexShader } from "./shaders.ts";
import { drawingAt, scaleOfTransform } from "./taps.ts";

type Film = Parameters<FilmRenderer["setFilm"]>[0];

const uniforms = ["levels", "greys", "size", "bottom", "turn", "shift", "span", "drawing", "lens"] as const;
type Uniforms = Readonly<Record<(typeof uniforms)[number], WebGLUniformLocation | null>>;

/** What lives on the graphics card; gone when the context is lost. */
interface Resources {
  readonly program: WebGLProgram;
  readonly places: Uniforms;
  readonly levels: WebGLTexture;
  readonly greys: WebGLTexture;
}

const drawings = { exact: 0, squares: 0, mean: 1, between: 2 } as const;
const side = 256;

/** Draws by WebGL2: levels as whole numbers in one texture, their greys in another, so that no level is lost on the way. */
export class WebGLRenderer implements FilmRenderer {
  readonly #canvas: HTMLCanvasElement;
  readonly #gl: WebGL2RenderingContext;
  #made: Resources | null = null;
  #film: Film | null = null;
  readonly #table = new Uint8Array(side * side);
  #last: Picture | null = null;
  readonly #stop = new AbortController();

  /** Null where this canvas gets no WebGL2. */
  static on(canvas: HTMLCanvasElement): WebGLRenderer | null {
    // What is drawn stays, so that the picture can be saved and read back.
    const wishes: WebGLContextAttributes = {
      alpha: false,
      antialias: false,
      depth: false,
      preserveDrawingBuffer: true,
    };
    const gl = canvas.getContext("webgl2", wishes);
    return gl === null ? null : new WebGLRenderer(canvas, gl);
  }

  private constructor(canvas: HTMLCanvasElement, gl: WebGL2RenderingContext) {
    this.#canvas = canvas;
    this.#gl = gl;
    this.#made = make(gl);
    const { signal } = this.#stop;
    canvas.addEventListener(
      "webglcontextlost",
      (event) => {
        event.preventDefault();
        this.#made = null;
      },
      { signal },
    );
    canvas.addEventListener(
      "webglcontextrestored",
      () => {
        this.#restore();
      },
      { signal },
    );
  }

  setFilm(film: Film): void {
    this.#film = film;
    if (this.#made !== null) uploadLevels(this.#gl, this.#made, film);
  }

  setTable(table: Uint8Array): void {
    this.#table.set(table);
    if (this.#made !== null) uploadTable(this.#gl, this.#made, this.#table);
  }

  draw(picture: Picture, draft: boolean): void {
    this.#last = picture;
    const [gl, made, film] = [this.#gl, this.#made, this.#film];
    const { size, transform, lens } = picture;
    if (made === null || film === null || gl.isContextLost()) return;
    if (this.#canvas.width !== size.width || this.#canvas.height !== size.height) {
      [this.#canvas.width, this.#canvas.height] = [size.width, size.height];
    }
    gl.viewport(0, 0, size.width, size.height);
    gl.useProgram(made.program);
    gl.uniform2i(made.places.size, film.width, film.height);
    gl.uniform1f(made.places.bottom, size.height);
    pass(gl, made.places, transform, { lens: null, draft });
    if (lens !== null) pass(gl, made.places, lens.transform, { lens, draft });
  }

  finish(): void {
    // Reading one pixel back waits for all that was drawn before it.
    this.#gl.readPixels(0, 0, 1, 1, this.#gl.RGBA, this.#gl.UNSIGNED_BYTE, new Uint8Array(4));
  }

  free(): void {
    this.#stop.abort();
    this.#gl.getExtension("WEBGL_lose_context")?.loseContext();
    [this.#made, this.#film, this.#last] = [null, null, null];
  }

  #restore(): void {
    this.#made = make(this.#gl);
    if (this.#made === null) return;
    if (this.#film !== null) uploadLevels(this.#gl, this.#made, this.#film);
    uploadTable(this.#gl, this.#made, this.#table);
    if (this.#last !== null) this.draw(this.#last, false);
  }
}

interface Manner {
  /** Null: everywhere. */
  readonly lens: Lens | null;
  readonly draft: boolean;
}

function pass(gl: WebGL2RenderingContext, places: Uniforms, transform: Transform, { lens, draft }: Manner): void {
  const scale = scaleOfTransform(transform);
  if (scale === 0) {
    gl.clearColor(0, 0, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    return;
  }
  const { a, b, c, d, e, f } = inverse(transform);
  gl.uniform4f(places.turn, a, b, c, d);
  gl.uniform2f(places.shift, e, f);
  gl.uniform1f(places.span, 1 / scale);
  gl.uniform1i(places.drawing, drawings[drawingAt(scale, draft)]);
  gl.uniform3f(places.lens, lens?.place.x ?? 0, lens?.place.y ?? 0, lens?.radius ?? 0);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
}

function compile(gl: WebGL2RenderingContext, kind: number, source: string): WebGLShader | null {
  const shader = gl.createShader(kind);
  if (shader === null) return null;
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  return shader;
}

/** Null while the context is lost. */
function make(gl: WebGL2RenderingContext): Resources | null {
  const program = gl.createProgram();
  const vertex = compile(gl, gl.VERTEX_SHADER, vertexShader);
  const fragment = compile(gl, gl.FRAGMENT_SHADER, fragmentShader);
  if (vertex === null || fragment === null) return null;
  gl.attachShader(program, vertex);
  gl.attachShader(program, fragment);
  gl.linkProgram(program);
  if (gl.isContextLost()) return null;
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) {
    throw new Error(`the film's shader does not link: ${gl.getShaderInfoLog(fragment) ?? ""}`);
  }
  const places = Object.fromEntries(uniforms.map((name) => [name, gl.getUniformLocation(program, name)])) as Uniforms;
  gl.useProgram(program);
  gl.uniform1i(places.levels, 0);
  gl.uniform1i(places.greys, 1);
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  return { program, places, levels: texture(gl, gl.TEXTURE0), greys: texture(gl, gl.TEXTURE1) };
}

/** A texture of whole numbers, which cannot be filtered. */
function texture(gl: WebGL2RenderingContext, unit: number): WebGLTexture {
  const made = gl.createTexture();
  gl.activeTexture(unit);
  gl.bindTexture(gl.TEXTURE_2D, made);
  for (const [name, value] of [
    [gl.TEXTURE_MIN_FILTER, gl.NEAREST],
    [gl.TEXTURE_MAG_FILTER, gl.NEAREST],
    [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE],
    [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE],
  ] as const)
    gl.texParameteri(gl.TEXTURE_2D, name, value);
  return made;
}

function uploadLevels(gl: WebGL2RenderingContext, made: Resources, { levels, width, height }: Film): void {
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_2D, made.levels);
  const [format, type] = levels instanceof Uint8Array ? [gl.R8UI, gl.UNSIGNED_BYTE] : [gl.R16UI, gl.UNSIGNED_SHORT];
  gl.texImage2D(gl.TEXTURE_2D, 0, format, width, height, 0, gl.RED_INTEGER, type, levels);
}

function uploadTable(gl: WebGL2RenderingContext, made: Resources, table: Uint8Array): void {
  gl.activeTexture(gl.TEXTURE1);
  gl.bindTexture(gl.TEXTURE_2D, made.greys);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8UI, side, side, 0, gl.RED_INTEGER, gl.UNSIGNED_BYTE, table);
}
