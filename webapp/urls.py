"""Addresses of the pages."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.urls import path, register_converter

from webapp import lazy_urls
from webapp.candidates import bulk_change_views, diff_view, edit_views
from webapp.candidates import views as candidates
from webapp.compare.views import (
    advisor,
    charts,
    costs,
    failures,
    history,
    in_use,
    leaderboard,
    methods,
    model_page,
    pairs,
    static_site,
    week,
)
from webapp.conversations import elsewhere_views
from webapp.conversations import views as conversations
from webapp.feedback import views as feedback_views
from webapp.home import dashboard
from webapp.home import views as site
from webapp.keep import choice_views as choices
from webapp.keep import views as keep
from webapp.model_servers import favourites, measure_views, server_views
from webapp.model_servers import views as models
from webapp.operation import views as operation
from webapp.prompts import library_views, matrix_view
from webapp.prompts import views as prompt
from webapp.review import export_view, rank_view, results_view, solo_view, vote_view, votes_view
from webapp.review import views as review
from webapp.runs import report_view
from webapp.runs import views as runs
from webapp.share import views as share
from webapp.suites import spreadsheet_views
from webapp.suites import views as suites
from webapp.task_editor import draft_views, source_views, suite_views
from webapp.teams import account_views, preferences, sign_in, token_views, webhook_views
from webapp.teams import views as people
from webapp.workbooks import demo_view, expected_view, reading, single_file
from webapp.workbooks import views as workbooks

handler403, handler404, handler500 = (
    "webapp.home.views.forbidden",
    "webapp.home.views.not_found",
    "webapp.home.views.broken",
)

register_converter(lazy_urls.Anything, "anything")
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/<str:secret>/", sign_in.sign_in_by_link, name="sign-in-by-link"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("people/", people.people, name="people"),
    path("account/export/", account_views.export, name="account-export"),
    path("account/delete/", account_views.delete, name="account-delete"),
    path("people/password/", people.password, name="password"),
    path("people/preferences/", preferences.preferences, name="preferences"),
    path("people/theme/", preferences.change_theme, name="theme"),
    path("storage/", operation.storage, name="storage"),
    path("audit/", operation.audit, name="audit"),
    path("webhooks/", webhook_views.webhooks, name="webhooks"),
    path("webhooks/<int:pk>/test/", webhook_views.test_webhook, name="webhook-test"),
    path("webhooks/<int:pk>/remove/", webhook_views.remove_webhook, name="webhook-remove"),
    path("people/team/", people.choose_team, name="choose-team"),
    path("people/<int:pk>/role/", people.change_role, name="person-role"),
    path("people/<int:pk>/link/", people.new_link, name="person-link"),
    path("people/<int:pk>/remove/", people.remove_person, name="person-remove"),
    path("tokens/", token_views.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", token_views.revoke, name="token-revoke"),
    path("api/v1/docs", lazy_urls.docs, name="api-docs"),
    path("api/v1/<anything:rest>", lazy_urls.door, name="api"),
    path("search/", site.search, name="search"),
    path("help/", site.help_page, name="help"),
    path("favicon.ico", site.favicon, name="favicon"),
    path("patterns/", site.patterns, name="patterns"),
    path("runs/", runs.runs, name="runs"),
    path("runs/<int:pk>/", runs.run, name="run"),
    path("runs/<int:pk>/workbook.xlsx", spreadsheet_views.run_workbook, name="run-workbook"),
    path("runs/<int:pk>/report/", report_view.report, name="run-report"),
    path("runs/<int:pk>/share/", share.share_run, name="run-share"),
    path("runs/<int:pk>/follow-up/", conversations.follow_up, name="run-follow-up"),
    path("runs/<int:pk>/<slug:act>/", runs.act, name="run-act"),
    path("runs/<int:pk>/tasks/<int:task>/", runs.task_answers, name="run-task"),
    path("candidates/", candidates.candidates, name="candidates"),
    path("candidates/against/", diff_view.against, name="answers-against"),
    path("candidates/change/", bulk_change_views.change_answers, name="change-answers"),
    path("changes/", bulk_change_views.changes, name="changes"),
    path("changes/<int:pk>/", bulk_change_views.change, name="change"),
    path("changes/<int:pk>/undo/", bulk_change_views.undo_change, name="change-undo"),
    path("candidates/<int:pk>/", candidates.candidate, name="candidate"),
    path("candidates/<int:pk>/app/", candidates.app_file, name="candidate-app"),
    path("candidates/<int:pk>/edit/", edit_views.edit_candidate, name="candidate-edit"),
    path("edits/<int:pk>/", edit_views.edit, name="edit"),
    path("edits/<int:pk>/app/", edit_views.app_file, name="edit-app"),
    path("edits/<int:pk>/preview/", edit_views.preview, name="edit-preview"),
    path("edits/<int:pk>/screenshot/", edit_views.screenshot, name="edit-screenshot"),
    path("candidates/<int:pk>/use/", choices.use_this_answer, name="candidate-use"),
    path("candidates/<int:pk>/preview/", candidates.preview, name="candidate-preview"),
    path("candidates/<int:pk>/regrade/", candidates.regrade, name="candidate-regrade"),
    path("candidates/<int:pk>/fix/", conversations.fix, name="candidate-fix"),
    path("candidates/<int:pk>/feedback/", feedback_views.feedback, name="feedback"),
    path("candidates/<int:pk>/feedback/<slug:what>/", feedback_views.say, name="feedback-give"),
    path("candidates/<int:pk>/opinions/", feedback_views.old_address, name="feedback-old"),
    path("candidates/<int:pk>/screenshot/", candidates.screenshot, name="candidate-screenshot"),
    path("conversations/<int:pk>/", conversations.conversation, name="conversation"),
    path("tasks/<int:pk>/answers/", elsewhere_views.add_to_task, name="answer-add"),
    path("workbooks/<int:pk>/answers/", elsewhere_views.add_to_workbook, name="workbook-answer-add"),
    path("keep/<slug:kind>/<int:pk>/delete/", keep.delete, name="keep-delete"),
    path("keep/<slug:kind>/<int:pk>/<slug:act>/", keep.keep, name="keep"),
    path("share/", share.share_links, name="share-links"),
    path("share/<int:pk>/revoke/", share.revoke, name="share-revoke"),
    path("candidates/<int:pk>/share/", share.share_answer, name="candidate-share"),
    path("shared/<str:secret>/", share.shared, name="shared"),
    path("shared/<str:secret>/report/", share.shared_report, name="shared-report"),
    path("shared/<str:secret>/<int:candidate>/picture/", share.shared_picture, name="shared-picture"),
    path("views/save/", choices.save_this_view, name="view-save"),
    path("views/<int:pk>/change/", choices.change_this_view, name="view-change"),
    path("views/<int:pk>/delete/", choices.delete_this_view, name="view-delete"),
    path("deleted/", keep.deleted, name="deleted"),
    path("deleted/<int:pk>/restore/", keep.restore_deleted, name="deleted-restore"),
    path("compare/", leaderboard.compare, name="compare"),
    path("compare/pairs/", pairs.pairs_page, name="pairs"),
    path("compare/advisor/", advisor.advisor, name="advisor"),
    path("compare/in-use/", in_use.in_use, name="in-use"),
    path("compare/week/", week.week, name="week"),
    path("compare/site.zip", static_site.static_site, name="static-site"),
    path("compare/leaderboard/", leaderboard.leaderboard, name="leaderboard"),
    path("compare/quantisations/", costs.costs, name="costs"),
    path("compare/pictures/", charts.pictures, name="pictures"),
    path("compare/failures/", failures.failures, name="failures"),
    path("compare/history/", history.history, name="history"),
    path("figures/", methods.figures, name="figures"),
    path("prompt/", prompt.prompt, name="prompt"),
    path("prompt/preview/", prompt.preview, name="prompt-preview"),
    path("prompt/wording/", prompt.wording, name="prompt-wording"),
    path("prompt/templates/", library_views.templates, name="prompt-templates"),
    path("prompt/templates/<int:pk>/", library_views.template, name="prompt-template"),
    path("prompt/templates/<int:pk>/delete/", library_views.delete_template, name="prompt-template-delete"),
    path("prompt/afresh/", prompt.discard_draft, name="prompt-afresh"),
    path("models/", models.models, name="models"),
    path("models/pull/", models.pull_model, name="model-pull"),
    path("models/<int:pk>/cancel-pull/", models.cancel_pull, name="model-pull-cancel"),
    path("models/servers/add/", server_views.add_server, name="server-add"),
    path("models/servers/test/", server_views.test_server, name="server-test"),
    path("models/servers/probe/<str:token>/", server_views.probe, name="server-probe"),
    path("models/servers/<int:pk>/", server_views.server, name="server"),
    path("models/servers/<int:pk>/use/", server_views.server_use, name="server-use"),
    path("models/servers/<int:pk>/measure/", measure_views.measure, name="server-measure"),
    path("models/servers/<int:pk>/measured/", measure_views.measured, name="server-measured"),
    path("models/servers/<int:pk>/use-measured/", measure_views.use_measured, name="server-use-measured"),
    path("models/<int:pk>/", model_page.model, name="model"),
    path("models/<int:pk>/favourite/", favourites.favourite, name="model-favourite"),
    path("models/<int:pk>/use/", choices.use_this_model, name="model-use"),
    path("models/<int:pk>/load/", models.load_model, name="model-load"),
    path("models/<int:pk>/unload/", models.unload_model, name="model-unload"),
    path("models/servers/<int:pk>/refresh/", models.refresh_server, name="server-refresh"),
    path("models/servers/<int:pk>/remove/", server_views.remove_server, name="server-remove"),
    path("suites/", suites.suites, name="suites"),
    path("suites/from-sheet/", spreadsheet_views.tasks_from_sheet, name="suite-from-sheet"),
    path("suites/from-sheet/template.xlsx", spreadsheet_views.task_template, name="task-template"),
    path("suites/make-task/", source_views.make_task, name="make-task"),
    path("suites/new/", suite_views.new_suite, name="suite-new"),
    path("suites/<slug:slug>/", suites.suite, name="suite"),
    path("suites/<slug:slug>/edit/", suite_views.edit_suite, name="suite-edit"),
    path("suites/<slug:slug>/clone/", suite_views.clone_suite, name="suite-clone"),
    path("suites/<slug:slug>/order/", suite_views.order, name="suite-order"),
    path("suites/<slug:slug>/try/", suite_views.try_suite, name="suite-try"),
    path("suites/<slug:slug>/drafts/", suite_views.new_task, name="draft-new"),
    path("suites/<slug:slug>/from-files/", source_views.from_files, name="suite-from-files"),
    path("suites/<slug:slug>/drafts/<int:pk>/", draft_views.draft, name="draft"),
    path("suites/<slug:slug>/drafts/<int:pk>/save/", draft_views.save, name="draft-save"),
    path("suites/<slug:slug>/drafts/<int:pk>/try/", draft_views.try_now, name="draft-try"),
    path("suites/<slug:slug>/drafts/<int:pk>/try/<str:token>/", draft_views.try_result, name="draft-try-result"),
    path("suites/<slug:slug>/drafts/<int:pk>/mutants/", draft_views.propose, name="draft-propose"),
    path("suites/<slug:slug>/drafts/<int:pk>/mutants/<str:token>/", draft_views.mutants, name="draft-mutants"),
    path("suites/<slug:slug>/drafts/<int:pk>/discard/", draft_views.discard, name="draft-discard"),
    path("suites/<slug:slug>/drafts/<int:pk>/restore/", suite_views.restore, name="draft-restore"),
    path("suites/<slug:slug>/tasks/<slug:task_slug>/edit/", suite_views.edit_task, name="task-edit"),
    path("suites/<slug:slug>/tasks/<slug:task_slug>/act/", suite_views.act_on_task, name="task-act"),
    path("suites/<slug:slug>/run/", suites.run_suite, name="suite-run"),
    path("suites/<slug:slug>/tasks/<slug:task_slug>/", suites.task, name="task"),
    path("suites/<slug:slug>/tasks/<slug:task_slug>/mark/", feedback_views.mark_task, name="task-mark"),
    path("workbooks/", workbooks.workbooks, name="workbooks"),
    path("workbooks/matrix/", matrix_view.matrix, name="workbook-matrix"),
    path("workbooks/matrix/export/<slug:form>/", matrix_view.export, name="workbook-matrix-export"),
    path("workbooks/<int:pk>/", workbooks.workbook, name="workbook"),
    path("workbooks/<int:pk>/demo/", demo_view.winner, name="workbook-winner"),
    path("workbooks/<int:pk>/demo/<int:candidate>/", demo_view.demo, name="workbook-demo"),
    path("workbooks/<int:pk>/demo/<int:candidate>/frame/", demo_view.frame, name="workbook-demo-frame"),
    path("workbooks/<int:pk>/rows/", workbooks.rows, name="workbook-rows"),
    path("workbooks/<int:pk>/cells/", workbooks.cells, name="workbook-cells"),
    path("workbooks/<int:pk>/demo/<int:candidate>/html/", single_file.single_file, name="workbook-single-file"),
    path("workbooks/<int:pk>/table/", expected_view.choose_table, name="workbook-table"),
    path("workbooks/<int:pk>/reading/", reading.change_reading, name="workbook-reading"),
    path("workbooks/<int:pk>/expected/", expected_view.change_expected, name="workbook-expected"),
    path("workbooks/<int:pk>/file/", workbooks.file, name="workbook-file"),
    path("workbooks/<int:pk>/export/<int:candidate>/", workbooks.export, name="workbook-export"),
    path("workbooks/<int:pk>/export/<int:candidate>/json/", workbooks.export_json, name="workbook-export-json"),
    path("workbooks/<int:pk>/delete/", workbooks.delete, name="workbook-delete"),
    path("review/", review.reviews, name="reviews"),
    path("review/new/", review.new, name="review-new"),
    path("review/import/", export_view.take_in, name="review-import"),
    path("review/<int:pk>/", results_view.review, name="review"),
    path("review/<int:pk>/act/<slug:what>/", review.act, name="review-act"),
    path("review/<int:pk>/vote/", vote_view.vote, name="review-vote"),
    path("review/<int:pk>/next/", vote_view.next_pair, name="review-next"),
    path("review/<int:pk>/tests/", results_view.votes_and_verdicts, name="review-tests"),
    path("review/<int:pk>/votes/", votes_view.votes, name="review-votes"),
    path("review/<int:pk>/ratings/", votes_view.ratings, name="review-ratings"),
    path("review/<int:pk>/groups/", results_view.groups, name="review-groups"),
    path("review/<int:pk>/edit/", review.edit, name="review-edit"),
    path("review/<int:pk>/export/", export_view.export, name="review-export"),
    path("review/<int:pk>/preferences.jsonl", export_view.preferences, name="review-preferences"),
    path("review/<int:pk>/rank/", rank_view.rank, name="review-rank"),
    path("review/<int:pk>/rank/<str:token>/", rank_view.ordering, name="review-ordering"),
    path("review/<int:pk>/rank/<str:token>/store/", rank_view.store, name="review-ordering-store"),
    path("review/<int:pk>/rank/<str:token>/undo/", rank_view.undo, name="review-ordering-undo"),
    path("review/<int:pk>/rank/<str:token>/<str:letter>/", rank_view.preview, name="review-ordering-preview"),
    path(
        "review/<int:pk>/rank/<str:token>/<str:letter>/picture/", rank_view.screenshot, name="review-ordering-picture"
    ),
    path("review/<int:pk>/solo/", solo_view.rate, name="review-rate"),
    path("review/<int:pk>/solo/<str:token>/", solo_view.solo, name="review-solo"),
    path("review/<int:pk>/solo/<str:token>/store/", solo_view.store, name="review-solo-store"),
    path("review/<int:pk>/solo/<str:token>/undo/", solo_view.undo, name="review-solo-undo"),
    path("review/<int:pk>/solo/<str:token>/<str:letter>/", solo_view.preview, name="review-solo-preview"),
    path("review/<int:pk>/solo/<str:token>/<str:letter>/picture/", solo_view.screenshot, name="review-solo-picture"),
    path("review/<int:pk>/<str:token>/", vote_view.showing, name="review-showing"),
    path("review/<int:pk>/<str:token>/store/", vote_view.store, name="review-store"),
    path("review/<int:pk>/<str:token>/undo/", vote_view.undo, name="review-undo"),
    path("review/<int:pk>/<str:token>/<str:letter>/", vote_view.preview, name="review-preview"),
    path("review/<int:pk>/<str:token>/<str:letter>/screenshot/", vote_view.screenshot, name="review-screenshot"),
]
if settings.OIDC_ISSUER:
    urlpatterns += import_module("webapp.teams.oidc_urls").urlpatterns
