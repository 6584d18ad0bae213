import type { PropsWithChildren } from 'hono/jsx';
import { sourceName, staticSourceName } from '../domain/touches/source-name.ts';
import type { PresentedCall, PresentedMessage } from '../http/present.ts';

/** What calls and text messages are both shown with: cells of one row. */

/** Date and time, in UTC. */
export function TimeCell({ at }: { at: number }) {
  const [date, time] = new Date(at).toISOString().slice(0, 19).split('T');
  return (
    <td data-label="Time" class="figures time">
      <div>
        <span>{date}</span> <span>{time}</span>
      </div>
    </td>
  );
}

/** The source and campaign of the visit, else what the static number stands for. */
export function SourceCells({
  session,
  staticSource,
}: Pick<PresentedCall, 'session' | 'staticSource'>) {
  return (
    <>
      <td data-label="Source" class="clip">
        <div>
          {sourceOf({ session, staticSource })}
          {session && <small>{session.channel}</small>}
        </div>
      </td>
      <td data-label="Campaign" class="clip">
        <div>
          {session?.campaign ?? staticSource?.campaign ?? '–'}
          {session?.term && <small>{session.term}</small>}
        </div>
      </td>
    </>
  );
}

export function MatchCell({ match, children }: PropsWithChildren<Pick<PresentedMessage, 'match'>>) {
  return (
    <td data-label="Match" class="clip">
      <div>
        <span class={`band ${match.band}`}>{match.band}</span>{' '}
        {match.session !== null && (
          <span class="figures">{Math.round(match.confidence * 100)} %</span>
        )}
        <small>{match.reasons.join(' ')}</small>
        {children}
      </div>
    </td>
  );
}

function sourceOf({ session, staticSource }: Pick<PresentedCall, 'session' | 'staticSource'>) {
  if (session) return sourceName(session);
  return staticSource === null ? '–' : staticSourceName(staticSource);
}
