import { numberForms } from '../domain/number-forms.ts';
import type { EpochMs } from '../domain/time.ts';
import type { CallsQuery } from '../http/list-query.ts';
import type { PresentedCall } from '../http/present.ts';
import { CallRecordings } from './call-recordings.tsx';
import { MatchCell, SourceCells, TimeCell } from './contact-cells.tsx';
import { Layout } from './layout.tsx';
import { MatchControls } from './match-controls.tsx';
import { outcomeText } from './outcome-text.ts';
import { SpamControls } from './spam-controls.tsx';
import { SpamFilterLinks } from './spam-filter.tsx';

type Props = {
  readonly siteName: string;
  /** The site that the query names. */
  readonly site: string | undefined;
  readonly calls: readonly PresentedCall[];
  readonly now: EpochMs;
  /** What the page was asked for. */
  readonly query: Readonly<Record<string, string>>;
  readonly spam: CallsQuery['spam'];
  /** Address of the next page; null on the last. */
  readonly nextHref: string | null;
};

/** Every call of a site, newest first, with the visit that caused it. */
export function CallsPage({ siteName, site, calls, now, query, spam, nextHref }: Props) {
  return (
    <Layout title={`Calls · ${siteName}`} current="/app/calls" site={site}>
      <header>
        <h1>Calls</h1>
        <span class="soft">{siteName} · times in UTC</span>
      </header>
      <SpamFilterLinks current={spam} query={query} />
      {calls.length === 0 ? (
        <NoCalls spam={spam} />
      ) : (
        <CallsTable calls={calls} now={now} query={query} />
      )}
      {nextHref && (
        <p class="more">
          <a href={nextHref}>Earlier calls</a>
        </p>
      )}
    </Layout>
  );
}

function NoCalls({ spam }: Pick<Props, 'spam'>) {
  return (
    <div class="card">
      <p>
        {spam === 'include'
          ? 'No calls yet. Ring one of the tracking numbers, and the call appears here within seconds.'
          : 'No such calls.'}
      </p>
    </div>
  );
}

function CallsTable({ calls, now, query }: Pick<Props, 'calls' | 'now' | 'query'>) {
  const asked = new URLSearchParams(query).toString();
  return (
    <div class="table calls">
      <table>
        <thead>
          <tr>
            <th>Time</th>
            <th>Caller</th>
            <th>Number dialled</th>
            <th>Outcome</th>
            <th>Source / medium</th>
            <th>Campaign</th>
            <th>Match</th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <CallRow call={call} now={now} query={asked && `?${asked}`} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = { readonly call: PresentedCall; readonly now: EpochMs; readonly query: string };

function CallRow({ call, now, query }: RowProps) {
  return (
    <tr id={call.id}>
      <TimeCell at={call.startedAt} />
      <td data-label="Caller" class="number">
        <div>
          <span>{call.caller ? numberForms(call.caller).international : 'withheld'}</span>
          <small>{callerText(call)}</small>
          <SpamControls call={call} query={query} />
        </div>
      </td>
      <td data-label="Dialled" class="number">
        <span>{call.number ? numberForms(call.number).international : 'not known'}</span>
      </td>
      <td data-label="Outcome">
        <div>
          <span class={`outcome ${call.outcome ?? ''}`}>{outcomeText(call, now)}</span>
          <small class="figures">{durationsOf(call)}</small>
          <CallRecordings recordings={call.recordings} />
        </div>
      </td>
      <SourceCells session={call.session} staticSource={call.staticSource} />
      <MatchCell match={call.match}>
        <MatchControls call={call} query={query} />
      </MatchCell>
    </tr>
  );
}

/** Where the caller is from, and whether they rang before. */
function callerText({ callerPlace, firstTime }: PresentedCall): string {
  const { city, region, country } = callerPlace;
  const place = [city ?? region, country].filter((part) => part !== null).join(', ');
  const known = firstTime === null ? '' : firstTime ? 'first call' : 'rang before';
  return [place, known].filter(Boolean).join(' · ');
}

function durationsOf({ ringSeconds, talkSeconds }: PresentedCall): string {
  return [
    ringSeconds === null ? '' : `rang ${Math.round(ringSeconds)} s`,
    talkSeconds ? `talked ${Math.round(talkSeconds)} s` : '',
  ]
    .filter(Boolean)
    .join(', ');
}
