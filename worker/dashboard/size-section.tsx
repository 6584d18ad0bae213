import type { SizeAdvice, SizingWishes } from '../domain/utilisation/advise-size.ts';
import { WHY_NO_ADVICE } from '../domain/utilisation/advise-size.ts';
import type { PoolSize } from '../domain/utilisation/size-pool.ts';
import { adviceText, becauseText, deciderText, givesText } from './advice-text.ts';
import { chanceText, countText, durationText } from './figure-text.ts';
import { SizeCharts } from './size-charts.tsx';

type Props = {
  readonly id: string;
  readonly pool: string;
  readonly advice: SizeAdvice;
  readonly wishes: SizingWishes;
};

/** How many numbers the pool needs: the answer first, then why, then the curve. */
export function SizeSection({ id, pool, advice, wishes }: Props) {
  if (!advice.ok) {
    return (
      <>
        <h3>How many numbers it needs</h3>
        <p class="soft">{WHY_NO_ADVICE[advice.code]}</p>
      </>
    );
  }
  const { size } = advice;
  return (
    <>
      <h3>How many numbers it needs</h3>
      <p>
        <strong class="answer">{adviceText(size)}</strong>
      </p>
      <p class="soft">
        {becauseText(advice, wishes)} {size.reached && deciderText(size)}
        {size.current.numbers > 0 && size.current.numbers !== size.advised.numbers && (
          <>
            {' '}
            With the {countText(size.current.numbers)} of now, {givesText(size.current)}.
          </>
        )}
      </p>
      <SizeCharts id={id} size={size} wishes={wishes} />
      <SizeTable pool={pool} size={size} />
    </>
  );
}

/** About as many rows as the eye takes in; those that matter are always among them. */
const ROWS = 12;

function SizeTable({ pool, size }: { pool: string; size: PoolSize }) {
  const { curve, advised, current, forBlocking, forCoolDown } = size;
  const named = [advised.numbers, current.numbers, forBlocking, forCoolDown];
  const every = Math.ceil(curve.length / ROWS);
  const rows = curve.filter(({ numbers }, index) => index % every === 0 || named.includes(numbers));
  return (
    <details>
      <summary>The curve in figures</summary>
      <div class="table wide">
        <table>
          <caption class="hidden">What more or fewer numbers would give in {pool}</caption>
          <thead>
            <tr>
              <th scope="col">Numbers</th>
              <th scope="col">Find none free</th>
              <th scope="col">Rest, mean</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ numbers, blocking, coolDownSeconds }) => (
              <tr class={numbers === advised.numbers ? 'advised' : ''}>
                <th scope="row">
                  {countText(numbers)}
                  {numbers === advised.numbers && (size.reached ? ' · advised' : ' · the most')}
                  {numbers === current.numbers && ' · now'}
                </th>
                <td>{chanceText(blocking)}</td>
                <td>{coolDownSeconds === null ? '–' : durationText(coolDownSeconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
