import { Component, type FunctionComponent, h } from 'preact';

/** Renders again only when a property is another one: for rows, of which there are hundreds. */
export function memo<Props extends object>(Inner: FunctionComponent<Props>): FunctionComponent<Props> {
  class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const now = this.props as Props;
      const keys = Object.keys(next) as (keyof Props)[];
      return keys.length !== Object.keys(now).length || keys.some((key) => next[key] !== now[key]);
    }

    override render(): preact.ComponentChild {
      return h(Inner as FunctionComponent, this.props);
    }
  }
  return Memo as unknown as FunctionComponent<Props>;
}
