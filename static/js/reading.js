// While reading: the list of questions follows along, the count of new comments leads to the first of them,
// and what is too wide can be scrolled with the keyboard.

const list = document.querySelector("[data-follow-reading]");

if (list) {
  const links = [...list.querySelectorAll("a[href^='#']")];
  const passages = links.map((link) => document.getElementById(link.hash.slice(1)));
  let isWaiting = false;

  const follow = () => {
    isWaiting = false;
    // Where a passage stands after following its link; the last ones may not get that high.
    const isAtEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const line = isAtEnd ? innerHeight : innerHeight * 0.28;
    const here = passages.findLastIndex((one) => one && one.getBoundingClientRect().top < line);
    links.forEach((link, index) =>
      index === here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"),
    );
  };
  const soon = () => {
    if (!isWaiting) requestAnimationFrame(follow);
    isWaiting = true;
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  follow();
}

const news = document.querySelector("[data-first-new]");
const firstNew = document.querySelector(".comment[data-new]:not([data-opening])");

if (news && firstNew) {
  const link = document.createElement("a");
  link.href = `#${firstNew.id}`;
  link.textContent = news.textContent;
  news.replaceChildren(link);
}

const { scrolls } = document.getElementById("announcer").dataset;

function reach(within) {
  for (const wide of within.querySelectorAll(":is(.prose, .article) :is(pre, table)")) {
    if (wide.scrollWidth <= wide.clientWidth + 1) continue;
    wide.tabIndex = 0;
    if (wide.matches("pre")) wide.setAttribute("role", "group"); // so that its name is read
    wide.setAttribute("aria-label", scrolls);
  }
}

reach(document);
addEventListener("resize", () => reach(document));
document.addEventListener("toggle", ({ target }) => reach(target), true); // what was folded had no width
document.addEventListener("htmx:afterSettle", ({ target }) => reach(target));
