// What somebody else changed in the meantime comes back as it is now, with what was typed.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status !== 409 || !detail.target.matches(".position, .ballot, .article-edit")) return;
  detail.shouldSwap = true;
  detail.isError = false;
});
