/** Whether the thumbnails of the list are seen: as the reader says, or (null) where the window is high enough. */
export const stripState = $state<{ open: boolean | null }>({ open: null });
