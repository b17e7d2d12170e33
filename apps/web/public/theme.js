// Before the first paint, so that whoever chose a theme never sees the other one flash.
try {
  const theme = localStorage.getItem('skein.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system's theme it is then.
}
