// Writing a synthesis: how many words its four parts have together; the server decides. Marking one: saying
// what happened, and putting the focus where one goes on.

const counter = document.querySelector("[data-word-count]");
const announcer = document.getElementById("announcer");

// As forum/synthesis/rules.py counts: what stands between white space and holds a letter or a digit.
const wordsIn = (text) => text.split(/\s+/u).filter((one) => /[\p{L}\p{N}]/u.test(one)).length;

function count() {
  const most = Number(counter.dataset.most);
  const fields = [...document.querySelectorAll("textarea[data-counts-words]")];
  const words = fields.reduce((sum, field) => sum + wordsIn(field.value), 0);
  const line = counter.querySelector("[data-words]");
  line.textContent = line.dataset.words.replace("{n}", words);
  counter.querySelector("progress").value = Math.min(words, most);
  const isOver = words > most;
  if (isOver && !counter.hasAttribute("data-over")) announcer.textContent = line.dataset.tooMany;
  counter.toggleAttribute("data-over", isOver);
}

if (counter) {
  document.addEventListener("input", ({ target }) => target.matches("[data-counts-words]") && count());
  count();
}

document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (!target.matches(".recognition")) return;
  const wrong = target.querySelector("[aria-invalid=true]");
  (wrong?.querySelector("input") ?? wrong ?? target.querySelector("[tabindex]")).focus();
  announcer.textContent = target.querySelector("[data-say]")?.textContent ?? "";
});
