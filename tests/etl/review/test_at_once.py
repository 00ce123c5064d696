"""Many reviewers on one ledger at once: nothing is lost, nothing is written twice, the ledger stays readable."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from etl.desk import Standing
from etl.errors import ConflictError
from etl.ledger import read_ledger
from etl.review import LedgerDesk, open_desk
from tests.etl.review.desks import Reviewer, held

LINES = "".join(f"{number} people left Baghuz on {number} January 2019.\n" for number in range(11, 31))


def work(desk: LedgerDesk, name: str, share: set[int]) -> dict[str, str]:
    """Decides one reviewer's share of the figures, undoing some; the note of each figure that they left accepted."""
    draw = random.Random(name)
    left: dict[str, str] = {}
    for number in sorted(share):
        one = Reviewer(desk, name)
        item = next(each for each in one.sheet.items if each.figure.value == number)
        decided = one.accept(item, note=f"{name} {number}")
        left[decided.figure.figure_id] = f"{name} {number}"
        if draw.random() < 0.3:
            undone = one.undo()
            assert undone is not None
            assert undone.figure.figure_id == decided.figure.figure_id
            del left[decided.figure.figure_id]
    return left


def test_threads_that_decide_at_once_lose_nothing(tmp_path: Path) -> None:
    data = held(tmp_path, {"r1": LINES})
    desk = open_desk(data)
    numbers = [item.figure.value or 0 for item in desk.sheet("test", "r1").items]
    assert len(numbers) == 20
    shares = [set(numbers[start::4]) for start in range(4)]
    with ThreadPoolExecutor(4) as pool:
        left = list(pool.map(work, [desk] * 4, "abcd", shares))
    expected = {figure_id: note for one in left for figure_id, note in one.items()}
    written = {each.figure_id: each.note for each in read_ledger(data / "situations/test").figures}
    assert {one: note for one, note in written.items() if one.startswith("r1-")} == expected
    assert expected


PROGRAM = """
import json, sys
from pathlib import Path
from etl.review import open_desk
from tests.etl.review.test_at_once import work
desk = open_desk(Path(sys.argv[1]))
print(json.dumps(work(desk, sys.argv[2], set(json.loads(sys.argv[3])))))
"""


def test_programs_that_decide_at_once_lose_nothing(tmp_path: Path, repository: Path) -> None:
    data = held(tmp_path, {"r1": LINES})
    shares = [list(range(11, 31))[start::2] for start in range(2)]
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(data), name, json.dumps(share)],
            cwd=repository, stdout=subprocess.PIPE, text=True,
        )
        for name, share in zip("ab", shares, strict=True)
    ]  # fmt: skip
    said = [program.communicate(timeout=120)[0] for program in programs]
    assert [program.returncode for program in programs] == [0, 0]
    expected = {figure_id: note for one in said for figure_id, note in json.loads(one).items()}
    written = {each.figure_id: each.note for each in read_ledger(data / "situations/test").figures}
    assert {one: note for one, note in written.items() if one.startswith("r1-")} == expected


def test_of_many_who_decide_one_figure_one_succeeds(tmp_path: Path) -> None:
    data = held(tmp_path, {"r1": LINES})
    desk = open_desk(data)
    reviewers = [Reviewer(desk, str(number)) for number in range(6)]

    def decide(one: Reviewer) -> str:
        try:
            return one.accept("11 people", note=one.name).figure.note
        except ConflictError:
            return ""

    with ThreadPoolExecutor(6) as pool:
        told = [note for note in pool.map(decide, reviewers) if note]
    (note,) = told
    (written,) = [each for each in read_ledger(data / "situations/test").figures if each.report_id == "r1"]
    assert written.note == note
    assert Reviewer(desk).item("11 people").standing is Standing.ACCEPTED
