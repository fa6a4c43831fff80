"""How much of everything, and where chance comes from: the same recipe gives the same content."""

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from random import Random

from forum.lib.errors import Invalid
from forum.lib.i18n import _
from forum.lib.ids import ALPHABET, LENGTH

MOST_REPLIES = 900_000  # in one thread: a comment's path counts in six digits


@dataclass(frozen=True, slots=True)
class Recipe:
    """`comments` are replies; each thread's opening text comes on top. `positions` are those of members; the
    articles' own get votes too. `seed` chooses one of many forums of that size."""

    users: int = 300
    threads: int = 40
    comments: int = 400
    positions: int = 60
    votes: int = 12_000
    seed: int = 1

    def check(self) -> None:
        """Raises Invalid for numbers that cannot go together."""
        if self.users == 0:
            raise Invalid({"users": _("Somebody has to write and vote: ask for at least one account.")})
        if self.comments > self.threads * MOST_REPLIES:
            raise Invalid({"threads": _("That many comments do not fit in so few threads.")})

    @property
    def domain(self) -> str:
        """Of the accounts' addresses; RFC 2606 keeps it from ever existing."""
        return f"seed-{self.seed}.example.org"

    def chance(self, *about: object) -> Random:
        return Random("/".join(map(str, (self.seed, *about))))  # noqa: S311 (nothing secret depends on it)

    def numbers(self, *about: int) -> list[int]:
        """The same for numpy's generators."""
        return [self.seed, *about]

    def public_id(self, kind: str, *numbers: int) -> str:
        """Its own for every recipe, so that one can tell what is already there."""
        name = "/".join(map(str, (*astuple(self), kind, *numbers)))
        value = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
        characters = []
        for _place in range(LENGTH):
            value, index = divmod(value, len(ALPHABET))
            characters.append(ALPHABET[index])
        return "".join(characters)


def shared_out(total: int, weights: Sequence[float], most: int | None = None) -> list[int]:
    """Divide `total` by weight into whole parts, none above `most`; what fits nowhere is left over."""
    parts = [0] * len(weights)
    open_parts = [index for index, weight in enumerate(weights) if weight > 0]
    left = total
    while left > 0 and open_parts:
        weight = sum(weights[index] for index in open_parts)
        wanted = {index: left * weights[index] / weight for index in open_parts}
        given = 0
        for index, want in sorted(wanted.items(), key=lambda each: (-(each[1] % 1), each[0])):
            part = min(max(int(want), 0), left - given)
            part = part if most is None else min(part, most - parts[index])
            parts[index] += part
            given += part
        open_parts = [index for index in open_parts if most is None or parts[index] < most]
        left -= given
        if given == 0:  # less than one for each: the largest remainders get one
            for index in sorted(open_parts, key=lambda each: (-(wanted[each] % 1), each))[:left]:
                parts[index] += 1
                left -= 1
            open_parts = [index for index in open_parts if most is None or parts[index] < most]
    return parts
