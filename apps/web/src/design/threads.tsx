import './threads.css';

const THREADS = [
  'M-20 60C180 20 300 190 520 178S820 40 1220 96',
  'M-20 104C170 84 310 204 520 186S860 96 1220 30',
  'M-20 150C190 150 330 206 520 194S830 170 1220 150',
  'M-20 200C200 212 340 210 520 202S840 214 1220 214',
  'M-20 252C190 268 330 218 520 210S850 262 1220 282',
  'M-20 306C180 316 320 226 520 218S830 330 1220 340',
  'M-20 350C200 372 330 240 520 226S860 360 1220 392',
];

/** Threads that come from everywhere, run together for a while and part again. */
export function Threads() {
  return (
    <svg class="threads" viewBox="0 0 1200 420" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      {THREADS.map((thread, index) => (
        <path key={thread} class={`thread-${index}`} d={thread} />
      ))}
    </svg>
  );
}

/** The same, in small: where there is nothing yet. */
export function Strand() {
  return (
    <svg class="strand" viewBox="0 0 120 36" aria-hidden="true">
      <path class="thread-0" d="M2 8C30 2 42 28 62 18S98 4 118 12" />
      <path class="thread-1" d="M2 18c28 0 40 8 60 2s36-6 56-2" />
      <path class="thread-2" d="M2 29c28 4 40-14 60-7s34 10 56 2" />
    </svg>
  );
}
