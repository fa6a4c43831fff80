// A row of tabs that is wider than the screen begins in sight of the one that one is on.

for (const current of document.querySelectorAll(".states [aria-current]")) {
  const row = current.closest("ul");
  const [tab, seen] = [current.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += tab.left + tab.width / 2 - (seen.left + seen.width / 2);
}
