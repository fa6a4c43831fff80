"""What a hasty eye reads in a name, so that two names that look alike can be told.

After the skeletons of Unicode's UTS 39, for the letters that names here may have: the capitals and small
letters of Greek, Cyrillic and Armenian, and the strange ones of Latin, that resemble a plain Latin letter.
Stricter than UTS 39 in folding case, accents and digits too, as somebody does who reads on a phone.
"""

import unicodedata

# Whose small letter looks different: Greek Η is an H, its η is an n.
_CAPITALS = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ" + "АВЕЅІЈКМНОРСТУҮХԚԜӀ" + "ՍՏՕԼ",
    "abezhikmnoptyxc" + "abesijkmhopctyyxqwl" + "usol",
)
_SMALL = str.maketrans(
    "αβγεικνορστυχωϲϳ" + "авгеѕіјкмнопрстуүхһԁԛԝӏ" + "ցզհոսօյռ" + "ıłøđħŧɑɡſ",
    "abyeikvopotuxwcj" + "abresijkmhonpctyyxhdqwl" + "gqhnuojn" + "iloohtags",
)
_PAIRS = {"æ": "ae", "œ": "oe"}
_FOLDED = str.maketrans(
    {"0": "o", "1": "l", "i": "l", "|": "l", "3": "e", "4": "a", "5": "s", "7": "t"} | _PAIRS
)


def skeleton(value: str) -> str:
    """Without case, accents, spaces and punctuation, and with look-alikes folded together."""
    decomposed = unicodedata.normalize("NFKD", value).translate(_CAPITALS).casefold()
    folded = decomposed.translate(_SMALL).translate(_FOLDED)
    plain = "".join(character for character in folded if character.isalnum())
    return plain.replace("rn", "m").replace("vv", "w")
