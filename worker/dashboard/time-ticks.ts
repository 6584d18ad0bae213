import { DAY, type EpochMs, HOUR } from '../domain/time.ts';
import type { TimeWindow } from '../http/time-window.ts';
import type { Tick } from './chart.tsx';
import { spanText } from './span-text.ts';

/** A longer window is drawn by days, and listed by days from two on. */
const LONGEST_BY_HOURS = 8 * DAY;

/** How long the spans of a window should be, in a chart and in a table: `HOUR` or `DAY`. */
export function spanLengths({ from, to }: TimeWindow): { drawn: number; listed: number } {
  return {
    drawn: to - from > LONGEST_BY_HOURS ? DAY : HOUR,
    listed: to - from > DAY ? DAY : HOUR,
  };
}

/** The whole spans that cover a window: where the first begins, and how long they are together. */
export function wholeSpans(window: TimeWindow, length: number): { from: EpochMs; width: number } {
  const from = Math.floor(window.from / length) * length;
  return { from, width: Math.ceil(window.to / length) * length - from };
}

/** As many as stay legible on a phone, at midnight; within one day every six hours. */
export function timeTicks(from: EpochMs, width: number): Tick[] {
  const step = width <= 2 * DAY ? 6 * HOUR : Math.ceil(width / DAY / 4) * DAY;
  const ticks: Tick[] = [];
  for (let at = Math.ceil(from / step) * step; at < from + width; at += step) {
    ticks.push({ at: (at - from) / width, text: spanText(at, step < DAY ? HOUR : DAY, 'short') });
  }
  return ticks;
}
