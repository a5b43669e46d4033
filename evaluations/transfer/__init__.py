"""A team's suites, runs, votes and files as one archive: export, and import into another installation."""

from evaluations.transfer.export_team import TeamExport, export_team
from evaluations.transfer.import_team import TeamImport, check_team_archive, import_team

__all__ = ["TeamExport", "TeamImport", "check_team_archive", "export_team", "import_team"]
