// 1. It logs on mount.
// 2. It logs on unmount.
// 3. It does not log on a new render.
