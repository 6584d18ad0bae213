/** Times the work of the scripts on a page. */
type ScriptMeter = {
  /** Milliseconds of each piece of work that the event loop called in one go. */
  readonly slices: number[];
  /** Called after each piece. */
  onSlice: () => void;
  /** Runs and times; what `continues` a piece is called right after it, before the page gets its turn. */
  readonly run: <T>(work: () => T, continues?: boolean) => T;
  /** `setTimeout` as the browser made it, for the page's own work. */
  readonly schedule: (work: () => void, ms?: number) => unknown;
};

declare global {
  interface Window {
    meter: ScriptMeter;
  }
}

/**
 * For `page.addInitScript`, before any other script: from then on timers and mutation observers are timed
 * where they are called. A long task observer sees nothing below 50 ms, and a profiler slows what it sees.
 */
export function installMeter(): void {
  const schedule = window.setTimeout.bind(window);
  const slices: number[] = [];
  const meter: ScriptMeter = {
    slices,
    onSlice: () => {},
    schedule,
    run: (work, continues = false) => {
      const startedAt = performance.now();
      try {
        return work();
      } finally {
        const ms = performance.now() - startedAt;
        if (continues && slices.length > 0) slices[slices.length - 1] = (slices.at(-1) ?? 0) + ms;
        else slices.push(ms);
        meter.onSlice();
      }
    },
  };
  window.meter = meter;
  Object.assign(window, {
    setTimeout: (work: () => void, ms?: number) => schedule(() => meter.run(work), ms),
    MutationObserver: class extends MutationObserver {
      constructor(callback: MutationCallback) {
        super((records, observer) => meter.run(() => callback(records, observer), true));
      }
    },
  });
}
