"""A team's own prompt strategies. A version never changes, so stored answers stay valid."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.timezone import now

from evaluations.models.json_column import JSONColumn
from evaluations.models.teams import Team
from evaluations.stored_json import StoredExample


class OwnStrategyQuerySet(models.QuerySet["OwnStrategy"]):
    """Versions by team and use."""

    def newest(self, team: Team | int) -> OwnStrategyQuerySet:
        """Return the last version of each strategy of a team that is not archived."""
        same = OwnStrategy.objects.filter(team=team, name=OuterRef("name")).order_by("-version")
        return self.filter(team=team, pk=Subquery(same.values("pk")[:1]), is_archived=False)

    def named(self, team: Team | int, strategy: str) -> OwnStrategy | None:
        """Return the version with this id, like own_short_code_v2, archived or not; None for any other name."""
        head, _, number = strategy.rpartition("_v")
        if not head.startswith("own_") or not number.isdigit():
            return None
        return self.filter(team=team, name=head.removeprefix("own_"), version=int(number)).first()


class OwnStrategy(models.Model):
    """A version of a strategy. examples: request, answer and source (suite/task) of each; stop: texts."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="own_strategies")
    name = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=120)
    system = models.TextField(blank=True)
    prefix = models.TextField(blank=True)
    suffix = models.TextField(blank=True)
    examples: JSONColumn[list[StoredExample]] = models.JSONField(default=list)
    stop: JSONColumn[list[str]] = models.JSONField(default=list)
    is_archived = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)

    objects = OwnStrategyQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-version"]
        verbose_name = "strategy"
        constraints = [models.UniqueConstraint(fields=["team", "name", "version"], name="one_own_strategy_version")]

    def __str__(self) -> str:
        return self.strategy

    @property
    def strategy(self) -> str:
        """The name that candidates and runs store."""
        return f"own_{self.name}_v{self.version}"
