/** Epoch milliseconds by the device's clock, which may be set wrong or be changed. */
export function now(): number {
  return Date.now();
}

/** Runs the work after so many milliseconds, later if the device sleeps; returns how to cancel. */
export function after(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}
