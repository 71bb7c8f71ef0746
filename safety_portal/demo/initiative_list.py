"""The initiatives of the Kherson groups: those the founding texts name, and others of the same kinds.

Of the texts are the kinds, the communities, the items, and what was done by 30.04.2024 (S2-09 to
S2-17) and by 31.10.2025 (S4-06 to S4-24). Days, numbers of pieces and acts are invented.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from communities.models.assets import AssetKind
from safety_portal.demo.accounts import SIX
from safety_portal.demo.working_groups import SEVENTH
from working_groups.models import HandoutItem as Item
from working_groups.models import InitiativeCategory as Kind
from working_groups.models import Stage, Theme, Unit

STANISLAV, BILOZERKA, CHORNOBAIVKA, NOVOVORONTSOVKA, VYSOKOPILLIA, KOCHUBEIVKA = SIX
POLICE, RESCUE = "npu-65", "ses-65"
UNKNOWN = "Джерело не називає кількості"
DRAGER = "Dräger Alcotest 6820"


@dataclass(frozen=True)
class Given:
    """What was handed over: how many (None: the text does not say), to whom (the council else)."""

    item: str
    many: int | None
    to: str = ""
    unit: str = Unit.PIECE
    model: str = ""
    asset: str = ""  # the kind of safety asset it became


@dataclass(frozen=True)
class Plan:
    """An initiative: where, what, the days of its steps, and what it handed over."""

    title: str
    kind: str
    theme: str
    places: tuple[str, ...]
    days: tuple[date, ...]  # proposed, approved, in progress, completed, as far as it came
    given: tuple[Given, ...] = ()
    proposed_by: str = ""  # an organisation, where no group did
    outcome: tuple[str, Decimal, Decimal | None] | None = None
    stages: tuple[str, ...] = field(
        default=(Stage.PROPOSED, Stage.APPROVED, Stage.IN_PROGRESS, Stage.COMPLETED)
    )
    reason: str = ""
    description: str = ""


def _days(*texts: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(each) for each in texts)


BEGAN = ("2023-10-10", "2023-12-05", "2024-02-12")
SECOND = ("2024-05-23", "2024-06-17", "2024-08-05")
THIRD = ("2024-09-12", "2024-10-21", "2024-11-18")
FOURTH = ("2024-12-05", "2025-02-10", "2025-03-24")
SPRING = (  # what the text of April 2024 names: eight (S2-17)
    Plan(
        "Робоче місце дільничного офіцера поліції",
        Kind.OFFICE,
        Theme.PUBLIC_SAFETY,
        (STANISLAV,),
        _days(*BEGAN, "2024-04-19"),
        (Given(Item.FURNITURE, 1, POLICE, Unit.SET),),
    ),
    Plan(
        "Резервне живлення медичних закладів",
        Kind.POWER,
        Theme.POWER,
        (BILOZERKA,),
        _days(*BEGAN, "2024-04-11"),
        (Given(Item.GENERATOR, 3, asset=AssetKind.GENERATOR),),
    ),
    Plan(
        "Гідранти для швидшої заправки пожежних машин",
        Kind.HYDRANTS,
        Theme.FIRE_SAFETY,
        (BILOZERKA,),
        _days(*BEGAN, "2024-04-16"),
        (Given(Item.HYDRANT, 6, RESCUE, asset=AssetKind.HYDRANT),),
        outcome=("Хвилин на заправку автоцистерни", Decimal(35), Decimal(12)),
    ),
    Plan(
        "Камери на допомогу офіцерам громади",
        Kind.VIDEO,
        Theme.PUBLIC_SAFETY,
        (CHORNOBAIVKA,),
        _days(*BEGAN, "2024-04-18"),
        (Given(Item.CAMERA, 12, asset=AssetKind.CAMERA),),
    ),
    Plan(
        "Обладнання для місцевої пожежної команди",
        Kind.BRIGADE,
        Theme.FIRE_SAFETY,
        (CHORNOBAIVKA,),
        _days(*BEGAN, "2024-04-24"),
        (
            Given(Item.HYDRANT, 4, asset=AssetKind.HYDRANT),
            Given(Item.RESCUE_KIT, 1, unit=Unit.SET),
        ),
    ),
    Plan(
        "Ремонт системи відеоспостереження",
        Kind.VIDEO,
        Theme.PUBLIC_SAFETY,
        (NOVOVORONTSOVKA,),
        _days(*BEGAN, "2024-07-09"),
        (Given(Item.CAMERA, 9, asset=AssetKind.CAMERA),),
    ),
    Plan(
        "Встановлення гідрантів",
        Kind.HYDRANTS,
        Theme.FIRE_SAFETY,
        (VYSOKOPILLIA,),
        _days(*BEGAN, "2024-06-20"),
        (Given(Item.HYDRANT, 7, asset=AssetKind.HYDRANT),),
    ),
    Plan(
        "Класи безпеки в закладах освіти",
        Kind.SAFETY_CLASS,
        Theme.CHILDREN_YOUTH,
        (KOCHUBEIVKA,),
        _days(*BEGAN, "2024-09-02"),
        (Given(Item.TEACHING, 2, unit=Unit.SET, asset=AssetKind.SAFETY_CLASS),),
    ),
)
LATER = (
    Plan(
        "Громадський хаб",
        Kind.HUB,
        Theme.SAFE_SPACES,
        (STANISLAV,),
        _days(*SECOND, "2024-12-16"),
        (Given(Item.FURNITURE, 1, unit=Unit.SET),),
    ),
    Plan(
        "Хаб для молоді й переселенців",
        Kind.HUB,
        Theme.SAFE_SPACES,
        (VYSOKOPILLIA,),
        _days(*THIRD, "2025-03-14"),
        (Given(Item.FURNITURE, 2, unit=Unit.SET),),
    ),
    Plan(
        "Робоче місце поліцейського офіцера громади",
        Kind.OFFICE,
        Theme.PUBLIC_SAFETY,
        (BILOZERKA,),
        _days(*SECOND, "2024-10-25"),
        (Given(Item.FURNITURE, 1, POLICE, Unit.SET), Given(Item.PRINTER, 1, POLICE)),
    ),
    Plan(  # the text speaks of offices of community officers in the plural (S4-08)
        "Кабінет поліцейського офіцера громади",
        Kind.OFFICE,
        Theme.PUBLIC_SAFETY,
        (KOCHUBEIVKA,),
        _days(*SECOND, "2024-11-20"),
        (Given(Item.FURNITURE, 1, POLICE, Unit.SET),),
    ),
    Plan(
        "Спорядження місцевої пожежної команди",
        Kind.BRIGADE,
        Theme.FIRE_SAFETY,
        (KOCHUBEIVKA,),
        _days(*SECOND, "2024-12-20"),
        (Given(Item.RESCUE_KIT, 2, unit=Unit.SET),),
    ),
    Plan(
        "Потреби місцевої пожежної команди",
        Kind.BRIGADE,
        Theme.FIRE_SAFETY,
        (STANISLAV,),
        _days(*THIRD, "2025-04-11"),
        (Given(Item.RESCUE_KIT, 1, unit=Unit.SET),),
    ),
    Plan(
        "Пожежні щити для соціальних закладів",
        Kind.FIRE_STANDS,
        Theme.FIRE_SAFETY,
        (NOVOVORONTSOVKA,),
        _days(*SECOND, "2024-11-29"),
        (Given(Item.FIRE_STAND, 18, asset=AssetKind.FIRE_STAND),),
    ),
    Plan(
        "Квадрокоптери для рятувальників і поліції",
        Kind.DRONES,
        Theme.AIR_THREATS,
        (BILOZERKA,),
        _days(*THIRD, "2025-02-21"),
        (Given(Item.DRONE, 2, RESCUE), Given(Item.DRONE, 2, POLICE)),
    ),
    Plan(
        "Дорожні знаки й обмежувачі",
        Kind.ROAD_SIGNS,
        Theme.ROAD_SAFETY,
        (CHORNOBAIVKA,),
        _days(*SECOND, "2024-12-06"),
        (
            Given(Item.ROAD_SIGN, 86, asset=AssetKind.ROAD_SIGN),
            Given(Item.LIMITER, 24, asset=AssetKind.TRAFFIC_LIMITER),
        ),
    ),
    Plan(
        "Знаки біля шкіл і лікарень",
        Kind.ROAD_SIGNS,
        Theme.ROAD_SAFETY,
        (NOVOVORONTSOVKA,),
        _days(*THIRD, "2025-05-16"),
        (
            Given(Item.ROAD_SIGN, 58, asset=AssetKind.ROAD_SIGN),
            Given(Item.LIMITER, 14, asset=AssetKind.TRAFFIC_LIMITER),
        ),
    ),
    Plan(
        "Знаки на під’їздах до громади",
        Kind.ROAD_SIGNS,
        Theme.ROAD_SAFETY,
        (KOCHUBEIVKA,),
        _days(*FOURTH, "2025-07-18"),
        (Given(Item.ROAD_SIGN, 32, asset=AssetKind.ROAD_SIGN),),
    ),
    Plan(
        "Система оповіщення",
        Kind.NOTIFICATION,
        Theme.CIVIL_PROTECTION,
        (VYSOKOPILLIA,),
        _days(*FOURTH, "2025-09-05"),
        (Given(Item.WARNING, 2, unit=Unit.SET, asset=AssetKind.WARNING_SYSTEM),),
    ),
    Plan(
        "Клас безпеки в ліцеї",
        Kind.SAFETY_CLASS,
        Theme.CHILDREN_YOUTH,
        (VYSOKOPILLIA,),
        _days(*SECOND, "2024-12-02"),
        (Given(Item.TEACHING, 1, unit=Unit.SET, asset=AssetKind.SAFETY_CLASS),),
    ),
    Plan(
        "Спортивний майданчик у Киселівці",
        Kind.SPORTS,
        Theme.CHILDREN_YOUTH,
        (CHORNOBAIVKA,),
        _days(*FOURTH, "2025-06-27"),
        (Given(Item.SPORTS, 1, unit=Unit.SET),),
    ),
    Plan(
        "Безпечна дорога",
        Kind.ROAD_SAFETY,
        Theme.ROAD_SAFETY,
        (BILOZERKA, CHORNOBAIVKA),
        _days(*FOURTH, "2025-08-22"),
        (
            Given(Item.BREATHALYSER, None, POLICE, model=DRAGER),
            Given(Item.PRINTER, None, POLICE),
            Given(Item.CHARGING, None, POLICE),
            Given(Item.TABLET, None, POLICE),
        ),
        proposed_by=POLICE,
        description="Дорога сполучає Херсонську й Миколаївську області.",
    ),
    Plan(
        "Спорядження, пальне й бензопили для рятувальників",
        Kind.OTHER,
        Theme.CIVIL_PROTECTION,
        (BILOZERKA,),
        _days(*FOURTH, "2025-06-13"),
        (
            Given(Item.RESCUE_KIT, 3, RESCUE, Unit.SET),
            Given(Item.FUEL, 1200, RESCUE, Unit.LITRE),
            Given(Item.CHAINSAW, 5, RESCUE),
        ),
    ),
    Plan(
        "Резервне живлення амбулаторії",
        Kind.POWER,
        Theme.POWER,
        (STANISLAV,),
        _days(*FOURTH, "2025-10-10"),
        (Given(Item.GENERATOR, 1, asset=AssetKind.GENERATOR),),
    ),
)
ON_THEIR_WAY = (
    Plan(
        "Камери біля адмінбудівель",
        Kind.VIDEO,
        Theme.PUBLIC_SAFETY,
        (STANISLAV,),
        _days("2025-06-12", "2025-09-18", "2026-02-09"),
    ),
    Plan(
        "Пожежні щити для закладів освіти",
        Kind.FIRE_STANDS,
        Theme.FIRE_SAFETY,
        (BILOZERKA,),
        _days("2025-06-13", "2025-10-02"),
    ),
    Plan(
        "Тренінги з домедичної допомоги",
        Kind.TRAINING,
        Theme.FIRST_AID,
        (NOVOVORONTSOVKA,),
        _days("2025-10-14"),
    ),
    Plan(
        "Детектори дронів",
        Kind.OTHER,
        Theme.AIR_THREATS,
        (CHORNOBAIVKA, BILOZERKA),
        _days("2025-10-07"),
        stages=(Stage.IDEA,),
    ),
    Plan(
        "Другий спортивний майданчик",
        Kind.SPORTS,
        Theme.CHILDREN_YOUTH,
        (KOCHUBEIVKA,),
        _days("2024-12-07", "2025-03-20"),
        stages=(Stage.PROPOSED, Stage.CANCELLED),
        reason="Ділянка потребує розмінування",
    ),
)
OF_THE_SEVENTH = (
    Plan(
        "Дорожні знаки в селищі",
        Kind.ROAD_SIGNS,
        Theme.ROAD_SAFETY,
        (SEVENTH,),
        _days("2025-06-17", "2025-07-15", "2025-08-18", "2025-10-03"),
        (Given(Item.ROAD_SIGN, 40, asset=AssetKind.ROAD_SIGN),),
    ),
)
PLANS = (*SPRING, *LATER, *ON_THEIR_WAY, *OF_THE_SEVENTH)
