"""What can be done with an intention: receive it, talk with the sender, decide on it."""

from outreach.intentions.services.consents import consents_asked
from outreach.intentions.services.deciding import Verdict, accept_intention, decline_intention, matches_of
from outreach.intentions.services.reading import IntentionIn, submission_of
from outreach.intentions.services.receiving import Received, Submission, content_hash, receive_intention
from outreach.intentions.services.thread import answer_questions, ask_sender, assign_intention
from outreach.intentions.services.typed import IntentionForm

__all__ = [
    "IntentionForm", "IntentionIn", "Received", "Submission", "Verdict", "accept_intention", "answer_questions",
    "ask_sender", "assign_intention", "consents_asked", "content_hash", "decline_intention", "matches_of",
    "receive_intention", "submission_of",
]
