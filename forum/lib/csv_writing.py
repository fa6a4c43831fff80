"""Tables as CSV, for spreadsheets and for programs."""

import csv
import io
from collections.abc import Iterable, Sequence

Field = str | int | float | None


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Field]]) -> str:
    """None becomes an empty field; texts cannot become formulas."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([safe(name) for name in header])
    for row in rows:
        writer.writerow([safe(field) if isinstance(field, str) else field for field in row])
    return text.getvalue()


def safe(value: str) -> str:
    """A spreadsheet takes a text that begins like a formula for one, so that gets an apostrophe."""
    is_formula = value.lstrip().startswith(("=", "+", "-", "@")) or value.startswith(("\t", "\r", "\n"))
    return f"'{value}" if is_formula else value
