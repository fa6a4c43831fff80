// A text that is there to be copied gets a button that does it; without the clipboard it stays a text to select.

const announcer = document.getElementById("announcer");

function addButton(field) {
  if (field.nextElementSibling?.matches(".copy")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet small copy";
  button.textContent = field.dataset.copy;
  // Where many fields say "Copy", each button still has a name of its own.
  if (field.dataset.copyName) button.ariaLabel = field.dataset.copyName;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.select();
      return;
    }
    button.textContent = announcer.textContent = field.dataset.copied;
    setTimeout(() => {
      button.textContent = field.dataset.copy;
      announcer.textContent = "";
    }, 2000);
  });
  field.after(button);
}

function addButtons(within) {
  if (navigator.clipboard) within.querySelectorAll("[data-copy]").forEach(addButton);
}

addButtons(document);
document.addEventListener("htmx:afterSettle", ({ target }) => addButtons(target));
