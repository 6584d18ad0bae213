/** Epoch milliseconds by the device's clock, which may be set wrong or be changed. */
export function now(): number {
  return Date.now();
}

/** Runs the work after so many milliseconds, later if the device sleeps; returns what `cancel` takes. */
export function after(ms: number, work: () => void): number {
  return setTimeout(work, ms);
}

/** Work that is cancelled is not run; nothing happens where it has been, or where there is none. */
export function cancel(timer: number | undefined): void {
  clearTimeout(timer);
}
