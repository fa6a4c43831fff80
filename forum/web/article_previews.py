"""How an edited article will look, and in words what changes in it."""

from dataclasses import dataclass

from markupsafe import Markup

from forum.articles.changes import Change, What
from forum.lib.i18n import _
from forum.transfer.editing import Checked

LANGUAGES = {"nl": "Nederlands", "en": "English"}


@dataclass(frozen=True, slots=True)
class Told:
    """A line with the words that it is about. `line`: in its field, 0 for none."""

    text: str
    words: str = ""
    line: int = 0
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class PreviewBlock:
    """`questions`: the numbers and titles of those whose passage begins here."""

    html: Markup
    questions: tuple[tuple[int, str], ...]


def previews_of(checked: Checked) -> dict[str, list[PreviewBlock]]:
    """The text in each language as readers will get it, its passages marked."""
    questions = checked.source.questions if checked.source else ()
    named = {one.slug: (number, one.title) for number, one in enumerate(questions, start=1)}
    return {
        locale: [
            PreviewBlock(
                # Both languages are on one page, and an id can stand there once.
                Markup(block.html.replace(' id="question-', f' id="preview-{locale}-')),  # noqa: S704
                tuple(
                    (named[slug][0], named[slug][1].get(locale) or named[slug][1]["nl"])
                    for slug in block.questions
                    if slug in named
                ),
            )
            for block in text.blocks
        ]
        for locale, text in checked.texts.items()
    }


def told_of(change: Change) -> Told:
    language = LANGUAGES.get(change.locale, "")
    at = {"question": change.question, "language": language}
    text = {
        What.HEAD: lambda: _("The title, the introduction, the source or the place in front changes."),
        What.TEXT: lambda: _("The text changes (%(language)s).", language=language),
        What.LESSON_ADDED: lambda: _("A lesson comes in:"),
        What.LESSON_RETIRED: lambda: _("A lesson leaves the lists, and stays at its address:"),
        What.LESSON_CHANGED: lambda: _("A lesson changes:"),
        What.QUESTION_ADDED: lambda: _("A question comes in:"),
        What.QUESTION_RETIRED: lambda: _("A question leaves the lists, and stays at its address:"),
        What.QUESTION_CHANGED: lambda: _("A question changes:"),
        What.POSITION_ADDED: lambda: _("A position comes in at “%(question)s”:", question=change.question),
        What.POSITION_REMOVED: lambda: _(
            "A position leaves “%(question)s”, unless people voted on it:", question=change.question
        ),
        What.PERSPECTIVES: lambda: _("The list of roles from which people speak changes."),
        What.ANCHOR_LOST: lambda: _("“%(question)s” loses its passage (%(language)s):", **at),
        What.ANCHOR_FOUND: lambda: _("“%(question)s” gets a passage (%(language)s):", **at),
        What.ANCHOR_MOVED: lambda: _("The passage of “%(question)s” becomes (%(language)s):", **at),
    }[change.what]()
    is_named = change.what is not What.HEAD
    return Told(text, change.name if is_named else "", is_warning=change.what is What.ANCHOR_LOST)
