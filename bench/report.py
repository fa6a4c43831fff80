"""The figures of one run, as a table to read or as JSON to keep."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any


@dataclass
class Figures:
    """One page for one kind of reader. `rates`: requests per second, one for each round."""

    page: str
    reader: str
    statements: int = 0
    size: int = 0
    gzipped: int = 0
    rates: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    """Each rate to that of the bare page in the same round."""
    cpu: list[float] = field(default_factory=list)
    """Milliseconds of a processor for one request, one for each round; empty where this is not known."""
    latencies: list[float] = field(default_factory=list)
    """Milliseconds, of all rounds."""

    def percentile(self, percent: int) -> float:
        return quantiles(self.latencies, n=100)[percent - 1] if len(self.latencies) > 1 else 0.0

    def middle_half(self) -> tuple[float, float]:
        """Between these lie half of the ratios: how much the rounds differ."""
        if len(self.ratios) < 2:
            return self.ratios[0], self.ratios[0]
        first, _median, third = quantiles(self.ratios, n=4, method="inclusive")
        return first, third

    def summary(self) -> dict[str, Any]:
        return {
            "page": self.page,
            "reader": self.reader,
            "requests_per_second": round(median(self.rates), 1),
            "ratio_to_bare": round(median(self.ratios), 3),
            "ratio_quartiles": [round(ratio, 3) for ratio in self.middle_half()],
            "cpu_ms": round(median(self.cpu), 2) if self.cpu else None,
            "p50_ms": round(self.percentile(50), 2),
            "p99_ms": round(self.percentile(99), 2),
            "statements": self.statements,
            "bytes": self.size,
            "bytes_gzip": self.gzipped,
            "requests": len(self.latencies),
        }


HEADINGS = (
    "page",
    "reader",
    "req/s",
    "of bare",
    "mid half",
    "CPU ms",
    "p50 ms",
    "p99 ms",
    "SQL",
    "kB",
    "gzip kB",
)


def table(figures: Sequence[Figures]) -> str:
    """A Markdown table that also reads in a terminal."""
    rows = [HEADINGS, *(_row(one.summary()) for one in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [_line(row, widths) for row in rows]
    rule = "|".join("-" * (width + 1) + ("-" if column < 2 else ":") for column, width in enumerate(widths))
    return "\n".join([lines[0], f"|{rule}|", *lines[1:]])


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    return (
        one["page"],
        one["reader"],
        f"{one['requests_per_second']:.0f}",
        f"{one['ratio_to_bare']:.0%}",
        "-".join(f"{ratio:.0%}" for ratio in one["ratio_quartiles"]),
        "-" if one["cpu_ms"] is None else f"{one['cpu_ms']:.1f}",
        f"{one['p50_ms']:.1f}",
        f"{one['p99_ms']:.1f}",
        str(one["statements"]),
        f"{one['bytes'] / 1000:.1f}",
        f"{one['bytes_gzip'] / 1000:.1f}",
    )


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        text.ljust(width) if column < 2 else text.rjust(width)
        for column, (text, width) in enumerate(zip(row, widths, strict=True))
    ]
    return f"| {' | '.join(cells)} |"
