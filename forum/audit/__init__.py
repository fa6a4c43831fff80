"""The register of restrictions and changes. `recorded` is the only way to write it."""

from forum.audit.history import has_been
from forum.audit.models import AuditEntry
from forum.audit.recording import Unrecorded, recorded

__all__ = ["AuditEntry", "Unrecorded", "has_been", "recorded"]
