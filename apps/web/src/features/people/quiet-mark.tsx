import type { Profile } from '@skein/protocol/people';
import { Icon } from '../../design/icon.tsx';
import { words } from '../../words/words.ts';
import './quiet-mark.css';
import { useQuiet } from './use-quiet.ts';

interface QuietMarkProps {
  readonly profile: Profile;
  /** Where there is little room: the moon, and the rest as its title. */
  readonly isShort?: boolean;
}

/** Says of somebody that they are not to be disturbed, as long as it is so. */
export function QuietMark({ profile, isShort = false }: QuietMarkProps) {
  if (!useQuiet(profile)) return null;
  return (
    <span class="quiet-mark" title={isShort ? words.quiet : undefined}>
      <Icon name="moon" />
      <span class={isShort ? 'visually-hidden' : ''}>{words.quiet}</span>
    </span>
  );
}
