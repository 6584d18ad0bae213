import type { EventData, NumberForms, Swap } from '../contract/wire.ts';

/** What a page may ask of Ringtrace. Commands given before the tag has loaded wait for it. */
export interface PageApi {
  /** The visitor's answer to the page's consent banner; may be given again when it changes. */
  (command: 'consent', granted: boolean): void;
  /**
   * Calls back with the number to show for a target (its E.164 number as the site is configured), as
   * soon as it is known and whenever it changes. Where nothing is leased, or the tag finds no answer,
   * it is the target itself.
   */
  (command: 'number', target: string, callback: (number: NumberForms) => void): void;
  /** Swaps inside a part of the page that no observer sees, such as a closed shadow root. */
  (command: 'swap', node: Node): void;
  /** Records what the visitor did; `name` appears in their journey. */
  (command: 'event', name: string, data?: EventData): void;
  /** Ties the visit to a person the page knows. */
  (command: 'identify', traits: EventData): void;
  /** Puts back every number of the page's own, and stops. */
  (command: 'release'): void;
}

/** `window.ringtrace`: until the tag has loaded it only keeps the commands in `q`. */
export interface GlobalPageApi extends PageApi {
  q?: ArrayLike<unknown>[];
}

/** `detail` of `ringtrace:swap`: the numbers that the page shows from now on. */
export type SwapDetail = readonly Pick<Swap, 'target' | 'number'>[];

declare global {
  interface Window {
    ringtrace?: GlobalPageApi;
  }
  interface DocumentEventMap {
    'ringtrace:swap': CustomEvent<SwapDetail>;
    'ringtrace:error': CustomEvent;
  }
}
