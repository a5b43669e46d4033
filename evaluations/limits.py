"""Upper limits of texts and counts that a person or a program may send. Pages, API and commands share them.

A name that begins with MAX_ is a limit of what is sent. How much a page shows or a program reads at a time begins with
MOST_ and is beside its use.

Sampling options have their limits in evaluations/sampling.py. Sizes of uploads: UPLOAD_MAX_MB in webapp/settings.py;
inside an uploaded file: evaluations/workbooks/reading and evaluations/suites/benchmarks/unpack.py.
"""

from __future__ import annotations

MAX_SAMPLES = 100  # of one model and task in a new run: as many as one bulk change may add
MAX_ADDED_SAMPLES = MAX_SAMPLES  # in one bulk change
MAX_ADDED_MODELS = 20  # in one bulk change
MAX_TRIAL_ANSWERS = 5000  # stored answers that one trial grades with another version's checks
MAX_MODELS = 200  # of one run
MAX_RANKED_MODELS = 20  # of a run that asks until they are ranked: each pair is compared
MAX_THINKING_TOKENS = 131_072

MAX_PROMPT = 100_000  # characters, as the following
MAX_CHANGE = 20_000  # of what should change in a follow-up
MAX_CHECKS = 200_000
MAX_EXAMPLES = 20_000
MAX_OWN_WORDS = 20_000
MAX_OWN_STRATEGIES = 100  # of one team
MAX_STRATEGY_EXAMPLES = 10  # in one strategy
MAX_STRATEGY_NAME = 40
MAX_STRATEGY_TITLE = 120
MAX_CONTEXT_FILES = 20  # of one prompt
MAX_CONTEXT_BYTES = 200_000  # of all of them
MAX_DRAFT = 800_000  # of an unsent prompt with its files: a session row is written at each pause in typing
MAX_ENTRY_POINT = 80
MAX_PROPS = 4_000  # characters of the props with which a reference is shown while checks are recorded
MAX_COMMENT = 4000
MAX_NOTE = 2000  # of a vote, and of a conversation, run, answer, workbook or suite
MAX_TAGS = 20  # on one item
MAX_TEMPLATES = 200  # in the library of one team
MAX_TEMPLATE_TITLE = 120
MAX_TEMPLATE_VALUE = 10_000  # of one placeholder
MAX_ANSWER = 400_000  # characters of an answer made elsewhere
MAX_TASK_TEXT = 1_000_000  # of all fields of a task that is edited together
MAX_SUITE_TITLE = 200
MAX_LICENCE = 200
MAX_DESCRIPTION = 4000  # of a suite
MAX_README = 40_000  # of a suite: what it can tell
MAX_SHEET_TASKS = 2000  # of one spreadsheet
MAX_UPLOADED_DRAFTS = 60  # of one upload
MAX_DRAFT_FIELDS = 40  # of a task in one request
MAX_TASK_FILES = 60  # in one list of a task's files
MAX_TRIED_ANSWERS = 40  # stored answers that one trial of a task grades again
MAX_TRIES_PER_MINUTE = 30  # of one person
MAX_SCHEDULES = 20  # of one team
MAX_SAVED_VIEWS = 100  # of one person
MAX_REASON = 1000  # why a model is in use
MAX_EVIDENCE = 2000  # query string of the page that led to the choice
MAX_CHANGE_KEY = 40  # of a form that is sent twice
MAX_EDITED_FILES = 50  # in one version of an answer
MAX_EDITS = 200  # versions that people make of one answer
MAX_MODEL_NAME = 120  # of the model that wrote it

MAX_TOKEN_NAME = 80
MAX_TOKEN_DAYS = 3650  # lifetime
MAX_SERVER_NAME = 40
MAX_WEBHOOKS = 5  # of one team
MAX_WEBHOOK_URL = 500
MAX_EDITOR_BODY_BYTES = 16 * 2**20  # of one question of an editor; images of models that see are the largest part
MAX_SIGN_IN_FAILURES = 10  # wrong passwords for one name from one address
MAX_NOTED_SIGN_IN_FAILURES = 20  # rows of the audit log in an hour, for one person, and for all unknown names together
MAX_KEPT_GRADINGS = 1000  # of each answer
MAX_KEPT_DAYS = 36_500
MAX_MOVED_ANSWERS = 20_000  # in a team's archive that a page or the API moves; commands have no limit
MAX_MOVED_BYTES = 2 * 2**30  # unpacked

MAX_FILE_NAME = 200  # of an uploaded file
MAX_WORKBOOKS = 40  # in one prompt
MAX_HEADER_ROW = 1_048_576  # rows of an Excel sheet
MAX_VOTES_PER_PAIR = 50
LARGEST_VARIANT_SEED = 9999  # of a renamed variant: it is part of the suite's slug
