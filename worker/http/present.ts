import type { z } from '@hono/zod-openapi';
import { judgedCall } from '../db/queries/judged-call.ts';
import type { ListedCall } from '../db/queries/list-calls.ts';
import type { ListedMessage } from '../db/queries/list-messages.ts';
import type { ListedLease, ListedSession } from '../db/queries/list-sessions.ts';
import { reusableAt } from '../domain/leases/lease.ts';
import type { Match } from '../domain/matching/match.ts';
import { statedMatch } from '../domain/matching/revise-match.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { judgeSpam, type OwnersWord } from '../domain/spam/judge-spam.ts';
import type { EpochMs } from '../domain/time.ts';
import type { callSchema, leaseSchema, messageSchema, sessionSchema } from './report-schema.ts';

/** Rows as the read API shows them. */

export type PresentedCall = z.infer<typeof callSchema>;
export type PresentedMessage = z.infer<typeof messageSchema>;

/** @param caller the number in the clear; null where withheld. */
export function presentCall(
  site: Pick<SiteSnapshot, 'key' | 'spamThreshold'>,
  row: ListedCall,
  caller: string | null,
): PresentedCall {
  return {
    id: row.id,
    provider: row.provider,
    providerCallId: row.providerCallId,
    number: row.number,
    caller,
    forwardedFrom: row.forwardedFrom,
    startedAt: row.startedAt,
    answeredAt: row.answeredAt,
    endedAt: row.endedAt,
    outcome: row.outcome,
    ringSeconds: row.ringSeconds,
    talkSeconds: row.talkSeconds,
    waitSeconds: row.waitSeconds,
    totalSeconds: row.totalSeconds,
    firstTime: row.callerHash === null ? null : row.isRepeat === 0,
    callerPlace: {
      city: row.callerCity,
      region: row.callerRegion,
      country: row.callerCountry,
    },
    attestation: row.attestation,
    recordings: (row.recordings ?? []).map(({ id, of, seconds }) => ({
      of,
      seconds,
      path: `/api/v1/calls/${row.id}/recordings/${encodeURIComponent(id)}?site=${site.key}`,
    })),
    spam: presentSpam(site, row),
    match: presentCallMatch(row),
    session: row.session && presentVisit(row.session),
    staticSource: row.staticSource,
  };
}

export function presentSpam(
  { spamThreshold }: Pick<SiteSnapshot, 'spamThreshold'>,
  row: ListedCall,
): PresentedCall['spam'] {
  const assessment = { score: row.spamScore ?? 0, reasons: row.spamReasons ?? [] };
  const { score, suspected, reasons } = judgeSpam(assessment, wordOn(row), spamThreshold);
  return {
    score,
    suspected,
    reasons: [...reasons],
    marked: row.marked,
    blocked: row.isBlocked === 1,
  };
}

function wordOn({ marked, callerMark }: ListedCall): OwnersWord | null {
  if (marked !== null) return { spam: marked, of: 'call' };
  return callerMark === null ? null : { spam: callerMark === 1, of: 'caller' };
}

/** @param clear sender and text as they were written; null where they cannot be said. */
export function presentMessage(
  row: ListedMessage,
  clear: { readonly sender: string | null; readonly text: string | null },
): PresentedMessage {
  return {
    id: row.id,
    provider: row.provider,
    providerMessageId: row.providerMessageId,
    number: row.number,
    ...clear,
    at: row.startedAt,
    media: row.media,
    match: presentMatch(row),
    session: row.session && presentVisit(row.session),
    staticSource: row.staticSource,
  };
}

/** What is told of who called: by the owner's word, where there is one, with what the evidence says beside it. */
export function presentCallMatch(row: ListedCall): PresentedCall['match'] {
  const judged = judgedCall(row);
  const { match, correction } = judged;
  const byEvidence = { ...presentMatch(match), noVisit: row.noVisit };
  const history = match.former.map(({ sessionId: session, ...former }) => ({ session, ...former }));
  if (correction === null) return { ...byEvidence, correction: null, history };
  const stated = statedMatch(judged);
  const session = correction.session?.sessionId ?? null;
  return {
    ...presentMatch(stated),
    noVisit: stated.noVisit,
    correction: { session, at: correction.at, evidence: byEvidence },
    history,
  };
}

function presentMatch(
  match: Pick<Match, 'sessionId' | 'band' | 'confidence' | 'reasons' | 'candidates'>,
): PresentedMessage['match'] {
  return {
    session: match.sessionId,
    band: match.band,
    confidence: match.confidence,
    reasons: [...match.reasons],
    candidates: match.candidates.map((candidate) => ({
      session: candidate.sessionId,
      source: candidate.source ?? null,
      device: candidate.device ?? null,
      probability: candidate.probability,
    })),
  };
}

export function presentSession(row: ListedSession): z.infer<typeof sessionSchema> {
  return {
    id: row.id,
    visitor: row.visitorId,
    startedAt: row.startedAt,
    lastSeenAt: row.lastSeenAt,
    grade: row.grade,
    ...presentVisit(row),
    campaignId: row.campaignId,
    country: row.country,
    region: row.region,
    journey: [...row.journey],
  };
}

export function presentLease(row: ListedLease, now: EpochMs): z.infer<typeof leaseSchema> {
  const endedAt = row.endedAt ?? reusableAt(row);
  return {
    id: row.id,
    number: row.number,
    target: row.target,
    pool: row.pool,
    session: row.sessionId,
    grade: row.grade,
    startedAt: row.startedAt,
    lastSeenAt: row.lastSeenAt,
    endedAt: endedAt <= now ? endedAt : null,
  };
}

/** What is told of a session with what it led to. */
function presentVisit(row: ListedSession) {
  return {
    channel: row.channel,
    source: row.source,
    medium: row.medium,
    campaign: row.campaign,
    term: row.term,
    content: row.content,
    gclid: row.clickIds.gclid ?? null,
    clickIds: row.clickIds,
    referrer: row.referrer,
    landingPage: row.landingPage,
    device: row.device,
  };
}
