export type { EventData, NumberForms } from '../contract/wire.ts';
export { type LoadOptions, loadRingtrace } from './load-ringtrace.ts';
export type { GlobalPageApi, PageApi, SwapDetail } from './page-api.ts';
export { ringtrace } from './ringtrace.ts';
