// The form of a decision: ready sentences fill the reason, what a key or a tap opens is where one goes on, and
// Escape goes back. Without this, the sentences are there to copy.

function offer(sentences) {
  for (const one of sentences.children) {
    if (one.querySelector("button")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = one.textContent;
    one.replaceChildren(button);
  }
}

const offerAll = () => document.querySelectorAll(".ready").forEach(offer);

document.addEventListener("click", ({ target }) => {
  const sentences = target.closest("button")?.closest(".ready");
  const field = document.getElementById(sentences?.dataset.fills);
  if (!field) return;
  field.value = target.textContent;
  field.focus();
});

document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.matches?.(".decision") || !target.open) return;
    const [chosen, first] = ["input:checked", "input:not([type=hidden]), a"].map((what) =>
      target.querySelector(`:scope > :not(summary) :is(${what})`),
    );
    target.scrollIntoView({ block: "nearest" });
    (chosen ?? first)?.focus();
  },
  true, // toggle does not bubble
);

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".decide form, .action-form");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) form.requestSubmit();
  const open = event.key === "Escape" && event.target.closest?.(".decision[open], .moderate[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

document.addEventListener("htmx:afterSettle", offerAll);
offerAll();
