"""Names as people may show them: their own, in any script, and not somebody else's.

Decision 27 of SECURITY.md. The name is shown as typed; what a forger needs (invisible characters,
scripts mixed within a name, the words of the staff) is refused.
"""

import re
import unicodedata

from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.lib.text import clean_line

SHORTEST, LONGEST = 2, 60
PUNCTUATION = frozenset(" .,'’ʼ\"()&/·-‐–_")
# More marks than this on one letter reach into the lines above and below.
MOST_MARKS = 3

# Scripts that are written together.
EAST_ASIAN = frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})
SCRIPTS = EAST_ASIAN | set(
    """
    GREEK CYRILLIC ARMENIAN HEBREW ARABIC SYRIAC THAANA TIFINAGH ETHIOPIC GEORGIAN DEVANAGARI BENGALI GURMUKHI
    GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM SINHALA THAI LAO TIBETAN MYANMAR KHMER
    """.split()  # noqa: SIM905
)

# A name with one of these words speaks for the forum.
STAFF_WORDS = frozenset({"admin", "administrator", "beheerder", "moderator", "moderatie", "samenspraak"})
# These are refused as a whole name only: "Marieke Support" may exist.
SYSTEM_NAMES = frozenset(
    """
    anonymous anoniem everybody iedereen forum helpdesk info mailer-daemon noreply no-reply postmaster
    redactie root security staff beheer support systeem system webmaster www
    """.split()  # noqa: SIM905
)
LOOKALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "3": "e", "4": "a", "5": "s", "7": "t"})


def clean_name(value: str, *, is_staff: bool = False) -> str:
    """The name as it will be shown. Raises Invalid at `name`. Staff may use the forum's own words."""
    # A far too long name is judged by its beginning: it is refused anyway.
    name = clean_line(value[:1000])
    if len(name) < SHORTEST:
        raise _invalid(_("Fill in your name: at least two letters."))
    if len(name) > LONGEST or len(value) > 1000:
        raise _invalid(_("Use at most %(most)s characters for your name.", most=LONGEST))
    _check_characters(name)
    if not is_staff and is_reserved(name):
        raise _invalid(_("This name looks like that of the forum's staff. Use your own name."))
    return name


def _check_characters(name: str) -> None:
    letters, marks, scripts = 0, 0, set[str]()
    for character in name:
        if character in PUNCTUATION or "0" <= character <= "9":
            marks = 0
            continue
        is_mark = unicodedata.category(character) in ("Mn", "Mc")
        marks = marks + 1 if is_mark else 0
        script = _script_of(character)
        if script is None or marks > MOST_MARKS or (is_mark and not letters):
            raise _invalid(_("Use only letters, digits, spaces and . , ' - & ( ) in your name."))
        letters += not is_mark
        if script != "COMBINING":
            scripts.add(script)
    if letters < SHORTEST:
        raise _invalid(_("Fill in your name: at least two letters."))
    if len(scripts) > 1 and not scripts <= EAST_ASIAN:
        raise _invalid(_("Write your name in one script, for instance only in Latin letters."))


def _script_of(character: str) -> str | None:
    """The first word of the character's Unicode name tells the script. None: not for names."""
    words = unicodedata.name(character, "").split()
    category = unicodedata.category(character)
    if category not in ("Lu", "Ll", "Lt", "Lo", "Lm", "Mn", "Mc") or "FILLER" in words or "JOINER" in words:
        return None
    if words[0] in SCRIPTS or words[0] == "COMBINING":
        return words[0]
    return None


def is_reserved(name: str) -> bool:
    words = {_skeleton(word) for word in re.split(r"[^\w]+|_", name)}
    whole = _skeleton(name)
    return bool(words & _STAFF) or whole in _SYSTEM


def _skeleton(value: str) -> str:
    """What a hasty eye reads: without case, accents and punctuation, look-alikes folded together."""
    decomposed = unicodedata.normalize("NFKD", value).casefold()
    plain = "".join(c for c in decomposed.translate(LOOKALIKES) if c.isalnum())
    return plain.replace("rn", "m").replace("vv", "w")


_STAFF = frozenset(_skeleton(word) for word in STAFF_WORDS)
_SYSTEM = frozenset(_skeleton(name) for name in SYSTEM_NAMES | STAFF_WORDS)


def _invalid(message: str) -> Invalid:
    return Invalid({"name": message})
