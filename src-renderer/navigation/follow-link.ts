/**
 * The click of a link within the window: `go` instead of loading the page anew. A middle or modified click opens the
 * address as links do.
 */
export function followLink(event: MouseEvent, go: () => void): void {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go();
}
