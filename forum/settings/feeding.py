"""What feeds say of this forum."""

from dataclasses import dataclass

from forum.lib import setting_values as values
from forum.settings.variables import variable


@dataclass(frozen=True, kw_only=True)
class Feeding:
    websub_hub: str = variable(
        "FORUM_WEBSUB_HUB",
        values.url("http", "https"),
        "WebSub hub that feeds name, for readers that want to be told. We send it nothing ourselves.",
        default="",
    )
