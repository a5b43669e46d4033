"""Django app of the evaluation rows and commands."""

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """Suites, runs, candidates, model servers."""

    name = "evaluations"
