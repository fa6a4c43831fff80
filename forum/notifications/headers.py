"""Headers of mails that stay whole: programs read them, and most read no encoded word in an address.

Python's own classes write a header that is longer than a line as encoded words.
"""

from email.headerregistry import HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy

WHOLE = ("List-Unsubscribe", "List-Id", "References", "In-Reply-To")


class _WholeHeader(UniqueUnstructuredHeader):
    def fold(self, *, policy: EmailPolicy) -> str:
        """Broken at spaces only. What stands here is ASCII and never longer than RFC 5322 allows."""
        value = str(self).replace(" ", policy.linesep + " ")
        return f"{self.name}: {value}{policy.linesep}"  # type: ignore[attr-defined]


def _policy() -> "EmailPolicy[EmailMessage]":
    registry = HeaderRegistry()
    for name in WHOLE:
        registry.map_to_type(name, _WholeHeader)  # type: ignore[arg-type]
    return SMTP.clone(header_factory=registry)


POLICY = _policy()
