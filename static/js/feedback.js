// After htmx changed a piece of the page: put the focus where one goes on, say what happened,
// and when something was refused, show why beside the form, with the text still in it.

const announcer = document.getElementById("announcer");

function say(words) {
  announcer.textContent = "";
  setTimeout(() => (announcer.textContent = words), 100); // a change is announced, a first text is not
}

function goOnIn(element) {
  const first = element.querySelector("[aria-invalid=true]") ?? element.querySelector("[data-begin], textarea");
  if (!first) return;
  first.focus();
  if (first.setSelectionRange) first.setSelectionRange(first.value.length, first.value.length);
}

document.addEventListener("htmx:afterSettle", (event) => {
  const { target } = event;
  const isRefused = target.matches(".composer") && target.querySelector("[aria-invalid=true]");
  if (target.matches(".answer-slot") || isRefused) goOnIn(target);
  if (target.matches("[data-begin]")) target.focus();
});

document.addEventListener("htmx:oobAfterSwap", (event) => {
  const article = event.detail.target.lastElementChild?.querySelector("article");
  if (!article) return;
  article.tabIndex = -1;
  // The form is still there, and goes only now: focusing before would leave the reader below the new text.
  setTimeout(() => article.focus());
  say(article.getAttribute("aria-label"));
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const message = event.detail.elt.querySelector?.("[data-form-message]");
  if (message) message.textContent = "";
});

function refused(event) {
  const { elt, xhr } = event.detail;
  if (elt.matches("a[href]")) {
    location.assign(elt.href); // the page itself explains
    return;
  }
  const message = elt.matches("form") && elt.querySelector("[data-form-message]");
  if (!message) return;
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const reason = page.querySelector("[data-error-text]")?.textContent.trim();
  message.textContent = [elt.dataset.notSent ?? announcer.dataset.notSent, reason].filter(Boolean).join(" ");
}

document.addEventListener("htmx:responseError", refused);
document.addEventListener("htmx:sendError", refused);
document.addEventListener("htmx:timeout", refused);
