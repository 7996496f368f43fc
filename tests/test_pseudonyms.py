"""Keyed hashes: the HMAC of RFC 2104, bound to number and field, under one key only."""

import hmac
import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.errors import OutputError, UsageError
from dq.pseudonyms import KEY_BYTES, Hasher, fingerprint, new_key, person_columns, read_key, register_rows

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
NUMBER = "001085990101"
PERSON = {
    "number": NUMBER,
    "name": "hoàng văn quý",
    "spelled": "hoàng văn quí",
    "folded": "hoang van quy",
    "tu": date(1970, 5, 6),
    "den": date(1970, 5, 6),
    "sex": "nam",
}
REGISTERED = {"kind": "in_force", "holder": None, "status": "song", **PERSON}
HASHES = ["h_name", "h_spelled", "h_folded", "h_year", "h_month", "h_day", "h_sex"]


def register(key: bytes = KEY, **changes) -> dict:
    return register_rows(pl.DataFrame([REGISTERED | changes]), key).row(0, named=True)


def person(key: bytes = KEY, **changes) -> dict:
    return person_columns(pl.DataFrame([PERSON | changes]), key).row(0, named=True)


@given(key=st.binary(min_size=32, max_size=100), number=st.text(min_size=1), value=st.binary())
def test_a_hash_is_the_hmac_of_number_and_value_under_the_key_of_its_field(key, number, value):
    derived = hmac.digest(key, b"dq-pseudonyms-1 name", "sha256")
    expected = hmac.digest(derived, number.encode() + b"\0" + value, "sha256")
    assert Hasher(key).bound("name", number)(value) == int.from_bytes(expected[:8])
    assert Hasher(key).pseudonym("name", number) == hmac.digest(derived, number.encode(), "sha256")[:16].hex()


def test_the_same_key_gives_the_same_hashes_on_both_sides():
    mine, theirs = person(), register()
    assert mine["h_number"] == theirs["number"]
    assert {name: mine[name] for name in HASHES} == {name: theirs[name] for name in HASHES}
    assert mine["h_song"] == theirs["h_status"] != mine["h_chet"]
    assert person(tu=date(1970, 6, 5), den=date(1970, 6, 5))["h_swapped"] == theirs["h_day"]


def test_another_key_shares_nothing():
    mine, theirs = person(OTHER), register()
    assert mine["h_number"] != theirs["number"]
    assert all(mine[name] != theirs[name] for name in HASHES)
    assert not set(mine["h_near"]) & set(theirs["h_near"])
    assert fingerprint(KEY) != fingerprint(OTHER)


def test_the_same_name_under_two_numbers_gives_two_hashes_so_that_names_cannot_be_counted():
    one, two = register(), register(number="001085990102")
    assert all(one[name] != two[name] for name in [*HASHES, "h_status"])
    assert not set(one["h_near"]) & set(two["h_near"])


def test_equal_texts_in_two_fields_give_two_hashes():
    row = register(name="an", spelled="an", folded="an")
    assert len({row["h_name"], row["h_spelled"], row["h_folded"]}) == 3


def test_who_has_no_number_has_no_hashes():
    assert set(person(number=None).values()) == {None}


def test_a_row_holds_its_kind_hexadecimal_pseudonyms_and_integers():
    row = register(holder="001085990102", kind="cancelled")
    texts = {name: value for name, value in row.items() if isinstance(value, str)}
    assert texts.pop("kind") == "cancelled"
    assert all(len(bytes.fromhex(value)) == 16 for value in texts.values())
    assert set(texts) == {"number", "holder"}
    assert all(isinstance(value, int | list) for name, value in row.items() if name.startswith("h_"))


def test_a_new_key_is_random_and_for_its_owner_only(tmp_path: Path):
    path = tmp_path / "key"
    new_key(path)
    assert len(read_key(path)) == KEY_BYTES
    with pytest.raises(OutputError) as error:
        new_key(path)
    assert error.value.key == "pseudonyms.key_exists"
    new_key(tmp_path / "other")
    assert read_key(path) != read_key(tmp_path / "other")


@pytest.mark.parametrize(
    ("content", "mode", "key"),
    [(b"x" * 31, 0o600, "pseudonyms.key_short"), (b"x" * 32, 0o640, "pseudonyms.key_open"),
     (None, 0, "pseudonyms.key_unreadable")],
)  # fmt: skip
def test_a_key_that_is_no_secret_is_refused(tmp_path: Path, content, mode, key):
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content)
        os.chmod(path, mode)  # noqa: PTH101
    with pytest.raises(UsageError) as error:
        read_key(path)
    assert error.value.key == key
