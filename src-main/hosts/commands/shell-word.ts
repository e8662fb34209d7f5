/** A path as it may be pasted into a shell: bare where that is safe, else in quotes. */
export function shellWord(text: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (platform === "win32") return `"${text}"`;
  return `'${text.replaceAll("'", "'\\''")}'`;
}
