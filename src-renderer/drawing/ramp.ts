/** Red, green, blue, 0–255. */
export type Colour = readonly [number, number, number];

/** sRGB transfer function, IEC 61966-2-1. */
function encodeChannel(linear: number): number {
  const clipped = Math.min(1, Math.max(0, linear));
  const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(255 * encoded);
}

/** OKLCH to sRGB with the matrices of B. Ottosson, "A perceptual color space for image processing" (2020). Hue in degrees. */
export function oklch(lightness: number, chroma: number, hue: number): Colour {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encodeChannel(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    encodeChannel(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    encodeChannel(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

/**
 * The colour of evidence: from dark red-brown (0) over amber to gold (1), lightness rising in equal steps. It stays warm to
 * its end: a pale end would turn grey over dark lung.
 */
export function rampColour(share: number): Colour {
  const t = Math.min(1, Math.max(0, share));
  const chroma = 0.09 + 0.26 * t * (1 - t) + 0.08 * t * t;
  return oklch(0.3 + 0.55 * t, chroma, 20 + 60 * t);
}

/** 256 colours, one after another, for painting. */
export const rampTable: readonly Colour[] = Array.from({ length: 256 }, (_, step) => rampColour(step / 255));

/** The ramp as a CSS gradient, from 0 at the bottom or at the left. */
export function rampGradient(towards: "top" | "right" = "top"): string {
  const stops = Array.from({ length: 17 }, (_, step) => {
    const [red, green, blue] = rampColour(step / 16);
    return `rgb(${String(red)} ${String(green)} ${String(blue)}) ${String((100 * step) / 16)}%`;
  });
  return `linear-gradient(to ${towards}, ${stops.join(", ")})`;
}
