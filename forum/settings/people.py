"""Who can take part, and how much of it at a time."""

from dataclasses import dataclass

from forum.lib import setting_values as values
from forum.settings.variables import variable


@dataclass(frozen=True, kw_only=True)
class People:
    registration: str = variable(
        "FORUM_REGISTRATION",
        values.one_of("open", "domains", "invite", "closed"),
        "Who can make an account: everybody (open), who has an e-mail address of certain domains or an "
        "invitation (domains), who has an invitation (invite), or nobody (closed). "
        "docs/joining.md tells more.",
        default="open",
    )
    registration_domains: tuple[str, ...] = variable(
        "FORUM_REGISTRATION_DOMAINS",
        values.domains,
        "Domains of e-mail addresses that can make an account where FORUM_REGISTRATION=domains, by commas: "
        "example.nl, *.example.nl (all below it).",
        default=(),
    )
    require_verified_email: bool = variable(
        "FORUM_REQUIRE_VERIFIED_EMAIL",
        values.boolean,
        "Whether writing needs a confirmed e-mail address.",
        default=True,
    )
    require_second_factor: str = variable(
        "FORUM_REQUIRE_SECOND_FACTOR",
        values.one_of("staff", "everybody", "nobody"),
        "Who has to have a second factor: staff (moderators and administrators), everybody or nobody.",
        default="staff",
    )
    second_factor_grace: int = variable(
        "FORUM_SECOND_FACTOR_GRACE",
        values.days,
        "Days after which who has to have a second factor and has none can no longer moderate or administer.",
        default=14,
    )
    post_limit: str = variable(
        "FORUM_POST_LIMIT",
        values.limits,
        "How many threads and comments one person may post; half of it in an account's first day.",
        default="10 per 10 minutes; 50 per day",
    )
    position_limit: str = variable(
        "FORUM_POSITION_LIMIT",
        values.limits,
        "How many positions one person may propose; half of it in an account's first day.",
        default="10 per hour; 20 per day",
    )
    withhold_names: bool = variable(
        "FORUM_WITHHOLD_NAMES",
        values.boolean,
        "Whether somebody can leave their name out with a text: moderators know it then, others do not.",
        default=True,
    )
    vote_limit: str = variable(
        "FORUM_VOTE_LIMIT",
        values.limits,
        "How many votes one person may cast or change; half of it in an account's first day.",
        default="60 per minute",
    )
