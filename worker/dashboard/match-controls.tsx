import { timeOfId } from '../domain/ids.ts';
import { NO_VISIT, TAKE_BACK } from '../http/corrections.ts';
import type { PresentedCall } from '../http/present.ts';

type Props = {
  readonly call: PresentedCall;
  /** The page's own query, which its forms come back to. */
  readonly query: string;
};

/** Who may have called, what was told of it before, and what the owner can say. Closed until it is asked for. */
export function MatchControls({ call, query }: Props) {
  const { correction, history, ...told } = call.match;
  const { candidates, noVisit, band, reasons } = correction?.evidence ?? told;
  // A static number says where a call came from; that is no guess at who it was.
  if (call.staticSource && !correction) return null;
  const listed = candidates.reduce((sum, { probability }) => sum + probability, noVisit ?? 0);
  return (
    <details class="who">
      <summary>{correction ? 'corrected' : 'who else?'}</summary>
      {correction && (
        <small>
          By the evidence: {bandText(correction.evidence)}. {reasons.join(' ')}
        </small>
      )}
      <form method="post" action={`/app/calls/${call.id}/match${query}`}>
        <ul>
          {candidates.map((candidate) => (
            <li>
              <span class="figures">{percent(candidate.probability)}</span>{' '}
              {candidate.source ?? 'visit'}
              <small>{visitText(candidate)}</small>
              {!isNamed(correction, candidate.session) && (
                <Word session={candidate.session} text="It was this visit" />
              )}
            </li>
          ))}
          {noVisit !== null && listed < 0.995 && (
            <li>
              <span class="figures">{percent(1 - listed)}</span> somebody of longer ago
            </li>
          )}
          <li>
            {noVisit !== null && <span class="figures">{percent(noVisit)}</span>}{' '}
            {band === 'unattributed' ? 'most likely no visit' : 'no visit'}
            {!isNamed(correction, null) && <Word session={NO_VISIT} text="No visit caused it" />}
          </li>
        </ul>
        {correction && <Word session={TAKE_BACK} text="Take the correction back" />}
      </form>
      {history.map((former) => (
        <small>{formerText(former)}</small>
      ))}
    </details>
  );
}

function Word({ session, text }: { readonly session: string; readonly text: string }) {
  return (
    <button type="submit" name="session" value={session}>
      {text}
    </button>
  );
}

function isNamed(
  correction: PresentedCall['match']['correction'],
  session: string | null,
): boolean {
  return correction !== null && correction.session === session;
}

type Told = Pick<PresentedCall['match'], 'session' | 'band' | 'confidence'>;

function formerText(former: PresentedCall['match']['history'][number]): string {
  return `Until ${timeText(former.until)}: ${bandText(former)}. ${former.because}`;
}

function bandText({ session, band, confidence }: Told): string {
  return session === null ? band : `${band} ${percent(confidence)}, ${visitTime(session)}`;
}

function visitTime(session: string): string {
  return `visit of ${timeText(timeOfId(session))}`;
}

type Candidate = PresentedCall['match']['candidates'][number];

const ON_DEVICE = { mobile: ' on a phone', tablet: ' on a tablet', desktop: ' on a computer' };

function visitText({ session, device }: Candidate): string {
  return `${visitTime(session)}${device === null ? '' : ON_DEVICE[device]}`;
}

function timeText(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

function percent(share: number): string {
  if (share > 0 && share < 0.005) return '< 1 %';
  return `${Math.round(share * 100)} %`;
}
