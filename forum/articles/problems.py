"""What is wrong with a content file, each thing at its line, all of it told at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Place(NamedTuple):
    """Line and column in a file, both counted from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A warning stops nothing; any other problem keeps the file from being loaded."""

    path: str
    line: int
    column: int
    message: str
    is_warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.is_warning else ""
        return f"{self.path}:{self.line}:{self.column}: {kind}{self.message}"


class UnusableSource(Exception):
    """The file cannot be used. `problems` says why, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, problems)))


class Findings:
    """Collects the problems of one file while it is read on."""

    # Enough to mend a file by; a file with more is probably not meant for us.
    MOST = 100

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: list[Problem] = []

    def error(self, place: Place, message: str) -> None:
        self._add(Problem(self.path, place.line, place.column, message))

    def warning(self, place: Place, message: str) -> None:
        self._add(Problem(self.path, place.line, place.column, message, is_warning=True))

    def _add(self, problem: Problem) -> None:
        if problem not in self._found and len(self._found) < self.MOST:
            self._found.append(problem)

    @property
    def problems(self) -> list[Problem]:
        return sorted(self._found)

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.is_warning]

    def stop_on_errors(self) -> None:
        """Raises UnusableSource when anything but warnings was found."""
        if len(self.warnings) < len(self._found):
            raise UnusableSource(self.problems)
