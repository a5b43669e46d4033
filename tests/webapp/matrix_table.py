"""Who may do what: each page with its methods, each operation of the API, each WebSocket, with the least role.

tests/webapp/test_role_matrix.py tries every one of them as every person.
"""

from __future__ import annotations

from dataclasses import dataclass

ANYBODY = "anybody"  # signed in or not
SIGNED_IN = "signed in"  # in a team or not
VIEWER, REVIEWER, MEMBER, ADMIN = "viewer", "reviewer", "member", "admin"  # of the team, and the roles above
OWN = "own"  # reviewers and above, what was given to them


@dataclass(frozen=True)
class Rule:
    """The least role; refuses: a status of somebody who may, because of what the row is and not who asks."""

    least: str
    refuses: int = 0


def page(**methods: str | Rule) -> dict[str, Rule]:
    """The methods that a page takes."""
    return {name: rule if isinstance(rule, Rule) else Rule(rule) for name, rule in methods.items()}


# A showing that was not voted on cannot be taken back.
NOT_STORED = Rule(OWN, refuses=409)
# Route to method to rule.
PAGES: dict[str, dict[str, Rule]] = {
    "dashboard": page(GET=VIEWER),
    "sign-in": page(GET=ANYBODY, POST=ANYBODY),
    "sign-in-by-link": page(GET=ANYBODY, POST=Rule(ANYBODY, refuses=410)),
    "sign-out": page(POST=SIGNED_IN),
    "people": page(GET=VIEWER, POST=ADMIN),
    "password": page(GET=SIGNED_IN, POST=SIGNED_IN),
    "choose-team": page(POST=SIGNED_IN),
    "person-role": page(POST=ADMIN),
    "person-link": page(POST=ADMIN),
    "person-remove": page(POST=ADMIN),
    "tokens": page(GET=VIEWER, POST=VIEWER),
    "token-revoke": page(POST=ADMIN),
    "api-docs": page(GET=SIGNED_IN),
    "search": page(GET=VIEWER),
    "patterns": page(GET=SIGNED_IN),
    "figures": page(GET=SIGNED_IN),
    "runs": page(GET=VIEWER),
    "run": page(GET=VIEWER),
    "run-workbook": page(GET=VIEWER),
    "run-report": page(GET=VIEWER),
    "run-act": page(POST=MEMBER),
    "run-task": page(GET=VIEWER),
    "candidates": page(GET=VIEWER),
    "answers-against": page(GET=VIEWER),
    "change-answers": page(GET=MEMBER, POST=MEMBER),
    "changes": page(GET=VIEWER),
    "change": page(GET=VIEWER),
    "change-undo": page(POST=MEMBER),
    "candidate": page(GET=VIEWER),
    "candidate-preview": page(GET=VIEWER),
    "candidate-regrade": page(POST=MEMBER),
    "opinions": page(GET=VIEWER),
    "opinion-say": page(POST=MEMBER),
    "candidate-screenshot": page(GET=VIEWER),
    "compare": page(GET=VIEWER),
    "leaderboard": page(GET=VIEWER),
    "costs": page(GET=VIEWER),
    "pictures": page(GET=VIEWER),
    "failures": page(GET=VIEWER),
    "history": page(GET=VIEWER),
    "prompt": page(GET=VIEWER, POST=MEMBER),
    "prompt-preview": page(POST=VIEWER),
    "prompt-wording": page(GET=VIEWER),
    "prompt-afresh": page(POST=SIGNED_IN),
    "models": page(GET=VIEWER),
    "model-pull": page(POST=MEMBER),
    "model-pull-cancel": page(POST=MEMBER),
    "server-add": page(POST=ADMIN),
    "server-test": page(POST=ADMIN),
    "server-probe": page(GET=ADMIN),
    "server": page(GET=ADMIN, POST=ADMIN),
    "server-use": page(POST=ADMIN),
    "model-load": page(POST=MEMBER),
    "model-unload": page(POST=MEMBER),
    "server-refresh": page(POST=MEMBER),
    "server-remove": page(POST=ADMIN),
    "suites": page(GET=VIEWER),
    "suite-from-sheet": page(GET=MEMBER, POST=MEMBER),
    "task-template": page(GET=SIGNED_IN),
    "suite": page(GET=VIEWER),
    "suite-run": page(POST=MEMBER),
    "task": page(GET=VIEWER),
    "task-mark": page(POST=MEMBER),
    "workbooks": page(GET=VIEWER, POST=MEMBER),
    "workbook-matrix": page(GET=VIEWER, POST=MEMBER),
    "workbook-matrix-export": page(GET=VIEWER),
    "workbook": page(GET=VIEWER),
    "workbook-winner": page(GET=VIEWER),
    "workbook-demo": page(GET=VIEWER),
    "workbook-demo-frame": page(GET=VIEWER),
    "workbook-rows": page(GET=VIEWER),
    "workbook-cells": page(GET=VIEWER),
    "workbook-truth": page(POST=MEMBER),
    "workbook-file": page(GET=VIEWER),
    "workbook-export": page(GET=VIEWER),
    "workbook-export-json": page(GET=VIEWER),
    "workbook-delete": page(GET=MEMBER, POST=MEMBER),
    "reviews": page(GET=VIEWER),
    "review-new": page(GET=MEMBER, POST=MEMBER),
    "review-import": page(GET=MEMBER, POST=MEMBER),
    "review": page(GET=MEMBER),
    "review-act": page(POST=MEMBER),
    "review-vote": page(GET=REVIEWER),
    "review-next": page(GET=REVIEWER),
    "review-tests": page(GET=MEMBER),
    "review-votes": page(GET=MEMBER),
    "review-ratings": page(GET=MEMBER),
    "review-groups": page(GET=MEMBER),
    "review-edit": page(GET=MEMBER, POST=MEMBER),
    "review-export": page(GET=MEMBER),
    "review-preferences": page(GET=MEMBER),
    "review-rank": page(GET=REVIEWER),
    "review-ordering": page(GET=OWN),
    "review-ordering-store": page(POST=OWN),
    "review-ordering-undo": page(POST=NOT_STORED),
    "review-ordering-preview": page(GET=OWN),
    "review-ordering-picture": page(GET=OWN),
    "review-rate": page(GET=REVIEWER),
    "review-solo": page(GET=OWN),
    "review-solo-store": page(POST=OWN),
    "review-solo-undo": page(POST=NOT_STORED),
    "review-solo-preview": page(GET=OWN),
    "review-solo-picture": page(GET=OWN),
    "review-showing": page(GET=OWN),
    "review-store": page(POST=OWN),
    "review-undo": page(POST=NOT_STORED),
    "review-preview": page(GET=OWN),
    "review-screenshot": page(GET=OWN),
}  # fmt: skip
# Operation to rule. SIGNED_IN: every token.
OPERATIONS: dict[str, Rule] = {
    **dict.fromkeys(["get_me", "list_tokens"], Rule(SIGNED_IN)),
    "revoke_token": Rule(ADMIN),
    **dict.fromkeys(
        ["list_people", "list_models", "get_model", "list_servers", "preview_prompt", "list_prompts",
         "get_workbook_matrix", "export_workbook_matrix", "preview_workbook_prompts", "get_workbook_winner",
         "list_workbook_differences", "get_workbook_comparison", "export_workbook_comparison", "list_workbooks",
         "get_workbook", "list_workbook_rows", "get_workbook_truth", "get_workbook_prompt", "list_workbook_readings",
         "download_workbook", "list_suites", "get_suite", "list_tasks", "get_task", "list_runs", "get_run",
         "get_run_progress", "get_run_limits", "list_run_cells", "list_run_rounds", "export_run", "get_run_report",
         "compare_with_baseline", "list_candidates", "get_candidate", "get_candidate_code", "get_candidate_answer",
         "list_candidate_gradings", "get_candidate_screenshot", "get_candidate_preview", "compare_answers",
         "get_candidate_opinions", "list_changes", "get_change", "list_changed", "get_figures", "compare_pair",
         "get_leaderboard", "compare_with_others", "list_costs", "list_failures", "list_history", "search"],
        Rule(VIEWER),
    ),
    **dict.fromkeys(
        ["get_next_pair", "get_next_ordering", "get_next_solo", "list_campaigns"],
        Rule(REVIEWER),
    ),
    **dict.fromkeys(
        ["get_pair", "vote_on_pair", "get_ordering", "store_order", "get_solo", "rate_solo", "get_blind_preview",
         "get_blind_screenshot"],
        Rule(OWN),
    ),
    **dict.fromkeys(["undo_vote", "undo_order", "undo_solo_rating"], NOT_STORED),
    **dict.fromkeys(
        ["pull_model", "cancel_pull", "load_model", "unload_model",
         "refresh_server", "submit_prompt", "run_on_workbooks", "upload_workbook",
         "delete_workbook", "change_workbook_truth", "import_suite", "get_task_template", "create_run", "move_run",
         "regrade_candidate", "rate_candidate", "add_comment", "mark_candidate",
         "unmark_candidate", "mark_task", "unmark_task", "preview_change", "create_change", "undo_change",
         "get_campaign_figures", "list_campaign_groups", "list_campaign_votes", "list_campaign_ratings",
         "list_votes_and_tests", "export_preferences", "create_campaign", "import_preferences", "get_campaign",
         "change_campaign", "move_campaign"],
        Rule(MEMBER),
    ),
    **dict.fromkeys(
        ["add_member", "change_member_role", "remove_member", "make_sign_in_link", "create_server",
         "change_model_server", "change_server_settings", "weigh_reviewer"],
        Rule(ADMIN),
    ),
    "delete_comment": Rule(ADMIN),  # the comment is somebody else's
    "unrate_candidate": Rule(MEMBER, refuses=404),  # the rating is somebody else's
    "test_server": Rule(ADMIN, refuses=503),  # no worker runs
    "delete_server": Rule(ADMIN, refuses=409),  # a run has answers of its models
}  # fmt: skip
# Path of a WebSocket to rule. A reviewer is told of no run.
SOCKETS: dict[str, Rule] = {"ws/site/": Rule(SIGNED_IN), "ws/runs/<int:pk>/": Rule(VIEWER), "": Rule("nobody")}
