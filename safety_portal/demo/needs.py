"""What the groups of the demo talk about: needs, what was decided, and who does it by when.

All of it is invented; the founding texts tell only that needs were voiced and passed on (S4-32).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from accounts.models import User
from core import clock
from working_groups.decisions import change_action, decide, set_action
from working_groups.models import (
    ActionPoint,
    ActionState,
    AgendaItem,
    Person,
    Problem,
    ProblemState,
    Theme,
    Urgency,
)
from working_groups.problems import change_problem, raise_problem

NEEDS = (  # one a round: the need, its theme, what was decided, what somebody does
    ("Темні вулиці біля школи", Theme.PUBLIC_SAFETY, "Перевірити освітлення", "Скласти перелік"),
    ("Замало гідрантів у селах", Theme.FIRE_SAFETY, "Обстежити водопостачання", "Скласти мапу"),
    ("Немає пішохідного переходу", Theme.ROAD_SAFETY, "Звернутися до служби доріг", "Лист"),
    ("Перебої з електрикою в амбулаторії", Theme.POWER, "Шукати кошти", "Заявка на генератор"),
    ("Шахраї телефонують літнім людям", Theme.FRAUD, "Провести зустрічі", "Підготувати памʼятку"),
    ("Сирену не чути на околицях", Theme.CIVIL_PROTECTION, "Додати сирени", "Розрахунок"),
    ("Дітям ніде займатися", Theme.CHILDREN_YOUTH, "Облаштувати майданчик", "Обрати ділянку"),
    ("Дрони над дорогами", Theme.AIR_THREATS, "Просити детектори", "Лист до області"),
    ("Мало простору для зустрічей", Theme.SAFE_SPACES, "Облаштувати хаб", "Кошторис"),
)
DAYS = timedelta(days=45)
LATE_EVERY = 4  # one action point of so many is done late
SOLVED = 6  # needs of that many first rounds are solved by now


class Needs:
    """The needs of one group, raised round after round by one account."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.second = User.objects.get(username="union")

    def raise_at(self, item: AgendaItem, turn: int, owner: Person, day: date, at: datetime) -> None:
        """Raise the need of a round, decide about it, and let somebody do a part of it."""
        title, theme, decided, deed = NEEDS[turn % len(NEEDS)]
        meeting = item.meeting
        urgent = Urgency.HIGH if theme in (Theme.POWER, Theme.AIR_THREATS) else Urgency.NORMAL
        raised = {"title": title, "theme": theme, "raised_on": day, "priority": urgent}
        problem = raise_problem(
            said=raised | {"group": meeting.group, "meeting": meeting}, by=self.by, at=at
        )
        decision = decide(
            said={"agenda_item": item, "text": decided, "problem": problem}, by=self.by, at=at
        )
        set_to = {"decision": decision, "text": deed, "due_on": day + DAYS, "priority": urgent}
        action = set_action(said=set_to | {"owner_person": owner}, by=self.by, at=at)
        self._carry_out(action, turn, at)
        if turn < SOLVED:
            self._close(problem, day + 3 * DAYS)

    def _carry_out(self, action: ActionPoint, turn: int, at: datetime) -> None:
        """Say that it was done, in time or late; of high priority a second person verifies it."""
        late = turn % LATE_EVERY == LATE_EVERY - 1
        done = action.due_on + timedelta(days=12 if late else -5)
        if turn >= len(NEEDS) - 1 or done > clock.today():
            return
        said = {"state": ActionState.DONE, "done_on": done, "evidence": "Акт виконаних робіт"}
        action = change_action(action=action, said=said, by=self.by, at=at, version=action.version)
        if action.priority == Urgency.HIGH:
            said = {"state": ActionState.VERIFIED}
            change_action(action=action, said=said, by=self.second, at=at, version=action.version)

    def _close(self, problem: Problem, day: date) -> None:
        said = {
            "state": ProblemState.SOLVED,
            "closed_on": min(day, clock.today()),
            "close_reason": "Вирішено міні-ініціативою громади",
        }
        change_problem(problem=problem, said=said, at=clock.now(), version=problem.version)
