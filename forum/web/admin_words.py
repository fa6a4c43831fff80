"""What the checks look at and what the clock does, in words for administrators."""

from forum.lib.i18n import lazy

LOOKED_AT = {
    "base address": lazy("Address"),
    "trusted hosts": lazy("Host names"),
    "proxy": lazy("Reverse proxy"),
    "secret key": lazy("Files for us alone"),
    "database": lazy("Database"),
    "tables": lazy("Tables"),
    "writing": lazy("Changes"),
    "place of the database": lazy("Place of the database"),
    "disk": lazy("Disk"),
    "queue": lazy("Queue"),
    "worker": lazy("Worker"),
    "outbox": lazy("Outbox"),
    "dead letters": lazy("Dead letters"),
    "chores": lazy("By the clock"),
    "sender of mails": lazy("Sender of mails"),
    "mail server": lazy("Mail server"),
    "refused mails": lazy("Refused mails"),
    "uncertain mails": lazy("Uncertain mails"),
    "providers": lazy("Sign-in providers"),
    "roles of providers": lazy("Roles by provider"),
    "certificate": lazy("Certificate"),
    "security.txt": "security.txt",
}

CHORES = {
    "notifications.hand_on_due": lazy("Hand on the mails that are due about what people follow."),
    "accounts.note_duties": lazy("Note since when somebody has to have a second proof."),
    "articles.rerender": lazy("Make the pages of articles anew after a change of the renderer."),
    "discussion.rerender_comments": lazy("Make the pages of comments anew after a change of the renderer."),
    "house_rules.rerender": lazy("Make the page of the house rules anew after a change of the renderer."),
    "moderation.remind": lazy("Tell the moderators what waits too long, once in that time."),
    "moderation.queue_forgotten": lazy("Put in the queue what waits for a moderator without standing there."),
    "own_data.forget_copies": lazy("Remove copies of own data whose time is over."),
    "positions.assess_newly_trusted": lazy(
        "Look again at questions with votes of accounts that count by themselves since a moment ago."
    ),
    "synthesis.rerender_syntheses": lazy("Make the pages of syntheses anew after a change of the renderer."),
    "jobs.forget_done": lazy("Remove messages that were delivered a week ago or given up long ago."),
    "lib.forget_old": lazy("Remove the keys of forms that were sent a week ago."),
    "accounts.forget_expired": lazy("Remove sessions, links and invitations that nobody can use any more."),
    "discussion.forget_old": lazy("Remove drafts that nobody came back for."),
    "discussion.forget_visits": lazy("Forget when somebody last read a conversation, a long time ago."),
    "following.forget_notifications": lazy("Remove old notifications."),
    "mandates.remind": lazy("Remind holders of mandates that end soon."),
    "mandates.forget_evidence": lazy("Remove the evidence of mandates that ended long ago."),
    "moderation.forget_reporters": lazy("Remove names and addresses from reports decided half a year ago."),
    "notifications.forget_old": lazy("Forget which mails were handed to the mail server a week ago."),
    "own_data.erase_accounts": lazy("Erase accounts whose owners asked for it two weeks ago."),
    "own_data.tell_of_erasures": lazy("Tell people that their account is erased soon."),
    "own_data.forget_addresses": lazy("Forget addresses to which the last mail could not be delivered."),
    "positions.assess_all": lazy("Look again at every question with votes."),
    "upkeep.tell_of_dead_letters": lazy("Tell administrators of messages that were given up."),
}
