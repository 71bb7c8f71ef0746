"""One trial: tablets write through a bad line while programs of the portal are killed."""

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial

from tests.reliability import clients, ledger
from tests.reliability.portal import Portal, wait_until
from tests.reliability.proxy import bad_line

VICTIMS = ("web", "worker", "postgres", "valkey")
PARTS = ("all", "leader", "child")


@dataclass
class Trial:
    """So many writes under so many kills; equal seeds choose equal bodies, victims and losses."""

    portal: Portal
    writes: int
    kills: int
    seed: int
    tablets: int = 8
    victims: tuple[str, ...] = VICTIMS
    tally: clients.Tally = field(default_factory=clients.Tally)
    killed: Counter[str] = field(default_factory=Counter)
    lost_answers: int = 0

    def run(self) -> ledger.Verdict:
        """Write, kill, and compare after a last kill of the database."""
        mark = f"trial {self.seed} {time.time_ns():x}"
        client = self.portal.ask("prepare.client()")
        bodies = clients.bodies(self.writes, client=client, mark=mark, seed=self.seed)
        with bad_line(self.portal.port, self.seed) as line:
            tablets = [
                clients.Tablet(
                    port=line.port,
                    client=client,
                    bodies=bodies[turn :: self.tablets],
                    tally=self.tally,
                )
                for turn in range(self.tablets)
            ]
            for tablet in tablets:
                tablet.start()
            self._kill_under_load(tablets)
            for tablet in tablets:
                tablet.join()
            self.lost_answers = line.lost
        self.portal.kill("postgres")
        with self.portal.connect() as database:
            verdict = ledger.compare(database, self.tally.acknowledged, mark)
        print(self.told(verdict))
        return verdict

    def _kill_under_load(self, tablets: list[clients.Tablet]) -> None:
        """Kill each time the next share of the writes is acknowledged, at a random moment."""
        dice = random.Random(self.seed)
        victims = [self.victims[turn % len(self.victims)] for turn in range(self.kills)]
        dice.shuffle(victims)
        for turn, victim in enumerate(victims, 1):
            share, part = turn * self.writes // (self.kills + 1), dice.choice(PARTS)
            while len(self.tally.acknowledged) < share and any(t.is_alive() for t in tablets):
                time.sleep(0.02)
            time.sleep(dice.uniform(0, 0.2))
            wait_until(partial(self.portal.kill, victim, part))  # it may just be starting again
            self.killed[f"{victim} ({part})"] += 1

    def told(self, verdict: ledger.Verdict) -> str:
        """Return the table of the trial."""
        rows = {
            "seed": self.seed,
            "acknowledged": verdict.acknowledged,
            "lost": verdict.lost,
            "doubled": verdict.doubled,
            "changed": verdict.changed,
            "wrong history": verdict.history,
            "unequal tallies": verdict.tallies,
            "answers lost on the line": self.lost_answers,
            **{f"answers {name}": n for name, n in sorted(self.tally.answers.items())},
            **{f"kills of {name}": n for name, n in sorted(self.killed.items())},
            "kills": sum(self.killed.values()),
        }
        return "\n".join(["", *(f"{name:32} {value:>8}" for name, value in rows.items())])
