import { z } from '@hono/zod-openapi';
import { within } from '../deadline.ts';
import { signatureAdvice } from '../domain/health/signature-advice.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { SECOND } from '../domain/time.ts';
import type { Services } from '../services.ts';

const POOL_DEADLINE = 2 * SECOND;

const at = z.number().openapi({ description: 'Epoch milliseconds' });

export const signatureAlertSchema = z
  .object({
    provider: z.string(),
    refused: z.number().int().openapi({ description: 'Requests, none accepted since the first' }),
    since: at,
    lastAt: at,
    advice: z.string().openapi({ description: 'What to do' }),
  })
  .openapi('SignatureAlert');

export type PresentedAlert = z.infer<typeof signatureAlertSchema>;

/** Providers whose requests keep being refused, and what to do; null where the pool does not say. */
export async function readSignatureAlerts(
  { pools }: Services,
  site: SiteSnapshot,
): Promise<PresentedAlert[] | null> {
  try {
    const alerts = await within(POOL_DEADLINE, pools.of(site).alerts());
    return alerts.map((alert) => ({
      ...alert,
      advice: signatureAdvice(alert.provider, site.key),
    }));
  } catch (error) {
    console.error('health: the pool did not say whether signatures are refused', error);
    return null;
  }
}
