"""The SQL against the ordered tests of DESIGN §5 written down again, person by person, in plain Python."""

import re
import unicodedata
from collections import defaultdict
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from register_rows import bounds

from dq.catalog.sectors import BLOCKING
from dq.model import Outcome

NUMBERS = [f"0010859900{index:02d}" for index in range(16)]
OLD = ["001084990001", "001084990002"]
CMND = ["012345678", "987654321"]
NAMES = [
    "Lê Mỹ",
    "Lê Mỹ",
    "Lê Mĩ",
    "Le My",
    "LÊ  VĂN MỸ",
    "Lê Mỵ",
    "Lê Thúy",
    "Lê Thuý",
    "Lê Thúi",
    "Trần Bích",
    None,
    None,
]
BIRTHS = ["1985-03-02", "1985-02-03", "1985", "1985-01-01", "1985-03", "1990-07-15", "1990", None]
SEXES = ["nam", "nu", None]
STATUSES = ["song", "chet", "mat_tich", None]

described = {
    "ho_ten": st.sampled_from(NAMES),
    "ngay_sinh": st.sampled_from(BIRTHS),
    "gioi_tinh": st.sampled_from(SEXES),
}
people = st.lists(
    st.fixed_dictionaries(
        described
        | {
            "so_dinh_danh": st.sampled_from([*NUMBERS, *OLD, *OLD, *CMND, *CMND, "123", None]),
            "loai_chu": st.sampled_from([None, "ca_nhan", "ca_nhan", "to_chuc"]),
        }
    ),
    min_size=15,
    max_size=30,
)
holders = st.lists(
    st.fixed_dictionaries(
        described
        | {
            "so_dinh_danh": st.sampled_from([*NUMBERS, *OLD[:1]]),
            "tinh_trang": st.sampled_from(STATUSES),
            "so_cmnd": st.sampled_from([None, *CMND]),
            "so_dinh_danh_cu": st.sampled_from([None, *OLD, ";".join(OLD), *CMND[:1]]),
        }
    ),
    min_size=6,
    max_size=12,
    unique_by=lambda holder: holder["so_dinh_danh"],
)


def key(name):
    return name and " ".join(name.lower().split()).replace("thúy", "thuý")


def folded(text):
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def spelled(text):
    i_for_y = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")
    sole = re.compile("(?:[hklmstv]|qu)[yỳýỷỹỵ]")
    return " ".join(word.translate(i_for_y) if sole.fullmatch(word) else word for word in text.split())


def one_letter_apart(a, b):
    def edits(word):
        for place in range(len(word) + 1):
            head, tail = word[:place], word[place:]
            yield head + tail[1:]
            if len(tail) > 1:
                yield head + tail[1] + tail[0] + tail[2:]
            for letter in "abcdefghijklmnopqrstuvwxyz":
                yield head + letter + tail[1:]
                yield head + letter + tail

    return a != b and b in edits(a)


def similar(a, b):
    words, others = a.split(), b.split()
    if len(words) == len(others):
        unequal = [(one, two) for one, two in zip(words, others, strict=True) if one != two]
        return len(unequal) == 1 and one_letter_apart(*unequal[0])
    long, short = sorted((words, others), key=len, reverse=True)
    return len(long) == len(short) + 1 and any(
        long[:place] + long[place + 1 :] == short for place in range(1, len(long) - 1)
    )


def name_verdict(a, b):
    a, b = key(a), key(b)
    if not a or not b:
        return "absent"
    if a == b:
        return "equal"
    if spelled(a) == spelled(b):
        return "spelling"
    if folded(a) == folded(b):
        return "marks_missing"
    return "similar" if similar(folded(a), folded(b)) else "different"


def birth_verdict(a, b):
    if not a or not b:
        return "absent"
    if a == b:
        return "equal"
    (first, last), (other_first, other_last) = bounds(a), bounds(b)
    if (first <= other_first and other_last <= last) or (other_first <= first and last <= other_last):
        return "compatible"
    if len(a) == len(b) == len("1985-03-02") and a == f"{b[:4]}-{b[8:]}-{b[5:7]}":
        return "day_month_swapped"
    return "different"


def sex_verdict(a, b):
    return "absent" if not a or not b else "equal" if a == b else "different"


def compare(person, other):
    name = name_verdict(person["ho_ten"], other["ho_ten"])
    birth = birth_verdict(person["ngay_sinh"], other["ngay_sinh"])
    likely = name in {"equal", "spelling", "marks_missing", "similar"} or birth in {"equal", "compatible"}
    if not likely and name == birth == "absent":
        likely = None
    return name, birth, sex_verdict(person["gioi_tinh"], other["gioi_tinh"]), likely


def agrees(verdict):
    return verdict in {"equal", "spelling", "compatible", "absent"}


def owners(number, person, register):
    """The persons in the register to whom an old number belongs, as far as this person's data agree."""
    for holder in register:
        name, birth, _, _ = compare(person, holder)
        cancelled = number in (holder["so_dinh_danh_cu"] or "").split(";")
        cmnd = holder["so_cmnd"] == number or (cancelled and len(number) == 9)
        if name in {"equal", "spelling"} and ((cancelled and not cmnd) or (cmnd and agrees(birth))):
            yield holder


def judge_all(rows, register):
    by_number = {holder["so_dinh_danh"]: holder for holder in register or ()}
    same_number = defaultdict(list)
    for row in rows:
        if row["loai_chu"] != "to_chuc" and row["so_dinh_danh"] and len(row["so_dinh_danh"]) == 12:
            same_number[row["so_dinh_danh"]].append(row)
    for row in rows:
        number = row["so_dinh_danh"]
        found = by_number.get(number) if number else None
        nobody = (None, None, None, None)
        if row["loai_chu"] == "to_chuc":
            yield Outcome.NOT_APPLICABLE, None, nobody
        elif number is None:
            yield Outcome.MISSING_ID, None, nobody
        elif len(number) not in {9, 12}:
            yield Outcome.INVALID_ID, None, nobody
        elif any(compare(a, b)[3] is False for a, b in combinations(same_number[number], 2)):
            yield Outcome.DUPLICATE_ID, None, compare(row, found) if found else nobody
        elif register is None:
            yield Outcome.NOT_CHECKED, None, nobody
        elif found is None:
            proposed = list(owners(number, row, register))
            if len(proposed) == 1:
                yield Outcome.SUPERSEDED, proposed[0]["so_dinh_danh"], compare(row, proposed[0])
            else:
                yield Outcome.NOT_FOUND, None, nobody
        else:
            verdicts = compare(row, found)
            yield compared_outcome(row, found, verdicts), None, verdicts


def compared_outcome(row, found, verdicts):
    name, birth, sex, likely = verdicts
    if likely and found["tinh_trang"] in {"chet", "mat_tich"}:
        return Outcome.DECEASED
    if row["ho_ten"] is None or not all(map(agrees, (name, birth, sex))):
        return Outcome.MISMATCHED
    return Outcome.MATCHED_SPELLING if name == "spelling" else Outcome.MATCHED


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=people, register=st.one_of(holders, holders, holders, st.none()))
def test_the_sql_gives_what_the_ordered_tests_give(judge, rows, register):
    judged = judge(rows, register)
    verdicts = judged.frame.select("name", "birth_date", "sex", "same_person_likely").rows()
    got = list(zip(judged.outcomes, judged.frame["proposed_id"].to_list(), verdicts, strict=True))
    expected = list(judge_all(rows, register))
    assert got == expected
    assert judged.frame["record_id"].to_list() == list(range(1, len(rows) + 1))  # one row a person, in order
    blocked = [index for index, (outcome, *_) in enumerate(expected, start=1) if outcome in BLOCKING]
    assert judged.held["record_id"].to_list() == blocked
    assert sum(judged.result.outcomes.values()) == len(rows)
    assert judged.findings.height == sum(item.n_failed for item in judged.result.evaluation.results)
