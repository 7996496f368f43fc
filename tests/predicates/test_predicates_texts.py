import pytest
from predicate_rows import judge

FINE = [
    "Thôn 3, xã Hòa Bình, tỉnh Phú Thọ",
    "“XÃ”, ấp 4",
    "XÃ… ẤP 4",
    "LÂ’",
    "«lá»",
    "Hát Môn – Phúc Thọ",
    "100 m², 1½ sào, 5×6 m",
    "5·6",
    "Café ® 2",
]
BROKEN = [
    "PhÆ°á»ng Äá»‘ng Äa",
    "XÃ£ HÃ²a BÃ¬nh",
    "THÃ”N ÄÃ”NG",
    "Ph\u00c6\u00b0\u00e1\u00bb\u009dng",
    "Ă¡p 4",
    "x· Hoµ B×nh",
    "®Êt",
    "Th«n §«ng",
    "xã H\ufffda Bình",
    "toÃ n xÃ£",
    "HoÃ ng",
    "Trung ChÃnh",
    "BÃch",
    "Long ThĂ nh",
]


@pytest.mark.parametrize("text", FINE)
def test_not_mojibake(text):
    assert judge("text_not_mojibake", text) is True


@pytest.mark.parametrize("text", BROKEN)
def test_mojibake(text):
    assert judge("text_not_mojibake", text) is False


def words():
    letters = "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ"
    # What has the byte A0 is left out: read as Latin-1 that is a space, which stands after a true Ã as well.
    marked = (letter for letter in letters + letters.upper() if not letter.isascii() and 0xA0 not in letter.encode())
    return [letter + "n" for letter in marked]


@pytest.mark.parametrize("word", words())
def test_every_vietnamese_letter_passes_itself_and_is_found_when_read_as_another_encoding(word):
    assert judge("text_not_mojibake", word) is True
    assert judge("text_not_mojibake", word.encode().decode("latin-1")) is False
    try:
        misread = word.encode().decode("cp1252")
    except UnicodeDecodeError:
        return
    assert judge("text_not_mojibake", misread) is False


@pytest.mark.parametrize(
    ("text", "length", "verdict"),
    [("Thôn 3", 6, True), ("Thôn 3", 7, False), ("  x  ", 2, False), ("", 1, False), (None, 1, None)],
)
def test_minimum_length(text, length, verdict):
    assert judge("text_minimum_length", text, length=length) is verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Thôn Đông, xã Minh Châu, thành phố Hà Nội", True),
        ("12 Bà Huyện Thanh Quan, phường Xuân Hòa", True),
        ("Đường huyện 12, xã Minh Châu", True),
        ("Huyện lộ 5, ấp 3", True),
        ("số 4 phố Huyện, xã Minh Châu", True),
        ("Lô Q1, khu B", True),
        ("ĐH. Bách khoa", True),
        ("Thôn Đông, xã Minh Châu, huyện Ba Vì", False),
        ("xã Minh Châu huyện Ba Vì", False),
        ("HUYỆN BA VÌ", False),
        ("Quận 1", False),
        ("phường Viên Sơn, thị xã Sơn Tây", False),
        ("12 Bà Huyện Thanh Quan, quận 3", False),
        ("phố Huế, Q.1", False),
        ("phố Huế, Q. Hai Bà Trưng", False),
        ("xã Tân Hội, H. Đan Phượng", False),
        ("P. Viên Sơn, TX. Sơn Tây", False),
        (None, None),
    ],
)
def test_mentions_no_district(text, verdict):
    assert judge("text_mentions_no_district", text) is verdict
