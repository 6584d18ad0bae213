/** What a person does to a page; `scroll` stands for reading with wheel, finger or keyboard. */
const INPUT_EVENTS = ['pointermove', 'pointerdown', 'keydown', 'scroll'];

/** Calls back on every input, before the page sees it; passive, so that scrolling never waits. */
export function onInput(input: () => void): void {
  for (const type of INPUT_EVENTS) addEventListener(type, input, { capture: true, passive: true });
}
