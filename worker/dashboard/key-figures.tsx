type Props = {
  /** What each figure is called, and the figure as it is read. */
  readonly figures: readonly (readonly [name: string, value: string])[];
};

/** The few figures that say most, side by side. */
export function KeyFigures({ figures }: Props) {
  return (
    <dl class="keyfigures">
      {figures.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
