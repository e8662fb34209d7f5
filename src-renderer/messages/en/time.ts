/** Seconds as people say them: "8 s", "3 min 20 s", "1 h 5 min". */
export function duration(seconds: number): string {
  const total = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(total / 3600), Math.floor(total / 60) % 60];
  const parts = hours > 0 ? [`${String(hours)} h`, `${String(minutes)} min`] : [`${String(minutes)} min`];
  if (hours === 0 && minutes < 10) parts.push(`${String(total % 60)} s`);
  return parts.filter((part, index) => index > 0 || !part.startsWith("0")).join(" ");
}
