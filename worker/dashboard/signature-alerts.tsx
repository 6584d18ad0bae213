import type { PresentedAlert } from '../http/signature-alerts.ts';
import { countedText } from './figure-text.ts';

type Props = {
  /** Null where nobody knows. */
  readonly alerts: readonly PresentedAlert[] | null;
};

/** Providers whose calls do not get through to Ringtrace; nothing where all is well. */
export function SignatureAlerts({ alerts }: Props) {
  if (alerts === null) {
    return <p class="hint">Whether webhooks are refused cannot be told at the moment.</p>;
  }
  return (
    <>
      {alerts.map(({ provider, refused, since, lastAt, advice }) => (
        <section class="card alert" role="alert">
          <h2>Webhooks of {provider} are refused</h2>
          <p>
            {countedText(refused, 'request')} in a row had a missing or wrong signature, from{' '}
            {timeText(since)} to {timeText(lastAt)}; none was right.
          </p>
          <p>{advice}</p>
        </section>
      ))}
    </>
  );
}

/** In UTC, as the page says of all its times. */
function timeText(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}
