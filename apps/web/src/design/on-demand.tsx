import { type FunctionComponent, h } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A part of the page whose code comes when it is first shown. Until then, and where it cannot be had, nothing is there. */
export function onDemand<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
): FunctionComponent<Props> {
  let loaded: FunctionComponent<Props> | undefined;
  return function OnDemand(props: Props) {
    const [Inner, setInner] = useState<FunctionComponent<Props> | undefined>(() => loaded);
    useEffect(() => {
      if (!loaded)
        void load().then(
          (inner) => setInner(() => (loaded = inner)),
          () => {},
        );
    }, []);
    return Inner ? h(Inner, props) : null;
  };
}
