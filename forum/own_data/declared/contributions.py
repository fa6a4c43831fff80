"""What people write in conversations, in syntheses and in the house rules, and what they read there."""

from forum.articles.models import Question
from forum.discussion.models import Comment, CommentRevision, Draft, Mention, Thread, ThreadVisit
from forum.house_rules.models import RulesVersion
from forum.lib.i18n import lazy
from forum.mandates.models import Mandate, Organisation
from forum.own_data.declaring import Fate, OwnData
from forum.own_data.kinds import Kind
from forum.synthesis.models import Recognition, Synthesis, SynthesisText

WHOLE = "What others answered to stays readable, without a name (GDPR, article 17(3)(a))."
MADE = "is made from the text, and says the same"
PLACE = "is where it stands in the conversation"

OWN = (
    OwnData(
        name="threads",
        title=lazy("Conversations that you started"),
        kind=Kind.CONTRIBUTIONS,
        of=Thread.author_id,
        erased=Fate.STAYS,
        because=WHOLE,
        shows={
            "thread": Thread.public_id,
            "title": Thread.title,
            "question": Question.slug,
            "state": Thread.state,
            "created_at": Thread.created_at,
        },
        joined=((Question, Question.id == Thread.question_id),),
        hides={
            "is about the conversation, not about who began it": (
                Thread.is_locked,
                Thread.is_pinned,
                Thread.last_activity_at,
                Thread.comment_count,
                Thread.last_number,
            )
        },
    ),
    OwnData(
        name="comments",
        title=lazy("What you wrote in conversations"),
        kind=Kind.CONTRIBUTIONS,
        of=Comment.author_id,
        erased=Fate.STAYS,
        because=WHOLE,
        shows={
            "comment": Comment.public_id,
            "thread": Thread.public_id,
            "title": Thread.title,
            "capacity": Comment.capacity,
            "organisation": Organisation.name,
            "without_name": Comment.is_name_withheld,
            "state": Comment.state,
            "created_at": Comment.created_at,
            "edited_at": Comment.edited_at,
            "text": Comment.source,
        },
        joined=(
            (Thread, Thread.id == Comment.thread_id),
            (Mandate, Mandate.id == Comment.mandate_id),
            (Organisation, Organisation.id == Mandate.organisation_id),
        ),
        hides={
            MADE: (Comment.html, Comment.renderer_version),
            PLACE: (Comment.number, Comment.path, Comment.version),
        },
    ),
    OwnData(
        name="earlier_versions",
        title=lazy("Earlier versions of what you wrote"),
        kind=Kind.CONTRIBUTIONS,
        of=Comment.author_id,
        erased=Fate.STAYS,
        because=WHOLE,
        shows={
            "comment": Comment.public_id,
            "version": CommentRevision.version,
            "written_at": CommentRevision.written_at,
            "text": CommentRevision.source,
        },
        joined=((CommentRevision, CommentRevision.comment_id == Comment.id),),
        where=(CommentRevision.version.is_not(None),),
        is_part=True,
    ),
    OwnData(
        name="mentions",
        title=lazy("Where others mentioned you"),
        kind=Kind.CONTRIBUTIONS,
        of=Mention.user_id,
        erased=Fate.OWN_WAY,
        because="The handle goes out of the texts; the texts themselves are of others.",
        shows={"comment": Comment.public_id, "created_at": Comment.created_at},
        joined=((Comment, Comment.id == Mention.comment_id),),
    ),
    OwnData(
        name="drafts",
        title=lazy("Texts that you did not send yet"),
        kind=Kind.DRAFTS,
        of=Draft.user_id,
        erased=Fate.GONE,
        shows={"place": Draft.place, "saved_at": Draft.saved_at, "fields": Draft.fields},
        hides={"is empty once a draft is somebody's": (Draft.key_hash,)},
    ),
    OwnData(
        name="visits",
        title=lazy("Conversations that you read"),
        kind=Kind.FOLLOWING,
        of=ThreadVisit.user_id,
        erased=Fate.GONE,
        shows={
            "thread": Thread.public_id,
            "title": Thread.title,
            "new_since": ThreadVisit.new_since,
            "seen_at": ThreadVisit.seen_at,
        },
        joined=((Thread, Thread.id == ThreadVisit.thread_id),),
    ),
    OwnData(
        name="syntheses",
        title=lazy("Syntheses that you wrote"),
        kind=Kind.CONTRIBUTIONS,
        of=Synthesis.author_id,
        erased=Fate.STAYS,
        because=WHOLE,
        shows={
            "question": Question.slug,
            "version": Synthesis.version,
            "slot": SynthesisText.slot,
            "published_at": Synthesis.published_at,
            "text": SynthesisText.source,
        },
        joined=(
            (Question, Question.id == Synthesis.question_id),
            (SynthesisText, SynthesisText.synthesis_id == Synthesis.id),
        ),
    ),
    OwnData(
        name="recognitions",
        title=lazy("What you said of syntheses"),
        kind=Kind.CONTRIBUTIONS,
        of=Recognition.author_id,
        erased=Fate.STAYS,
        because=WHOLE,
        shows={
            "question": Question.slug,
            "version": Synthesis.version,
            "mark": Recognition.mark,
            "text": Recognition.remark,
            "state": Recognition.state,
            "marked_at": Recognition.marked_at,
        },
        joined=(
            (Synthesis, Synthesis.id == Recognition.synthesis_id),
            (Question, Question.id == Synthesis.question_id),
        ),
        hides={"is a name of the remark within the forum": (Recognition.public_id,)},
    ),
    OwnData(
        name="house_rules",
        title=lazy("Versions of the house rules that you published"),
        kind=Kind.CONTRIBUTIONS,
        of=RulesVersion.author_id,
        erased=Fate.STAYS,
        because="They are the forum's own text, and hold for everybody.",
        shows={"version": RulesVersion.number, "published_at": RulesVersion.published_at},
        hides={"is how far a mail to everybody came": (RulesVersion.told_up_to,)},
    ),
)
