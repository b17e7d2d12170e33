/** The style of the server's own pages, in the page itself: they work where nothing else does. */
export const OWN_PAGE_STYLE = `
:root{color-scheme:light dark;--paper:#f3efe7;--ink:#23211d;--quiet:#645d50;--edge:#d9d0bf;--raised:#fdfbf7;--deep:#3a4796;--on-deep:#fff}
@media(prefers-color-scheme:dark){:root{--paper:#14161d;--ink:#eae6dd;--quiet:#a3a5b0;--edge:#333743;--raised:#1a1d26;--deep:#aab6ff;--on-deep:#171b36}}
*{box-sizing:border-box;margin:0}
body{min-height:100svh;display:grid;grid-template-rows:auto 1fr auto;overflow-x:hidden;background:var(--paper);color:var(--ink);font:1rem/1.6 -apple-system,'Segoe UI Variable Text','Segoe UI',Roboto,Cantarell,Ubuntu,'Noto Sans','Liberation Sans','Helvetica Neue',Arial,sans-serif}
header,main,footer{width:100%;max-width:44rem;margin-inline:auto;padding-inline:1.5rem}
header{padding-block:1.75rem}
header a{color:inherit;text-decoration:none;font:600 1.375rem/1 ui-serif,Georgia,'Noto Serif',serif;letter-spacing:-.01em}
main{align-self:center;padding-block:1rem 4rem}
svg{display:block;width:100vw;height:max(5rem,13.9vw);margin-inline:calc(50% - 50vw);margin-block-end:2rem}
svg path{fill:none;stroke-width:2.25px;vector-effect:non-scaling-stroke;stroke-linecap:round}
.a{stroke:#a8321f}.b{stroke:#7d5a00}.c{stroke:#1f6b50}.d{stroke:#3a4796}.e{stroke:#8a2c66}.b,.c,.d,.e{opacity:.42}
@media(prefers-color-scheme:dark){.a{stroke:#ff9a85}.b{stroke:#e6bf62}.c{stroke:#7fd1ab}.d{stroke:#aab6ff}.e{stroke:#f29ccb}}
h1{font:600 clamp(2rem,1.4rem + 2.6vw,3.25rem)/1.12 ui-serif,Georgia,'Noto Serif',serif;letter-spacing:-.015em;text-wrap:balance}
p{margin-block-start:1rem;max-width:36rem;color:var(--quiet);text-wrap:pretty}
code{display:block;margin-block-start:1.25rem;padding:.7rem 1rem;border:1px solid var(--edge);border-radius:.6rem;background:var(--raised);font:.9375rem/1.5 ui-monospace,monospace;overflow-wrap:anywhere}
nav{display:flex;flex-wrap:wrap;gap:.75rem;margin-block-start:2rem}
nav a{min-height:2.75rem;padding:.6rem 1.25rem;border:1px solid var(--edge);border-radius:.625rem;color:inherit;text-decoration:none;font-weight:600}
nav a:first-child{background:var(--deep);border-color:var(--deep);color:var(--on-deep)}
a:hover{text-decoration:underline;text-underline-offset:.2em}
a:focus-visible{outline:3px solid var(--deep);outline-offset:3px}
footer{padding-block:1.5rem;color:var(--quiet);font-size:.875rem}
@media(forced-colors:active){svg path{stroke:CanvasText}}
`;

/** Five threads come in from one edge; four go on together to the other, one lets go. */
export const THREADS = `<svg viewBox="-220 0 1440 200" aria-hidden="true" preserveAspectRatio="xMidYMid slice">
<path class="a" d="M-300 22C-200 22-100 40 0 40 160 40 220 112 340 104S520 64 640 96 790 150 820 112 764 70 752 110 812 178 880 168"/>
<path class="b" d="M-300 60C-200 60-100 72 0 72 150 72 230 84 340 96S520 112 640 88 830 40 1000 44 1200 60 1300 56"/>
<path class="c" d="M-300 108C-200 108-100 104 0 104 140 104 240 104 340 100S520 88 640 100 840 84 1000 76 1200 84 1300 92"/>
<path class="d" d="M-300 150C-200 150-100 136 0 136 150 136 230 112 340 108S520 84 640 104 850 116 1000 104 1200 70 1300 68"/>
<path class="e" d="M-300 184C-200 184-100 168 0 168 160 168 220 88 340 92S520 116 640 92 840 60 1000 62 1200 104 1300 112"/>
</svg>`;
