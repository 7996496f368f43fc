import pytest
from normalize_batches import read


@pytest.mark.parametrize(
    ("text", "value", "repairs"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn An", ""),
        ("NGUYỄN VĂN HÒA", "NGUYỄN VĂN HÒA", ""),
        ("nguyễn văn hoà", "nguyễn văn hoà", ""),
        ("Nguye\u0302\u0303n Văn An", "Nguyễn Văn An", "nfc"),
        ("Ðặng Thị Lan", "Đặng Thị Lan", "dstroke"),
        ("H\u2019Hen Niê", "H'Hen Niê", "apostrophe"),
        ("H'Hen Niê", "H'Hen Niê", ""),
        ("  Lê  Văn\u00a0An ", "Lê Văn An", "spaces"),
        ("Lê\u200b Văn An", "Lê Văn An", "invisible"),
        ("'Lê Văn An", "Lê Văn An", "excel_quote"),
        ("Lê Văn An.", "Lê Văn An", "separators"),
        ("Lê Văn An ,;", "Lê Văn An", "separators"),
        ("Lê Văn B.", "Lê Văn B.", ""),  # an abbreviation
        ("Ng. Văn An", "Ng. Văn An", ""),
        (" Ðặng  H\u2019Y\u00ad. ", "Đặng H'Y.", "invisible,dstroke,apostrophe,spaces"),
        ("Không tên", None, "filler"),
        ("KHÔNG  RÕ", None, "filler"),
        ("x", None, "filler"),
        ("..", None, "filler"),
        ("#N/A", None, "filler"),
        ("Y", "Y", ""),
        ("", None, ""),
        ("\u200b\u00a0", None, ""),
        ("'", None, ""),
    ],
)
def test_name(text, value, repairs):
    assert read("person_name", text) == (value, repairs)


@pytest.mark.parametrize(
    ("kind", "text", "value", "repairs"),
    [
        ("text", "thôn 3,\n xã Ea H\u2019Leo", "thôn 3, xã Ea H'Leo", "apostrophe,spaces"),
        ("text", "'trích'", "'trích'", ""),
        ("text", "Đất ở.", "Đất ở.", ""),
        ("text", "-", None, "filler"),
        ("text", "…", None, "filler"),
        ("note", "-", "-", ""),  # a type without fillers
        ("address", "Chưa có", None, "filler"),
        ("code", "12.0", "12", "trailing_point_zero"),
        ("code", "012.0", "012", "trailing_point_zero"),
        ("code", "1.20", "1.20", ""),
        ("code", "12.0.0", "12.0.0", ""),
        ("code", "'0123", "0123", "excel_quote"),
        ("code", "  CS  01234 ", "CS 01234", "spaces"),
        ("code", "0", "0", ""),
        ("private_code", "0", None, "filler"),
        ("private_code", "0.0", None, "filler"),
    ],
)
def test_text_and_code(kind, text, value, repairs):
    assert read(kind, text) == (value, repairs)
