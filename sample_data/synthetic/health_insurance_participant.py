"""Health insurance: a province's list of participants, one row a card."""

from collections.abc import Iterator
from random import Random

from synthetic.days import can_be_swapped, read, swapped
from synthetic.participant_rows import (
    CHILD,
    EMPLOYEE,
    HOUSEHOLD,
    OFFICIAL,
    PENSIONER,
    POOR,
    PUPIL,
    SURVIVOR,
    UNDRAWN,
    ParticipantRows,
    clean_participants,
    with_card_of,
)
from synthetic.people import KIM_LIEN, MERGED, Register, personal_number
from synthetic.picks import has_three_words, is_nguyen, only_year_known, whole_date_known
from synthetic.sample import (
    Column,
    Form,
    Label,
    Record,
    Sample,
    as_it_is,
    finding,
    numbered,
    outcome,
    right,
    sometimes_date,
    sometimes_number,
    surplus,
    whole_number,
)
from synthetic.typing_habits import (
    double_spaced,
    in_capitals_without_marks,
    in_nfd,
    misread,
    other_sex,
    sex_code,
    without_middle,
)

_NEXT_YEAR = {"tu_ngay": "01/01/2027", "den_ngay": "31/12/2027"}
# Of so few cards of a group one is more than a gate allows: a row with it lacks a number too, and is held back.
_HELD = outcome("missing_id")


def _rule(number: int, column: str) -> Label:
    return finding(f"HEALTH-PARTICIPANT-{number:03d}", column)


def _schema(column: str, kind: str) -> Label:
    return finding(f"health_insurance.participant.{column}.{kind}", column)


def _repaired(rows: ParticipantRows) -> Iterator[Record]:
    """Yield rows that are written badly and mean nothing else: they are repaired, and there is nothing to find."""
    yield rows.row(so_dinh_danh=lambda number: str(int(number)))
    yield rows.row(so_dinh_danh=lambda number: f"'{number}")
    yield rows.row(so_dinh_danh=lambda number: f"{number[:3]} {number[3:6]} {number[6:]}")
    yield rows.row(so_dinh_danh=lambda number: number.replace("0", "O", 1))
    yield rows.row(so_the=lambda card: f"{card[:2]} {card[2]} {card[3:5]} {card[5:]}".lower())
    yield rows.row(so_the=lambda card: f"{card[:2]}-{card[2:]}", so_bhxh=lambda number: f"'{number}")
    yield rows.row(so_bhxh=lambda number: f"{number}.0", ma_ho_gia_dinh=lambda code: f"{code[:4]} {code[4:]}")
    home = rows.take(lambda person: person.commune.prefix == "001", group=HOUSEHOLD)
    yield rows.row(person=home, so_bhxh=lambda number: str(int(number)), ma_xa=lambda code: str(int(code)))
    yield rows.row(ho_ten=in_nfd)
    yield rows.row(ho_ten=double_spaced)
    yield rows.row(ho_ten=str.upper, gioi_tinh=sex_code)
    dinh = rows.take(lambda person: "Đ" in person.name, group=HOUSEHOLD)
    yield rows.row(person=dinh, ho_ten=lambda name: name.replace("Đ", "Ð"))
    ede = rows.take(lambda person: person.name.startswith("H'"), group=HOUSEHOLD)
    yield rows.row(person=ede, ho_ten=lambda name: name.replace("'", "’"))
    yield rows.row(ngay_sinh=lambda born: f"{read(born)} 00:00:00", tu_ngay="1/1/2026")
    yield rows.row(ngay_sinh=lambda born: "{2}{1}{0}0000".format(*born.split("/")), den_ngay="31-12-2026")
    old = rows.take(only_year_known, group=PENSIONER)
    yield rows.row(group=PENSIONER, person=old, ngay_sinh=lambda year: f"01/01/{year}")
    yield rows.row(ngay_cap_nhat="..", ma_ho_gia_dinh="không có", ghi_chu="nhận thẻ điện tử\nVssID")


def _card_defects(rows: ParticipantRows) -> Iterator[Record]:
    yield rows.row(_rule(1, "so_the"), so_the=lambda card: card[:-1])
    yield rows.row(_rule(1, "so_the"), so_the=lambda card: f"{card[:2]}6{card[3:]}")
    yield rows.row(_rule(2, "so_the"), so_the=lambda card: f"ZZ{card[2:]}")
    yield rows.row(_rule(3, "so_the"), so_the=lambda card: f"{card[:3]}03{card[5:]}")
    yield rows.row(
        _rule(4, "so_the"), _HELD, group=CHILD, so_the=lambda card: f"TE4{card[3:]}", so_dinh_danh="",
    )  # fmt: skip
    yield rows.row(_rule(5, "so_bhxh"), so_bhxh="12345")
    yield rows.row(_rule(5, "so_bhxh"), so_bhxh=lambda number: f"{number[:2]}A{number[3:]}")
    person = rows.take(group=EMPLOYEE)
    yield rows.row(_rule(6, "so_the"), group=EMPLOYEE, person=person, so_bhxh=rows.number(person))
    # The numbers of their wives.
    for changed, label in (("so_the", _rule(7, "so_the")), ("so_bhxh", _rule(8, "so_bhxh"))):
        husband, wife = next(couple for couple in rows.register.couples if set(couple) <= set(rows.pool))
        rows.pool.remove(husband)
        rows.pool.remove(wife)
        held = _schema("gioi_tinh", "required")  # as few have a number of twelve digits there
        yield rows.row(label, held, person=husband, gioi_tinh="", **{changed: wife.number})
    yield rows.row(_schema("so_the", "required"), so_the="chưa có")
    yield rows.row(_schema("so_bhxh", "required"), so_bhxh="0000000000")


def _term_defects(rows: ParticipantRows) -> Iterator[Record]:
    yield rows.row(_rule(9, "den_ngay"), tu_ngay="01/02/2027", den_ngay="31/01/2027")
    yield rows.row(_rule(10, "tu_ngay"), group=CHILD, tu_ngay=lambda day: f"{day[:6]}{int(day[-4:]) - 1}")
    yield right(
        rows.row(_rule(11, "den_ngay"), tu_ngay="01/07/2025", den_ngay="30/06/2026"),
        tu_ngay="01/07/2026", den_ngay="30/06/2027",
    )  # fmt: skip
    yield rows.row(_rule(12, "tu_ngay"), tu_ngay="01/01/2028", den_ngay="31/12/2028")
    yield rows.row(_rule(13, "tu_ngay"), den_ngay="")
    yield rows.row(_rule(13, "tu_ngay"), tu_ngay="-")
    child = rows.take(lambda person: 2012 <= person.year <= 2016, group=PUPIL)  # noqa: PLR2004 - long past six
    too_old = rows.row(
        _rule(14, "ngay_sinh"), _HELD, group=CHILD, person=child, so_dinh_danh="", tu_ngay="01/01/2026",
        den_ngay="31/12/2026",
    )  # fmt: skip
    yield with_card_of(too_old, PUPIL)
    child = rows.take(lambda person: 2012 <= person.year <= 2018, group=PUPIL)  # noqa: PLR2004 - the same
    too_long = rows.row(
        _rule(15, "ngay_sinh"), _HELD, group=CHILD, person=child, so_dinh_danh="", den_ngay="31/12/2027"
    )
    yield with_card_of(too_long, PUPIL)
    grown = rows.take(group=EMPLOYEE)
    too_young = rows.row(_rule(16, "ngay_sinh"), _HELD, group=SURVIVOR, person=grown, so_dinh_danh="")
    yield with_card_of(too_young, EMPLOYEE)
    child = rows.take(group=PUPIL)
    yield with_card_of(rows.row(_rule(17, "ngay_sinh"), group=EMPLOYEE, person=child), PUPIL)
    for name, text in (("tu_ngay", "31/02/2026"), ("den_ngay", "vô thời hạn"), ("ngay_cap_nhat", "hôm qua")):
        yield rows.row(_schema(name, "type"), **{name: text})
    yield rows.row(_rule(35, "ngay_cap_nhat"), ngay_cap_nhat="05/01/2027")
    yield rows.row(_rule(36, "ngay_cap_nhat"), ngay_cap_nhat="14/02/2022")


def _person_defects(rows: ParticipantRows) -> Iterator[Record]:
    mismatched = outcome("mismatched")
    yield rows.row(
        _rule(18, "ngay_sinh"), _rule(28, "so_dinh_danh"), _rule(10, "tu_ngay"), mismatched, ngay_sinh="12/05/2057"
    )
    yield rows.row(_rule(19, "ngay_sinh"), group=POOR, person=rows.register.cast["Bùi Thị Tý"])
    yield rows.row(_rule(20, "ho_ten"), mismatched, ho_ten=lambda name: f"{name} 1985")
    yield rows.row(_rule(21, "ho_ten"), mismatched, ho_ten=lambda name: f"{name} và Lê Thị Lan")
    yield rows.row(
        _rule(22, "ho_ten"), mismatched, person=rows.take(is_nguyen, group=HOUSEHOLD), ho_ten=misread,
    )  # fmt: skip
    yield rows.row(_rule(23, "ho_ten"), mismatched, ho_ten="Chưa đặt tên")
    yield rows.row(
        _rule(24, "ho_ten"), mismatched, person=rows.take(is_nguyen, group=HOUSEHOLD),
        ho_ten=lambda name: f"Ông {name}",
    )  # fmt: skip
    yield rows.row(_rule(25, "ho_ten"), mismatched, ho_ten=lambda name: f"{name} (chủ hộ)")
    yield rows.row(
        _rule(26, "ho_ten"), mismatched, person=rows.take(is_nguyen, group=HOUSEHOLD),
        ho_ten=in_capitals_without_marks,
    )  # fmt: skip
    yield rows.row(_rule(27, "so_dinh_danh"), mismatched, gioi_tinh=other_sex)
    yield rows.row(_rule(28, "so_dinh_danh"), mismatched, ngay_sinh=lambda born: f"{born[:6]}{int(born[-4:]) - 3}")
    yield rows.row(_rule(29, "so_dinh_danh"), outcome("not_found"), so_dinh_danh=lambda number: f"003{number[3:]}")
    # Without a household, whose other members live in the right commune.
    yield rows.row(_rule(30, "ma_xa"), _rule(31, "ma_xa"), ma_xa="99999", ma_ho_gia_dinh="")
    yield rows.row(_rule(31, "ma_xa"), ma_xa=MERGED, ma_ho_gia_dinh="")
    yield rows.row(_rule(32, "ma_ho_gia_dinh"), ma_ho_gia_dinh="12")
    yield rows.row(_rule(33, "noi_kcb"), noi_kcb="")
    yield rows.row(_rule(34, "noi_kcb"), noi_kcb="1014")
    yield rows.row(_schema("ma_xa", "required"), ma_xa="")
    yield rows.row(_schema("ho_ten", "required"), mismatched, ho_ten="chưa có")
    yield rows.row(_schema("ngay_sinh", "required"), ngay_sinh="không nhớ")
    yield rows.row(_schema("ngay_sinh", "type"), ngay_sinh="khoảng năm 1975")
    yield rows.row(_schema("gioi_tinh", "required"), gioi_tinh="")
    yield rows.row(_schema("gioi_tinh", "enum"), group=PUPIL, gioi_tinh="bé gái")


def _outcomes(rows: ParticipantRows) -> Iterator[Record]:
    """Yield rows for each register outcome that is not there yet."""
    cast = rows.register.cast
    yield rows.row(outcome("missing_id"), so_dinh_danh="")
    yield rows.row(outcome("missing_id"), so_dinh_danh="000000000000")
    yield rows.row(outcome("invalid_id"), so_dinh_danh=lambda number: f"{number[:3]}7{number[4:]}")
    yield rows.row(outcome("invalid_id"), so_dinh_danh="6,6075E+10")
    # One number for two brothers or sisters.
    one = rows.take(group=PUPIL)
    other = rows.take(lambda person: person.sex == one.sex and abs(person.year - one.year) > 1, group=PUPIL)
    yield rows.row(outcome("duplicate_id"), group=PUPIL, person=one)
    yield rows.row(
        outcome("duplicate_id"), _rule(28, "so_dinh_danh"), group=PUPIL, person=other, so_dinh_danh=one.number
    )
    dung, cuong = cast["Phạm Thị Dung"], cast["Lê Văn Cường"]
    yield rows.row(outcome("superseded"), group=PENSIONER, person=dung, so_dinh_danh=dung.card)
    yield rows.row(
        outcome("superseded"), _rule(28, "so_dinh_danh"), group=PENSIONER, person=cuong, so_dinh_danh=cuong.cancelled
    )
    yield rows.row(outcome("not_found"), so_dinh_danh="245990999")
    person = rows.take(group=HOUSEHOLD)
    unknown = personal_number(person.number[:3], person.sex, person.year, "990094")
    yield rows.row(outcome("not_found"), person=person, so_dinh_danh=unknown)
    yield surplus(rows.row(outcome("deceased"), group=PENSIONER, person=cast["Nguyễn Thị Tư"]))
    yield surplus(rows.row(outcome("deceased"), person=cast["Phan Văn Đông"]))
    yield rows.row(outcome("mismatched"), person=rows.take(has_three_words, group=HOUSEHOLD), ho_ten=without_middle)
    reversible = rows.take(lambda person: can_be_swapped(person.born), group=HOUSEHOLD)
    yield rows.row(outcome("mismatched"), person=reversible, ngay_sinh=swapped(reversible.born))
    yield rows.row(outcome("matched_spelling"), person=cast["Trần Thị Mỹ Hạnh"], ho_ten="Trần Thị Mĩ Hạnh")


def _across_rows(rows: ParticipantRows) -> Iterator[Record]:
    """Yield rows that are wrong only beside another row."""
    one, other = rows.take(whole_date_known, group=EMPLOYEE), rows.take(whole_date_known, group=OFFICIAL)
    number = rows.number(one)
    yield rows.row(_rule(201, "so_bhxh"), group=EMPLOYEE, person=one, number=number)
    second = rows.row(
        _rule(201, "so_bhxh"), group=OFFICIAL, person=other, number=number,
        so_the=f"{OFFICIAL.card}{other.commune.prefix[1:]}{number}",
    )  # fmt: skip
    own = f"{other.commune.prefix[1:]}99{UNDRAWN}"
    yield right(second, so_bhxh=own, so_the=f"{OFFICIAL.card}{other.commune.prefix[1:]}{own}")

    person = rows.take(group=EMPLOYEE)
    yield rows.row(_rule(202, "so_bhxh"), group=EMPLOYEE, person=person)
    yield surplus(rows.row(_rule(202, "so_bhxh"), group=HOUSEHOLD, person=person, **_NEXT_YEAR))

    one, other = rows.take(whole_date_known, group=HOUSEHOLD), rows.take(whole_date_known, group=HOUSEHOLD)
    first = rows.row(_rule(203, "so_the"), person=one)
    yield first
    yield rows.row(_rule(203, "so_the"), person=other, so_the=first.cells["so_the"], so_bhxh=other.number)

    twice = rows.row(_rule(204, "so_the"))
    yield twice
    yield Record({**twice.cells, "ghi_chu": "nhập lại"}, twice.labels)

    person = rows.take(group=EMPLOYEE)
    number = rows.number(person)
    yield surplus(rows.row(_rule(205, "tu_ngay"), group=HOUSEHOLD, person=person, number=number))
    employed = rows.row(
        _rule(205, "tu_ngay"), group=EMPLOYEE, person=person, number=number, tu_ngay="01/09/2026", den_ngay="31/08/2027"
    )
    yield as_it_is(employed)

    person = rows.take(lambda person: bool(person.card) and whole_date_known(person), group=HOUSEHOLD)
    yield rows.row(_rule(206, "ho_ten"), person=person)
    yield surplus(rows.row(_rule(206, "ho_ten"), outcome("superseded"), person=person, so_dinh_danh=person.card))

    label, code = _rule(207, "ma_ho_gia_dinh"), "6699900001"
    yield rows.row(label, person=rows.take(lambda person: person.commune is not KIM_LIEN), ma_ho_gia_dinh=code)
    yield rows.row(label, person=rows.take(lambda person: person.commune is KIM_LIEN), ma_ho_gia_dinh=code)


def _records(register: Register, rng: Random) -> list[Record]:
    rows = ParticipantRows(register, rng)
    records: list[Record] = []
    for planted in (
        _across_rows, _outcomes, _card_defects, _term_defects, _person_defects, _repaired, clean_participants,
    ):  # fmt: skip
        records += planted(rows)
    rng.shuffle(records)
    return numbered(records)


SAMPLE = Sample(
    dataset="health_insurance.participant",
    folder="health_insurance",
    stem="participant",
    columns=(
        Column("stt", "stt", "STT", whole_number),
        Column("so_the", "maThe", "Mã thẻ BHYT"),
        Column("so_bhxh", "maSoBHXH", "Mã số BHXH"),
        Column("ho_ten", "hoTen", "Họ và tên người tham gia"),
        Column("ngay_sinh", "ngaySinh", "Ngày sinh (hoặc năm sinh)", sometimes_date),
        Column("gioi_tinh", "gioiTinh", "Giới tính (Nam/Nữ)"),
        Column("so_dinh_danh", "soCCCD", "Số CCCD/ĐDCN", sometimes_number),
        Column("ma_xa", "maXa", "Mã ĐVHC", sometimes_number),
        Column("ma_ho_gia_dinh", "maHoGiaDinh", "Mã hộ gia đình"),
        Column("noi_kcb", "noiKCB", "Nơi đăng ký KCB ban đầu"),
        Column("tu_ngay", "tuNgay", "Giá trị thẻ từ", sometimes_date),
        Column("den_ngay", "denNgay", "Giá trị thẻ đến", sometimes_date),
        Column("ngay_cap_nhat", "ngayCapNhat", "Cập nhật ngày", sometimes_date),
        Column("dia_chi", "diaChi", "Địa chỉ (thôn, tổ dân phố)"),
        Column("ghi_chu", "ghiChu", "Ghi chú"),
    ),
    records=_records,
    form=Form(
        sheet="Danh sách thẻ",
        titles=(
            "BẢO HIỂM XÃ HỘI TỈNH ĐẮK LẮK",
            "DANH SÁCH NGƯỜI THAM GIA BẢO HIỂM Y TẾ ĐỀ NGHỊ ĐỐI SOÁT",
            "(Số liệu đến ngày 31 tháng 10 năm 2026; dữ liệu giả định)",
        ),
        total="Tổng cộng",
        summed="ho_ten",
        signatures=("Đắk Lắk, ngày 31 tháng 10 năm 2026", "NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)", "Phạm Thị Mẫu"),
    ),
    malformed={
        18: "19,GD466,thiếu cột vì xuống dòng giữa chừng",
        77: "78,HT366,6699012345,dấu phẩy không dấu nháy, 1951,Nữ" + "," * 12 + "lệch cột",
    },
)
