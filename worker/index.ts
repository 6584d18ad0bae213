import { createApp } from './app.ts';
import { systemClock } from './system-clock.ts';

export { NumberPool } from './pool/number-pool.ts';

export default createApp({ mode: 'deployed', clock: systemClock });
