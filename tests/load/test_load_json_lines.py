"""JSON lines: the union of keys, values as text, broken lines set apart."""

import json

import pytest

from dq.errors import LoadError

FIRST = {"ma_xa": "00001", "Họ và tên": "Nguyễn Văn A", "CCCD": "001085990123"}


def dump(*records: object, end: str = "\n") -> str:
    return end.join(record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records)


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json"])
def test_records(stage, name):
    staged = stage(dump(FIRST, {**FIRST, "Ghi chú": "x"}) + "\n", name)
    assert staged.raw.columns == ["record_id", "source_row", "ma_xa", "ho_ten", "so_dinh_danh", "Ghi chú"]
    assert staged.raw.rows() == [
        (1, 1, "00001", "Nguyễn Văn A", "001085990123", None),
        (2, 2, "00001", "Nguyễn Văn A", "001085990123", "x"),
    ]
    assert staged.info.format == name.removeprefix("a.")
    assert staged.info.encoding == "utf-8"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("79203990123", "79203990123"),
        ("79203990123.0", "79203990123"),
        ("7.9203990123e10", "79203990123"),
        ("1E+3", "1000"),
        ("1e999999999", "1e999999999"),
        ("12.50", "12.50"),
        ("-0.5", "-0.5"),
        ("true", "true"),
        ("false", "false"),
        ("null", None),
        ("NaN", None),
        ('""', None),
        ('"12.0"', "12.0"),
        ('{"a": [1.50, "ễ"]}', '{"a": [1.5, "ễ"]}'),
        ("[]", "[]"),
    ],
)
@pytest.mark.parametrize("key", ["CCCD", "khác"])
def test_values_as_text(stage, written, expected, key):
    line = json.dumps({**FIRST, key: "@"}, ensure_ascii=False).replace('"@"', written)
    staged = stage(line, "a.jsonl")
    assert staged.raw["so_dinh_danh" if key == "CCCD" else key].to_list() == [expected]


@pytest.mark.parametrize(
    "broken",
    ['{"ma_xa": "1", ', "[1, 2]", '"x"', "7", "{'ma_xa': 1}", "ma_xa,ho_ten", "[" * 100_000, '{"a": 1} {"b": 2}'],
)
def test_broken_lines_are_malformed(stage, broken):
    staged = stage(dump(FIRST, broken, "", FIRST), "a.jsonl")
    assert staged.malformed.rows() == [(2, 2, broken)]
    assert staged.raw["record_id"].to_list() == [1, 3]
    assert staged.raw["source_row"].to_list() == [1, 4]
    assert staged.left_out == [(3, 3, "blank")]
    assert staged.info.rows == 3


def test_undecodable_line_is_malformed(stage):
    staged = stage(dump(FIRST, "@", FIRST).encode().replace(b"@", b'{"ma_xa": "\xff"}'), "a.jsonl")
    assert staged.malformed.rows() == [(2, 2, '{"ma_xa": "\ufffd"}')]


@pytest.mark.parametrize(("encoding", "end"), [("utf-8-sig", "\r\n"), ("utf-16", "\n")])
def test_byte_order_mark(stage, encoding, end):
    staged = stage(dump(FIRST, FIRST, end=end).encode(encoding), "a.jsonl")
    assert staged.raw.height == 2


def test_lines_across_blocks(stage, monkeypatch):
    monkeypatch.setattr("dq.load.jsonlines._BLOCK", 7)
    staged = stage(dump(FIRST, FIRST, "{", FIRST), "a.jsonl", batch_rows=2)
    assert staged.raw["source_row"].to_list() == [1, 2, 4]
    assert staged.malformed["source_row"].to_list() == [3]


def test_line_without_an_end(stage, monkeypatch):
    monkeypatch.setattr("dq.load.jsonlines._BLOCK", 50)
    monkeypatch.setattr("dq.load.jsonlines._MAX_CARRY", 100)
    with pytest.raises(LoadError) as caught:
        stage(dump(FIRST, "x" * 400, FIRST), "a.jsonl")
    assert caught.value.key == "load.long_record"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("[\n{}\n]", "load.json_array"),
        ("x\ny\n", "load.not_json_lines"),
        ("{}\n{}\n", "load.not_json_lines"),
        ("\n\n", "load.no_rows"),
        (json.dumps({str(n): n for n in range(3000)}), "load.too_many_columns"),
        (json.dumps({"ma_xa": 1}), "load.missing_columns"),
    ],
)
def test_refused(stage, content, key):
    with pytest.raises(LoadError) as caught:
        stage(content, "a.json")
    assert caught.value.key == key


def test_mapping(stage):
    staged = stage(dump({"ma_xa": 1, "n": "A", "CCCD": 2}), "a.jsonl", mapping={"n": "ho_ten"})
    assert staged.raw["ho_ten"].to_list() == ["A"]


@pytest.mark.parametrize("text", ["a\\ud800b", "\\udfff"])
def test_half_of_a_surrogate_pair_makes_its_line_malformed(stage, text):
    good = '{"ma_xa": "00001", "ho_ten": "\\ud83d\\ude00", "CCCD": "001085990123"}'
    staged = stage(f'{good}\n{{"ma_xa": "00002", "ho_ten": "{text}", "CCCD": "1"}}\n', "a.jsonl")
    assert staged.raw["ho_ten"].to_list() == ["\U0001f600"]
    assert staged.malformed["source_row"].to_list() == [2]


@pytest.mark.parametrize("number", ["1e99999999999999999999", "-1E+99999", "1.5e-123456"])
def test_number_with_an_absurd_exponent_stays_as_it_is(stage, number):
    staged = stage(f'{{"ma_xa": "00001", "ho_ten": "A", "CCCD": "1", "Ghi chú": {number}}}\n', "a.jsonl")
    assert staged.raw["Ghi chú"].to_list() == [number]
