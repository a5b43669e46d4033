"""Rows: teams, model servers, suites, files, runs, candidates. The QuerySets have the queries on one table."""

from evaluations.models.adaptive import AdaptivePlan, AdaptiveRound
from evaluations.models.audit import AuditEvent
from evaluations.models.automatic_runs import AutomaticRun, Schedule
from evaluations.models.blind_assignments import BlindRating
from evaluations.models.candidates import Candidate, Generation, Grading
from evaluations.models.changes import BulkChange, BulkChangeRow
from evaluations.models.choices import InUse, SavedView
from evaluations.models.conversations import FollowUp
from evaluations.models.edited_answers import EditedAnswer
from evaluations.models.entry_checks import EntryCheck, MutationScore
from evaluations.models.feedback import Comment, Mark, StarRating
from evaluations.models.files import StoredFile, Workbook
from evaluations.models.grading_trials import GradingTrial, TrialVerdict
from evaluations.models.idempotency import IdempotencyRecord
from evaluations.models.installation import Installation
from evaluations.models.items import Deletion, Note, Star, Tag
from evaluations.models.known_answers import KnownAnswer
from evaluations.models.mails import RunMail
from evaluations.models.model_probes import ModelProbe
from evaluations.models.own_strategies import OwnStrategy
from evaluations.models.preferences import FavouriteModel, Preferences
from evaluations.models.prompt_templates import PromptTemplate
from evaluations.models.quality import QualityProfile, QualityTally
from evaluations.models.recorded_answers import EditorEndpoint, EditorRecording, RecordedAnswer
from evaluations.models.repair_rounds import Round, Thought
from evaluations.models.reviews import Campaign, Ordering, Pair, Vote
from evaluations.models.runs import Run, RunModel
from evaluations.models.search import SearchText
from evaluations.models.servers import LanguageModel, ModelAction, ModelServer
from evaluations.models.share_links import ShareLink
from evaluations.models.states import State
from evaluations.models.suites import Suite, SuiteVersion, Task
from evaluations.models.tallies import CauseTally, Tally, VersionTally
from evaluations.models.task_drafts import TaskDraft
from evaluations.models.teams import Membership, OidcIdentity, SignInLink, Team
from evaluations.models.tokens import ApiToken
from evaluations.models.webhooks import Delivery, Webhook
from evaluations.models.workers import Worker

__all__ = [
    "AdaptivePlan",
    "AdaptiveRound",
    "ApiToken",
    "AuditEvent",
    "AutomaticRun",
    "BlindRating",
    "BulkChange",
    "BulkChangeRow",
    "Campaign",
    "Candidate",
    "CauseTally",
    "Comment",
    "Deletion",
    "Delivery",
    "EditedAnswer",
    "EditorEndpoint",
    "EditorRecording",
    "EntryCheck",
    "FavouriteModel",
    "FollowUp",
    "Generation",
    "Grading",
    "GradingTrial",
    "IdempotencyRecord",
    "InUse",
    "Installation",
    "KnownAnswer",
    "LanguageModel",
    "Mark",
    "Membership",
    "ModelAction",
    "ModelProbe",
    "ModelServer",
    "MutationScore",
    "Note",
    "OidcIdentity",
    "Ordering",
    "OwnStrategy",
    "Pair",
    "Preferences",
    "PromptTemplate",
    "QualityProfile",
    "QualityTally",
    "RecordedAnswer",
    "Round",
    "Run",
    "RunMail",
    "RunModel",
    "SavedView",
    "Schedule",
    "SearchText",
    "ShareLink",
    "SignInLink",
    "Star",
    "StarRating",
    "State",
    "StoredFile",
    "Suite",
    "SuiteVersion",
    "Tag",
    "Tally",
    "Task",
    "TaskDraft",
    "Team",
    "Thought",
    "TrialVerdict",
    "VersionTally",
    "Vote",
    "Webhook",
    "Workbook",
    "Worker",
]
