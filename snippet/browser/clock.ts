/** Epoch milliseconds by the device's clock, which may be set wrong or be changed. */
export function now(): number {
  return Date.now();
}

/** Runs the work after so many milliseconds, later if the device sleeps; returns what `cancel` takes. */
export function after(ms: number, work: () => void): number {
  return setTimeout(work, ms);
}

/** The same for work that is awaited, and that begins without an error. */
export function postpone<T>(ms: number, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve) => after(ms, () => resolve(work())));
}

/** Work that is cancelled is not run; nothing happens where it has been, or where there is none. */
export function cancel(timer: number | undefined): void {
  clearTimeout(timer);
}
