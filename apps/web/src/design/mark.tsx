import { words } from '../words/words.ts';
import './mark.css';

const CURVE = 'M22.6 9.4C20.2 6 9.6 5.6 9.6 11.2c0 5.4 12.8 4.2 12.8 9.8 0 5.4-10.4 5.2-13 1.6';

/** The mark: three threads laid side by side into an S. */
export function Mark() {
  return (
    <svg class="mark" viewBox="4 2 24 28" aria-hidden="true">
      <mask id="mark-threads" maskUnits="userSpaceOnUse" x="0" y="0" width="32" height="32">
        <path d={CURVE} class="mark-both" />
        <path d={CURVE} class="mark-between" />
      </mask>
      <path class="mark-outer" mask="url(#mark-threads)" d="M0 0h32v32H0z" />
      <path class="mark-inner" d={CURVE} />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span class="wordmark">
      <Mark />
      {words.product}
    </span>
  );
}
