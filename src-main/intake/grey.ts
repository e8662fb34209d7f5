/** ITU-R 601 luma of 8-bit RGB in the 16-bit fixed point of Pillow's `convert("L")`, which most films went through. */
export function pillowGrey(red: number, green: number, blue: number): number {
  return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
}
