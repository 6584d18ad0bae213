import { formatNumber } from './number-format.ts';
import { currentNumber, watchNumber } from './number-store.ts';

const NAME = 'ringtrace-number';

/** On a server there is no such class, and importing this file must not fail there. */
const Base = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * `<ringtrace-number target="+33199001234" format="international">01 99 00 12 34</ringtrace-number>`:
 * shows the visitor's number as its text. What stands inside stays until the number is known.
 */
export class RingtraceNumber extends Base {
  static readonly observedAttributes = ['target', 'format'];

  #stop: (() => void) | undefined;

  connectedCallback(): void {
    this.#watch();
  }

  disconnectedCallback(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Also called for the attributes in the markup, before the element is connected. */
  attributeChangedCallback(): void {
    if (this.isConnected) this.#watch();
  }

  #watch(): void {
    this.#stop?.();
    const target = this.getAttribute('target');
    this.#stop = target ? watchNumber(target, () => this.#show(target)) : undefined;
    if (target) this.#show(target);
  }

  #show(target: string): void {
    const number = currentNumber(target);
    const text = number && formatNumber(number, this.getAttribute('format'));
    if (text && text !== this.textContent) this.textContent = text;
  }
}

if (globalThis.customElements && !customElements.get(NAME)) {
  customElements.define(NAME, RingtraceNumber);
}

declare global {
  interface HTMLElementTagNameMap {
    'ringtrace-number': RingtraceNumber;
  }
}
