// A permanent link is copied on click; without the clipboard it is an ordinary link.

const { copied } = document.getElementById("announcer").dataset;

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-copy-link]");
  if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(link.href);
  } catch {
    location.assign(link.href);
    return;
  }
  const words = link.textContent;
  link.textContent = copied;
  document.getElementById("announcer").textContent = copied;
  setTimeout(() => {
    link.textContent = words;
    document.getElementById("announcer").textContent = "";
  }, 2000);
});
