import './icon.css';

const ICONS = {
  lock: 'M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z',
  plus: 'M12 5v14M5 12h14',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20',
  back: 'M14.5 5 8 12l6.5 7',
  people:
    'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3 19c.5-3.5 3-5 6-5s5.5 1.5 6 5M16 5.2a3.2 3.2 0 0 1 0 6M17.5 14.4c2 .6 3.2 2 3.5 4.6',
  close: 'M6 6l12 12M18 6 6 18',
  send: 'M12 19V6M6.5 11 12 5.5 17.5 11',
  down: 'M12 5v13M6.5 13 12 18.5 17.5 13',
  more: 'M8 10l4 4 4-4',
  dots: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 14.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6Z',
  'eye-off':
    'M4 4l16 16M9.9 6A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-3 3.7M6.5 7.5A17 17 0 0 0 2.5 12S6 18.5 12 18.5c1.6 0 3-.4 4.2-1M10 10a2.8 2.8 0 0 0 4 4',
  smile:
    'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM8.5 14c.8 1.3 2 2 3.5 2s2.7-.7 3.5-2M9.2 9.7h.01M14.8 9.7h.01',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5',
  archive: 'M4 5h16v4H4zM6 9v10h12V9M10 13h4',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
  pin: 'M9 4h6l-1 6 3 3H7l3-3ZM12 13v7',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15ZM10 20h4M4 4l16 16',
  pencil: 'M5 19l1-4L16 5l3 3L9 18ZM14 7l3 3',
  bookmark: 'M7 4.5h10v15l-5-3.5-5 3.5Z',
  inbox: 'M4 13.5h4.5l1.5 2.5h4l1.5-2.5H20M4 13.5V18h16v-4.5L17 6H7Z',
  reply: 'M9.5 6 4.5 11l5 5M4.5 11H14c3.5 0 5.5 2.2 5.5 6.5',
  replies:
    'M12 19.5c4.7 0 8-3 8-7.2S16.7 5 12 5s-8 3.1-8 7.3c0 1.9.7 3.5 1.9 4.7L5 20l3.7-1.2c1 .4 2.1.7 3.3.7ZM8.5 11h7M8.5 14h4.5',
  link: 'M10 14a3.5 3.5 0 0 0 5 0l3.5-3.5a3.5 3.5 0 0 0-5-5L12.3 6.7M14 10a3.5 3.5 0 0 0-5 0l-3.5 3.5a3.5 3.5 0 0 0 5 5l1.2-1.2',
  compass: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM15.5 8.5l-2.2 4.8-4.8 2.2 2.2-4.8z',
  clip: 'M19 11.5 12.2 18.3a4.2 4.2 0 0 1-6-6L13 5.5a2.8 2.8 0 0 1 4 4l-6.7 6.7a1.4 1.4 0 0 1-2-2l6-6',
  download: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  forward: 'M9.5 5 16 12l-6.5 7',
  picture: 'M4 5h16v14H4zM4 16l4.5-4.5 4 4 2.5-2.5 5 5M15.5 9.2h.01',
  sound: 'M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM19 16a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0Z',
  film: 'M4 5h16v14H4zM10 9l5 3-5 3Z',
  file: 'M7 3.5h7l4 4v13H7zM14 3.5v4h4',
  clock: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM12 8v4.5l3 1.7',
  warning: 'M12 4 2.8 19.5h18.4ZM12 10v4.5M12 16.8v.4',
} as const;

export type IconName = keyof typeof ICONS;

/** A drawing beside words, or in a button that has a name: never the only thing that says something. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={ICONS[name]} />
    </svg>
  );
}
