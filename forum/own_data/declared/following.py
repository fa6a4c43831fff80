"""What somebody follows, and what was told to them."""

from forum.following.models import FeedKey, Follow, FollowSettings, Notification
from forum.lib.i18n import lazy
from forum.notifications.models import MailSettings
from forum.own_data.declared.accounts import PROOF, TECHNICAL
from forum.own_data.declaring import Fate, OwnData
from forum.own_data.kinds import Kind

OWN = (
    OwnData(
        name="follows",
        title=lazy("What you follow"),
        kind=Kind.FOLLOWING,
        of=Follow.user_id,
        erased=Fate.GONE,
        shows={
            "what": Follow.kind,
            "number": Follow.target_id,
            "cadence": Follow.cadence,
            "is_automatic": Follow.is_automatic,
            "since": Follow.since,
        },
    ),
    OwnData(
        name="follow_settings",
        title=lazy("How you follow"),
        kind=Kind.FOLLOWING,
        of=FollowSettings.user_id,
        erased=Fate.GONE,
        shows={"is_automatic": FollowSettings.is_automatic, "hears_mentions": FollowSettings.hears_mentions},
    ),
    OwnData(
        name="mail_settings",
        title=lazy("Which mails you get"),
        kind=Kind.FOLLOWING,
        of=MailSettings.user_id,
        erased=Fate.GONE,
        shows={
            "mails": MailSettings.wanted,
            "quiet_hours": MailSettings.quiet_hours,
            "is_weekend_quiet": MailSettings.is_weekend_quiet,
        },
    ),
    OwnData(
        name="feed_key",
        title=lazy("Your own feed"),
        kind=Kind.FOLLOWING,
        of=FeedKey.user_id,
        erased=Fate.GONE,
        shows={"created_at": FeedKey.made_at},
        hides={PROOF: (FeedKey.token_hash,)},
    ),
    OwnData(
        name="notifications",
        title=lazy("What was told to you"),
        kind=Kind.FOLLOWING,
        of=Notification.user_id,
        erased=Fate.GONE,
        shows={
            "what": Notification.what,
            "number": Notification.subject_id,
            "created_at": Notification.created_at,
            "read_at": Notification.read_at,
            "cadence": Notification.cadence,
            "mailed_at": Notification.mailed_at,
        },
        hides={
            TECHNICAL: (
                Notification.key,
                Notification.group_kind,
                Notification.group_id,
                Notification.mail_due_at,
            )
        },
    ),
)
