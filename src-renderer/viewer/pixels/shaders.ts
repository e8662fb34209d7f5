export const vertexShader = `#version 300 es
void main() {
  // One triangle that covers the screen.
  gl_Position = vec4(float((gl_VertexID & 1) << 2) - 1.0, float((gl_VertexID & 2) << 1) - 1.0, 0.0, 1.0);
}`;

/** One pixel of the screen; the same arithmetic as taps.ts and resample.ts. */
export const fragmentShader = `#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;

uniform usampler2D levels;
/** 256 × 256: the grey of level 256·y + x. */
uniform usampler2D greys;
uniform ivec2 size;
/** Height of the screen: its first row is the last one here. */
uniform float bottom;
/** From the screen to the film. */
uniform vec4 turn;
uniform vec2 shift;
/** Pixels of the film along one pixel of the screen. */
uniform float span;
/** 0 one pixel of the film, 1 the mean of an area, 2 in between. */
uniform int drawing;
/** Centre and radius of the lens, in pixels of the screen; radius 0: no lens. */
uniform vec3 lens;
out vec4 colour;

float grey(ivec2 at) {
  uint level = texelFetch(levels, at, 0).r;
  return float(texelFetch(greys, ivec2(int(level & 255u), int(level >> 8)), 0).r);
}

float mean(vec2 at) {
  vec2 from = max(at - 0.5 * span, vec2(0.0));
  vec2 to = min(at + 0.5 * span, vec2(size));
  if (any(lessThanEqual(to, from))) return 0.0;
  ivec2 first = ivec2(floor(from));
  ivec2 last = min(ivec2(ceil(to)), size);
  float sum = 0.0;
  for (int y = first.y; y < last.y; y++) {
    float share = min(to.y, float(y + 1)) - max(from.y, float(y));
    float line = 0.0;
    for (int x = first.x; x < last.x; x++) {
      line += (min(to.x, float(x + 1)) - max(from.x, float(x))) * grey(ivec2(x, y));
    }
    sum += share * line;
  }
  return sum / (span * span);
}

float between(vec2 at) {
  vec2 middle = clamp(at - 0.5, vec2(0.0), vec2(size - 1));
  ivec2 first = ivec2(floor(middle));
  ivec2 second = min(first + 1, size - 1);
  vec2 share = middle - vec2(first);
  float upper = mix(grey(first), grey(ivec2(second.x, first.y)), share.x);
  float lower = mix(grey(ivec2(first.x, second.y)), grey(second), share.x);
  return mix(upper, lower, share.y);
}

void main() {
  vec2 screen = vec2(gl_FragCoord.x, bottom - gl_FragCoord.y);
  if (lens.z > 0.0 && distance(screen, lens.xy) > lens.z) discard;
  vec2 at = vec2(turn.x * screen.x + turn.z * screen.y, turn.y * screen.x + turn.w * screen.y) + shift;
  float value = 0.0;
  bool inside = all(greaterThanEqual(at, vec2(0.0))) && all(lessThan(at, vec2(size)));
  if (drawing == 1) value = mean(at);
  else if (inside) value = drawing == 2 ? between(at) : grey(ivec2(floor(at)));
  colour = vec4(vec3(value / 255.0), 1.0);
}`;
