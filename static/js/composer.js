// Small comforts while writing: room that grows, a count near the limit, a way back, a readable password.

const grows = CSS.supports("field-sizing", "content");

function count(area) {
  const most = Number(area.dataset.atMost);
  const left = most - area.value.length;
  let line = area.nextElementSibling?.matches(".count") ? area.nextElementSibling : null;
  if (left > most / 10 && !("alwaysCount" in area.dataset)) {
    line?.remove();
    return;
  }
  if (!line) {
    line = document.createElement("p");
    line.className = "count";
    area.after(line);
  }
  line.toggleAttribute("data-over", left < 0);
  line.textContent = `${Math.abs(left)} ${left < 0 ? area.dataset.over : area.dataset.left}`;
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches("textarea")) return;
  if (!grows) {
    target.style.height = "auto";
    target.style.height = `${Math.min(target.scrollHeight + 4, 512)}px`;
  }
  if (target.dataset.atMost) count(target);
});

document.querySelectorAll("textarea[data-always-count]").forEach(count);

document.addEventListener("click", (event) => {
  const slot = event.target.closest("[data-cancel]")?.closest(".answer-slot");
  if (!slot) return;
  event.preventDefault();
  slot.replaceChildren();
  slot.previousElementSibling?.querySelector(".comment-actions a")?.focus();
});

for (const field of document.querySelectorAll("[data-show-password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = field.dataset.showPassword;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const isShown = field.type === "text";
    field.type = isShown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!isShown));
  });
  const group = document.createElement("div");
  group.className = "with-button";
  field.replaceWith(group);
  group.append(field, button);
}
