// The moderators' queue: after each step the next thing is read from its beginning, and the list knows where
// one is. And the menus of moderators elsewhere close when one goes on.

// Another was first, or the thing takes no such change: what stands there now comes in the answer.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status !== 409 || !detail.target.matches("[data-takes-conflict]")) return;
  detail.shouldSwap = true;
  detail.isError = false;
});

document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.id !== "queue-item") return;
  for (const link of document.querySelectorAll("#queue-list .queue-row > a")) {
    const isHere = new URL(link.href).pathname === `/moderation/items/${target.dataset.item}`;
    if (isHere) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  scrollTo({ top: 0, behavior: "instant" });
  target.querySelector("h2")?.focus({ preventScroll: true });
});

function closeMenus(but) {
  for (const menu of document.querySelectorAll(".moderate[open]")) if (!menu.contains(but)) menu.open = false;
}

document.addEventListener("htmx:afterSwap", () => closeMenus());
document.addEventListener("click", ({ target }) => closeMenus(target));
