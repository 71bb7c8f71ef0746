"""Read how many people live in communities, by date and source."""

from communities import imports
from communities.importing.command import ImportCommand
from communities.importing.kinds import POPULATION


class Command(ImportCommand):
    help = (
        f"Add population figures: lines {','.join(imports.POPULATION_COLUMNS)}, or the communities"
        " of the KSE Loc Data Hub with a column population_2022. Safe to run twice."
    )
    kind = POPULATION
    counted = "figures"
