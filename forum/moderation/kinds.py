"""What moderation speaks of: the kinds of things, the grounds, and why something waits in the queue."""

from enum import Enum


class Kind(Enum):
    """What a flag, an item or a decision is about. The value stands in forms: `comment:<public id>`;
    questions and organisations go by their slug."""

    COMMENT = "comment"
    THREAD = "thread"
    POSITION = "position"
    REMARK = "remark"  # what a participant says of a synthesis
    QUESTION = "question"
    ACCOUNT = "account"
    APPEAL = "appeal"
    MANDATE = "mandate"  # to speak for an organisation
    ORGANISATION = "organisation"


class Ground(Enum):
    """Why. What each means, to whom, and how urgent it is: see grounds.py."""

    ILLEGAL = "illegal"
    HATEFUL = "hateful"
    CLIENT_DATA = "client_data"
    TENDER = "tender"
    OFF_TOPIC = "off_topic"
    SPAM = "spam"
    DUPLICATE = "duplicate"
    OTHER = "other"
    # Not for flags, only for decisions:
    ORDER = "order"  # curation: nothing is wrong with what somebody wrote
    REVIEW = "review"  # looked at (again), and found in order
    EVIDENCE = "evidence"  # of a mandate: it shows that somebody may speak for an organisation, or does not


class Waits(Enum):
    """Why an item stands in the queue."""

    FLAGS = "flags"  # somebody reported it
    HELD = "held"  # others see it after a moderator's look
    APPEAL = "appeal"  # somebody objects to a decision
    ANCHOR = "anchor"  # a question's passage left the article
    DOUBT = "doubt"  # new accounts alone would change what a position comes to
    MANDATE = "mandate"  # somebody asks to speak for an organisation


class Outcome(Enum):
    """How an appeal ended."""

    UPHELD = "upheld"  # the decision stands
    REVERSED = "reversed"
