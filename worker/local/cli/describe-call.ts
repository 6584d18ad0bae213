import type { ApiCall } from './find-call.ts';
import type { PlayedCall, PlayOptions } from './play-call.ts';

/** A played call in lines for a person. */
export function describeCall(options: PlayOptions, played: PlayedCall): string {
  const { answer, events, call } = played;
  return [
    `${options.from} rings ${options.to} through ${played.provider} (call ${played.callId})`,
    '',
    `Answer: ${answer.status} ${answer.contentType}`,
    indent(answer.body.replace(/></g, '>\n<')),
    '',
    'Reported:',
    ...events.map(({ name, status }) => `  ${name.padEnd(18)} ${status}`),
    '',
    ...(call === null
      ? [`The call is not in /api/v1/calls?site=${options.site} after two seconds.`]
      : [...describeResult(call), '', ...describeMatch(call)]),
  ].join('\n');
}

function describeResult(call: ApiCall): string[] {
  const seconds = (value: number | null) => (value === null ? 'unknown' : `${value} s`);
  return [
    `Call ${call.id}: ${call.outcome ?? 'in progress'}`,
    `  started     ${new Date(call.startedAt).toISOString()}`,
    `  ring time   ${seconds(call.ringSeconds)}`,
    `  talk time   ${seconds(call.talkSeconds)}`,
  ];
}

export function describeMatch({ match, session }: Pick<ApiCall, 'match' | 'session'>): string[] {
  if (match === null) return ['Match: none'];
  const touch = Object.entries(session ?? {}).filter(([, value]) => typeof value === 'string');
  return [
    `Match: ${match.band}, confidence ${Number(match.confidence.toFixed(2))}`,
    `  session     ${match.session ?? 'none'}`,
    `  reasons     ${match.reasons.join(' ') || 'none'}`,
    ...touch.map(([name, value]) => `  ${name.padEnd(11)} ${value}`),
  ];
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
