"""Upper limits of texts and counts that a person or a program may send. Pages, API and commands share them.

Sampling options have their limits in evaluations/sampling.py. Sizes of uploads: UPLOAD_MAX_MB in webapp/settings.py;
inside an uploaded archive: workbooks/reading/archive.py and suites/benchmarks/unpack.py.
"""

from __future__ import annotations

MAX_SAMPLES = 100  # of one model and task in a new run: as many as one bulk change may add
MAX_ADDED_SAMPLES = MAX_SAMPLES  # in one bulk change
MAX_ADDED_MODELS = 20  # in one bulk change
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
MAX_ENTRY_POINT = 80
MAX_PROPS = 4_000  # characters of the props with which a reference is shown while checks are recorded
MAX_COMMENT = 4000
MAX_NOTE = 2000  # of a vote, and of a conversation, run, answer, workbook or suite
MAX_TAGS = 20  # on one thing
MAX_TEMPLATES = 200  # in the library of one team
MAX_ANSWER = 400_000  # characters of an answer made elsewhere
MAX_TASK_TEXT = 1_000_000  # of all fields of a task that is edited together
MAX_TASK_FILES = 60  # in one list of a task's files
MAX_TRIED_ANSWERS = 40  # stored answers that one trial of a task grades again
MAX_TRIES_PER_MINUTE = 30  # of one person
MAX_SCHEDULES = 20  # of one team
MAX_SAVED_VIEWS = 100  # of one person
MAX_EDITS = 200  # versions that people make of one answer
MAX_MODEL_NAME = 120  # of the model that wrote it

MAX_WORKBOOKS = 40  # in one prompt
MAX_HEADER_ROW = 1_048_576  # rows of an Excel sheet
MAX_VOTES_PER_PAIR = 50
LARGEST_VARIANT_SEED = 9999  # of a renamed variant: it is part of the suite's slug
