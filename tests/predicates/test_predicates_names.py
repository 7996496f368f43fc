import polars as pl
import pytest
from predicate_rows import judge

from dq.gazetteer import communes
from dq.predicates.registry import PREDICATES

# Names as they are: no name predicate but the one on capitals may find fault with any of them.
REAL_NAMES = [
    "Nguyễn Văn An",
    "Lê Thị Em",
    "Phan Lan Anh",
    "Đặng Hoà Bình",
    "Trần Văn Cụ",
    "Nguyễn Thị Bé",
    "Ông Ích Khiêm",
    "Ông Thị Lan",
    "Ông Văn Hùng",
    "Cụt Văn Mão",
    "Vừ A Dính",
    "Vừ Và Dính",
    "Và Bá Xồng",
    "Lầu Và Pó",
    "Y Bhăm Niê",
    "H'Hen Niê",
    "K'Brểu",
    "Rơ Châm H'Nhơn",
    "Rmah Hlut",
    "Siu Thi",
    "Y Moan Êñuôl",
    "Ayŭn H'Bliă",
    "Niê-Kdăm Y Ban",
    "A Phủ",
    "Nguyễn Đại Diện",
    "Chế Thị Mất",
    "Bùi Thị Ba",
    "Nguyễn Thị Ý",
    "Mai Ông Anh",
    "Anh Đức",
    "Huỳnh Thị Xã",
    "Y-Nguyên",
    "K'Sor Y Phun",
    "Thào Thị Mỷ",
    "Lò Thị Ổi",
    "Sơn Thị Sà Rây",
    "Thạch Sết",
    "Néang Sóc Kha",
    "Chế Linh",
    "Chamaléa Thị Thủy",
    "Pi Năng Thị Hốn",
    "Liêng Hót Ha Hai",
    "Voòng A Sáng",
    "Tẩn A Phù",
    "Kpuih H'Bluih",
    "Công Tằng Tôn Nữ Hồng Nhung",
    "Đoàn Nguyễn Lê Hoàng Anh",
    "Ông Thị Ngọc Linh",
    "Cô Văn Năm",
    "Lê Văn Chết",
    "Nguyễn Văn Không",
    "Nguyễn Văn Ông",
    "Đinh Thị Tức",
    "Jean-Paul Sartre",
    "Mary O'Brien",
    "Łukasz Wójcik",
    "John F. Kennedy",
    "Park Ji-sung",
]
FINDS = {
    "name_has_no_digit": ["Nguyễn Văn An 1960", "2 Nguyễn Văn An", "Trần ٣"],
    "name_has_no_title": [
        "Ông Y Bhăm Niê",
        "Ông K'Brểu",
        "Ông Kpă Klơng",
        "GĐ ông Nguyễn Văn Ba",
        "Chủ hộ Nguyễn Văn Ba",
        "Hộ: Nguyễn Văn Ba",
        "Đồng chí Nguyễn Văn Ba",
        "(Ông) Nguyễn Văn Ba",
        "Ông Nguyễn Văn An",
        "ÔNG NGUYỄN VĂN AN",
        "Ong Nguyen Van An",
        "Ông Hoàng Văn Nam",
        "Bà Trần Thị Bé",
        "Ba Tran Thi Be",
        "Bà quả phụ Trần Thị Bé",
        "Cụ Lê Văn Tám",
        "Anh Phạm Minh Đức",
        "Chị Lê Thị Hoa",
        "Em Vũ Hà My",
        "Bé Nguyễn An",
        "Mr. Trần An",
        "Mr John Smith",
        "Ông: Lê Văn An",
        "Ô. Trần Văn Bảy",
        "Hộ ông Nguyễn Văn An",
        "Hộ gia đình bà Trần Thị Bé",
        "Ông và bà Nguyễn Văn An",
        "Ông bà Nguyễn Văn An",
    ],
    "name_has_no_note": [
        "Nguyễn Văn Ba - chết",
        "Lê Văn Ba chết 2019",
        "Nguyễn Văn Ba mất 12/2020",
        "Nguyễn Văn Ba sn 1950",
        "Trần Văn Năm tức Hai",
        "Nguyễn Văn Ba chuyển đi",
        "CB Nguyễn Thị Hoa",
        "Nguyễn Văn An (chết)",
        "Nguyễn Văn An [1]",
        "Nguyễn Văn An đã chết",
        "NGUYỄN VĂN AN ĐÃ MẤT",
        "Nguyen Van An da chet",
        "Lê An - đã chết",
        "Trần An con ông Ba",
        "Trần Thị Bé vợ ông Nguyễn Văn Tám",
        "Chủ hộ: Lê Văn An",
        "Lê Văn An, chủ hộ",
        "Lê Thị Hoa người đại diện",
    ],
    "name_is_one_person": [
        "Nguyễn Văn An-Trần Thị Bình",
        "Nguyễn Văn An \\ Trần Thị Bình",
        "Nguyen Van An va Tran Thi Binh",
        "NGUYEN VAN AN VA TRAN THI BINH",
        "Y BHĂM VÀ H'HEN NIÊ",
        "Nguyễn Văn An và Trần Thị Bé",
        "NGUYỄN VĂN AN VÀ TRẦN THỊ BÉ",
        "nguyễn văn an và trần thị bé",
        "Nguyễn Văn An Và Trần Thị Bé",
        "Nguyen Van An và Tran Thi Be",
        "Hùng và Lan",
        "Nguyễn Văn An và vợ",
        "NGUYỄN VĂN AN VÀ VỢ",
        "Nguyễn Văn An và các con",
        "Nguyễn Văn An, Trần Thị Bé",
        "Nguyễn Văn An; Trần Thị Bé",
        "Nguyễn Văn An/Trần Thị Bé",
        "Nguyễn Văn An & Trần Thị Bé",
        "Nguyễn Văn An - Trần Thị Bé",
        "Nguyễn Văn An vợ Trần Thị Bé",
        "Ông Nguyễn Văn An Bà Trần Thị Bé",
    ],
    "name_word_count": ["Nguyễn", "Y", "-", "", "'"],
    "name_letters_only": ["Nguyễn_An", "Trần An!", "Lê An 2", "Lê@An", "Nguyễn Văn An (1)", "\u0410nna"],
    "name_has_marks": ["Nguyen Van An", "NGUYEN VAN AN", "Tran Anh", "Cao Thi Be", "pham minh", "Phan Anh Duc"],
    "name_not_all_caps": ["NGUYỄN VĂN AN", "H'HEN NIÊ", "LÊ A", "NGUYEN VAN AN"],
    "name_not_mojibake": [
        "Nguyá»…n VÄƒn BÃ¬nh",
        "Tráº§n",
        "LÃª Thá»‹ Hoa",
        "Äáº·ng BÃ¹i",
        "Ä‘á»©c",
        "Thá»",
        "Tr\ufffdn",
        "Nguy?n V?n An",
        "NguyÔn V¨n An",
        "TrÇn ThÞ Lª",
        "Ph¹m ®øc",
        "Nguyeãn Vaên An",
        "NGUYEÃN VAÊN AN",
        "Leâ Thò Hoa",
    ],
    "name_not_placeholder": [
        "không rõ họ tên",
        "chưa khai sinh",
        "trẻ sơ sinh",
        "bé gái",
        "người dân",
        "null",
        "không tên",
        "Không có tên",
        "KHÔNG RÕ",
        "khong ten",
        "Chưa đặt tên",
        "chưa có",
        "Họ và tên",
        "test",
        "ABC",
        "Nguyễn Văn A",
        "nguyen van a",
        "NGUYỄN VĂN B",
        "Trần Thị B.",
        "xxx",
        "...",
        "123",
        "n/a",
    ],
    "name_no_repeated_letters": ["Nguyễnnn", "aaa", "Trần AAAn", "Lêêê", "Hoà Bìiìnhhhh"],
}


def verdicts(name, texts, **arguments):
    frame = pl.DataFrame({"name": texts}, schema={"name": pl.String})
    return frame.select(PREDICATES[name](pl.col("name"), **arguments)).to_series().to_list()


@pytest.mark.parametrize("name", FINDS)
def test_lets_pass_names_as_they_are(name):
    found = [text for text, holds in zip(REAL_NAMES, verdicts(name, REAL_NAMES), strict=True) if not holds]
    assert found == []


@pytest.mark.parametrize("name", FINDS)
def test_finds(name):
    missed = [text for text, holds in zip(FINDS[name], verdicts(name, FINDS[name]), strict=True) if holds]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "minimum", "maximum", "verdict"),
    [
        ("Nguyễn Văn An", 3, 3, True),
        ("Nguyễn Văn An", 4, None, False),
        ("Nguyễn Văn An", 1, 2, False),
        ("Nguyễn  Văn An", 1, 3, True),
        ("K'Brểu", 2, 2, True),
        ("Nguyễn", 1, None, True),
        (None, 1, 9, None),
    ],
)
def test_word_count_limits_are_inclusive(text, minimum, maximum, verdict):
    assert judge("name_word_count", text, minimum=minimum, maximum=maximum) is verdict


@pytest.mark.parametrize("text", ["VÀ BÁ XỒNG", "VỪ VÀ DÍNH", "vừ a dính", "LẦU VÀ PÓ"])
def test_a_name_with_the_word_for_and_is_one_person_in_capitals_too(text):
    assert judge("name_is_one_person", text) is True


def test_no_name_of_a_commune_looks_wrongly_encoded():
    names = communes()["name"].unique().to_list()
    for written in (str, str.upper, str.lower):
        texts = [written(name) for name in names]
        assert all(verdicts("name_not_mojibake", texts))


@pytest.mark.parametrize("text", ["Y", "A Y", "Lê a"])
def test_words_of_one_letter_are_no_capitals(text):
    assert judge("name_not_all_caps", text) is True
