"""Civil registry: marriages of ten communes, recent ones, late ones, and some of old books that were digitized."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from synthetic.civil_registry import form, office
from synthetic.days import can_be_swapped, day_of, read, swapped, written
from synthetic.marriage_rows import BOOK_SPACING, Couple, MarriageRows, clean_marriages
from synthetic.people import MERGED, VINH_TUY, Person, Register, personal_number, to_vi
from synthetic.picks import has_three_words, is_nguyen, only_year_known, whole_date_known
from synthetic.sample import (
    Column,
    Label,
    Record,
    Sample,
    finding,
    numbered,
    outcome,
    right,
    sometimes_date,
    sometimes_number,
    surplus,
    whole_number,
)
from synthetic.typing_habits import double_spaced, in_capitals_without_marks, in_nfd, misread, without_middle

_SINCE_MERGER = date(2025, 9, 3)
_SPOUSES = (("chong", "husband"), ("vo", "wife"))
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


def _rule(number: int, column: str) -> Label:
    return finding(f"CIVIL-MARRIAGE-{number:03d}", column)


def _repaired(rows: MarriageRows) -> Iterator[Record]:
    """Yield rows that are written badly and mean nothing else: they are repaired, and there is nothing to find."""
    yield rows.row(so_dinh_danh_chong=lambda number: str(int(number)), so_dinh_danh_vo=lambda number: f"'{number}")
    yield rows.row(so_dinh_danh_chong=lambda number: f"{number[:3]} {number[3:6]} {number[6:]}")
    yield rows.row(so_dinh_danh_vo=lambda number: number.replace("0", "O", 1))
    yield rows.row(so_dinh_danh_vo=lambda number: f"{number}.0")
    yield rows.row(ho_ten_chong=in_nfd, ho_ten_vo=in_nfd)
    yield rows.row(ho_ten_chong=double_spaced, ho_ten_vo=lambda name: name.replace(" ", "\u00a0"))
    yield rows.row(ho_ten_chong=str.upper, ho_ten_vo=str.upper)
    yield rows.row(
        couple=rows.take(lambda couple: "Đ" in couple.wife.name), ho_ten_vo=lambda name: name.replace("Đ", "Ð")
    )
    yield rows.row(
        couple=rows.take(lambda couple: couple.wife.name.startswith("H'")),
        ho_ten_vo=lambda name: name.replace("'", "’"), dan_toc_vo="Ê-đê", dan_toc_chong=str.upper,
    )  # fmt: skip
    yield rows.row(
        recent=True, ngay_sinh_chong=lambda day: day.replace("/", "."), ngay_dang_ky=lambda day: day.replace("/", "-")
    )
    yield rows.row(recent=True, ngay_sinh_vo=lambda day: "ngày {} tháng {} năm {}".format(*day.split("/")))
    yield rows.row(recent=True, ngay_sinh_vo=lambda day: f"{read(day)} 00:00:00")
    yield rows.row(ngay_dang_ky=lambda day: f"{read(day)} 00:00:00", quoc_tich_chong="VN", quoc_tich_vo="000")
    yield rows.row(so=lambda number: f"{number.split('/')[0]}.0", quyen_so=lambda book: f"'{book}")
    old = rows.take(lambda couple: only_year_known(couple.husband))
    yield rows.row(couple=old, ngay_sinh_chong=lambda year: f"01/01/{year}", ngay_cap_nhat="..")


def _entry_defects(rows: MarriageRows) -> Iterator[Record]:
    couple = rows.take(recent=True)
    too_late = rows.row(_rule(1, "ngay_dang_ky"), couple=couple, day=date(2026, 12, 5), ngay_cap_nhat="")
    yield _right_on(too_late, couple, date(2026, 10, 5))
    for step, (role, _) in enumerate(_SPOUSES):
        yield rows.row(
            _rule(2 + step, "ngay_dang_ky"), _rule(42 + step, f"so_dinh_danh_{role}"), _rule(10, "ngay_sinh_chong"),
            outcome("mismatched", role), **{f"ngay_sinh_{role}": lambda day: f"{day[:6]}{int(day[-4:]) + 70}"},
        )  # fmt: skip
    # Too young by the law of 2015, and by those before it: a day before the birthday, the other one of age.
    now, before = (20, 18), (19, 17)
    for step, (role, attribute) in enumerate(_SPOUSES):
        couple = rows.take(lambda couple, role=role: _came_of_age(couple, role, now) > date(2015, 2, 1), recent=True)
        day = _birthday(getattr(couple, attribute), now[step]) - _DAY
        too_young = rows.row(_rule(4 + step, f"ngay_sinh_{role}"), couple=couple, day=day)
        yield _right_on(too_young, couple, day + _WEEK)
        couple = rows.take(lambda couple, role=role: _came_of_age(couple, role, before) > date.min)
        day = _birthday(getattr(couple, attribute), before[step]) - _DAY
        too_young = rows.row(_rule(6 + step, f"ngay_sinh_{role}"), couple=couple, day=day)
        yield _right_on(too_young, couple, day + _WEEK)
    old, groom = date(2012, 5, 4), rows.take(_before_1990, recent=True)
    yield rows.row(
        _rule(9, "ngay_sinh_vo"), _rule(10, "ngay_sinh_chong"), day=old,
        couple=replace(groom, wife=rows.register.cast["Bùi Thị Tý"]),
    )  # fmt: skip
    yield rows.row(
        _rule(8, "ngay_sinh_chong"), _rule(10, "ngay_sinh_chong"), _rule(42, "so_dinh_danh_chong"),
        outcome("mismatched", "chong"), couple=rows.take(_before_1990, recent=True), day=old,
        ngay_sinh_chong="12/03/1918",
    )  # fmt: skip
    for step, (role, _) in enumerate(_SPOUSES):
        yield rows.row(
            _rule(11 + step, f"ngay_sinh_{role}"), recent=True, **{f"ngay_sinh_{role}": lambda day: day[-4:]}
        )
    yield rows.row(_rule(13, "so"), so="không rõ")
    yield rows.row(_rule(13, "so"), so="12-thg 5")
    yield rows.row(_rule(14, "so"), so=lambda number: f"{number.split('/')[0]}/1999")
    yield rows.row(_rule(15, "quyen_so"), recent=True, day=date(2023, 2, 7), quyen_so="01/2020")
    yield rows.row(_rule(16, "quyen_so"), quyen_so="chưa có quyển")
    yield rows.row(_rule(17, "noi_dang_ky"), recent=True, noi_dang_ky="-")
    # Of so few rows since the merger one is more than a gate allows: these lack a number too, and are held back.
    held = {"recent": True, "day": _SINCE_MERGER, "so_dinh_danh_vo": ""}
    yield rows.row(
        _rule(18, "noi_dang_ky"), outcome("missing_id", "vo"), **held,
        noi_dang_ky=lambda place: place.replace(", ", ", huyện Krông Pắc, ", 1),
    )  # fmt: skip
    yield rows.row(_rule(19, "ma_xa"), _rule(21, "ma_xa"), ma_xa="99999")
    place = _rule(50, "noi_dang_ky")  # a commune with another name
    yield rows.row(_rule(20, "ma_xa"), _rule(21, "ma_xa"), place, outcome("missing_id", "vo"), **held, ma_xa=MERGED)
    yield rows.row(_rule(21, "ma_xa"), place, ma_xa=MERGED)
    yield rows.row(_rule(48, "ngay_cham_dut"), recent=True, ngay_cham_dut="05/2011")
    yield rows.row(_rule(48, "ngay_cham_dut"), ngay_cham_dut="05/01/2027")
    yield rows.row(_rule(49, "ngay_cap_nhat"), recent=True, ngay_cap_nhat="02/01/2015")
    yield rows.row(_rule(49, "ngay_cap_nhat"), ngay_cap_nhat="05/01/2027")
    for name in ("so", "quyen_so", "ngay_dang_ky", "ma_xa", "ngay_sinh_chong", "ngay_sinh_vo"):
        yield rows.row(finding(f"civil_registry.marriage.{name}.required", name), **{name: ""})
    for name, text in (
        ("ngay_dang_ky", "31/02/2019"), ("ngay_sinh_chong", "32/13/1990"), ("ngay_sinh_vo", "tuổi Dần"),
        ("ngay_cham_dut", "sau khi xuất khẩu lao động"), ("ngay_cap_nhat", "hôm qua"),
    ):  # fmt: skip
        yield rows.row(finding(f"civil_registry.marriage.{name}.type", name), **{name: text})


def _spouse_defects(rows: MarriageRows) -> Iterator[Record]:
    other = {"chong": "Lê Văn Bình", "vo": "Lê Thị Mai"}
    title = {"chong": "Ông", "vo": "Bà"}
    for step, (role, attribute) in enumerate(_SPOUSES):
        name, number, mismatched = f"ho_ten_{role}", f"so_dinh_danh_{role}", outcome("mismatched", role)
        yield rows.row(_rule(22 + step, name), mismatched, **{name: lambda text: f"{text} 1990"})
        yield rows.row(_rule(24 + step, name), mismatched, **{name: lambda text, role=role: f"{text} và {other[role]}"})
        yield rows.row(_rule(26 + step, name), mismatched, couple=_of_nguyen(rows, attribute), **{name: misread})
        yield rows.row(_rule(28 + step, name), mismatched, **{name: "Vô danh"})
        couple = _of_nguyen(rows, attribute)
        yield rows.row(
            _rule(30 + step, name), mismatched, couple=couple,
            **{name: lambda text, role=role: f"{title[role]} {text}"},
        )  # fmt: skip
        yield rows.row(_rule(32 + step, name), mismatched, **{name: lambda text: f"{text} (đã ly hôn)"})
        couple = _of_nguyen(rows, attribute)
        yield rows.row(_rule(34 + step, name), mismatched, couple=couple, **{name: in_capitals_without_marks})
        column, text = (("quoc_tich", ""), ("dan_toc", "không rõ"))[step]
        yield rows.row(_rule(36 + step, f"dan_toc_{role}"), recent=True, **{f"{column}_{role}": text})
        yield rows.row(_rule(38 + step, f"dan_toc_{role}"), recent=True, **{f"dan_toc_{role}": "Việt Nam"})
        yield rows.row(_rule(51 + step, f"quoc_tich_{role}"), recent=True, **{f"quoc_tich_{role}": "Kinh"})
        yield rows.row(
            _rule(42 + step, number), mismatched,
            **{f"ngay_sinh_{role}": lambda day: f"{day[:6]}{int(day[-4:]) - 3}"},
        )  # fmt: skip
        yield rows.row(
            _rule(44 + step, number), outcome("not_found", role), **{number: lambda digits: f"003{digits[3:]}"}
        )
        yield rows.row(finding(f"civil_registry.marriage.{name}.required", name), mismatched, **{name: ""})
    # The columns of both were swapped in typing.
    couple = rows.take(_of_one_year)
    yield rows.row(
        _rule(40, "so_dinh_danh_chong"), _rule(41, "so_dinh_danh_vo"), outcome("mismatched", "chong"),
        outcome("mismatched", "vo"), couple=couple, so_dinh_danh_chong=couple.wife.number,
        so_dinh_danh_vo=couple.husband.number,
    )  # fmt: skip
    couple = rows.take(_of_one_year)
    yield rows.row(
        _rule(41, "so_dinh_danh_vo"), _rule(46, "so_dinh_danh_chong"), outcome("mismatched", "vo"), couple=couple,
        so_dinh_danh_vo=couple.husband.number,
    )  # fmt: skip
    couple = rows.take(recent=True)
    yield rows.row(
        _rule(47, "ho_ten_chong"), outcome("missing_id", "vo"), couple=couple, recent=True, so_dinh_danh_vo="",
        ho_ten_vo=couple.husband.name.upper(), ngay_sinh_vo=to_vi(couple.husband.born),
    )  # fmt: skip


def _outcomes(rows: MarriageRows) -> Iterator[Record]:
    """Yield rows for each register outcome that is not there yet."""
    cast = rows.register.cast
    yield rows.row(outcome("missing_id", "chong"), recent=True, so_dinh_danh_chong="")
    yield rows.row(outcome("missing_id", "vo"), recent=True, so_dinh_danh_vo="chưa cấp")
    yield rows.row(outcome("invalid_id", "chong"), so_dinh_danh_chong=lambda number: f"{number[:3]}4{number[4:]}")
    yield rows.row(outcome("invalid_id", "vo"), so_dinh_danh_vo="6,6193E+10")
    # The number of one wife copied into the next row.
    first = rows.take(recent=True)
    second = rows.take(lambda couple: couple.wife.year != first.wife.year, recent=True)
    yield rows.row(outcome("duplicate_id", "vo"), couple=first)
    yield rows.row(
        outcome("duplicate_id", "vo"), _rule(43, "so_dinh_danh_vo"), couple=second, so_dinh_danh_vo=first.wife.number
    )
    couple = rows.take(lambda couple: bool(couple.husband.card) and whole_date_known(couple.husband))
    yield rows.row(outcome("superseded", "chong"), couple=couple, so_dinh_danh_chong=couple.husband.card)
    day = date(2021, 4, 20)
    groom, van = rows.single("nam", of_age=day), cast["Ngô Thị Thanh Vân"]
    yield rows.row(
        outcome("superseded", "vo"), _rule(43, "so_dinh_danh_vo"), couple=Couple(groom, van, day),
        so_dinh_danh_vo=van.cancelled.split(";")[0],
    )  # fmt: skip
    yield rows.row(outcome("not_found", "chong"), so_dinh_danh_chong="245990999")
    couple = rows.take()
    unknown = personal_number(couple.wife.number[:3], "nu", couple.wife.year, "990095")
    yield rows.row(outcome("not_found", "vo"), couple=couple, so_dinh_danh_vo=unknown)
    couple = rows.take(lambda couple: has_three_words(couple.husband))
    yield rows.row(outcome("mismatched", "chong"), couple=couple, ho_ten_chong=without_middle)
    couple = rows.take(lambda couple: can_be_swapped(couple.wife.born))
    yield rows.row(outcome("mismatched", "vo"), couple=couple, ngay_sinh_vo=swapped(couple.wife.born))
    quy, hanh = cast["Hoàng Văn Quý"], cast["Trần Thị Mỹ Hạnh"]
    yield rows.row(
        outcome("matched_spelling", "chong"), outcome("matched_spelling", "vo"), couple=Couple(quy, hanh, day),
        ho_ten_chong="Hoàng Văn Quí", ho_ten_vo="Trần Thị Mĩ Hạnh",
    )  # fmt: skip


def _across_rows(rows: MarriageRows) -> Iterator[Record]:
    """Yield rows that are wrong only beside another row."""
    label, couple, day = _rule(201, "so_dinh_danh_chong"), rows.take(_before_1990, recent=True), date(2020, 6, 11)
    yield rows.row(label, couple=couple, day=day)
    yield surplus(rows.row(label, couple=couple, day=day, ghi_chu="nhập lại"))

    label, couple = _rule(202, "ngay_dang_ky"), rows.take(_before_1990, recent=True)
    yield rows.row(label, couple=couple, day=date(2019, 3, 5))
    yield surplus(rows.row(label, couple=couple, day=date(2023, 3, 7), ghi_chu="đăng ký lại"))

    label, couple, again = _rule(203, "so_dinh_danh_chong"), rows.take(_before_1990, recent=True), date(2024, 5, 21)
    yield right(rows.row(label, couple=couple, day=date(2019, 4, 9)), ngay_cham_dut="12/09/2022")
    yield rows.row(label, couple=Couple(couple.husband, rows.single("nu", of_age=again), again))

    # The number of a husband in the column of another one's wife.
    one = rows.take(recent=True)
    other = rows.take(lambda couple: couple.wife.year != one.husband.year, recent=True)
    yield rows.row(_rule(204, "so_dinh_danh_chong"), couple=one)
    yield rows.row(
        _rule(204, "so_dinh_danh_vo"), _rule(41, "so_dinh_danh_vo"), _rule(43, "so_dinh_danh_vo"),
        outcome("mismatched", "vo"), couple=other, so_dinh_danh_vo=one.husband.number,
    )  # fmt: skip

    entry = ("so", "quyen_so", "ngay_dang_ky", "noi_dang_ky", "ma_xa", "ngay_cap_nhat")
    for number, day in ((205, date(2022, 10, 4)), (206, date(2025, 10, 14))):
        label = _rule(number, "so")
        first = rows.row(label, couple=rows.take(_before_1990, recent=True), day=day)
        yield first
        same = {name: first.cells[name] for name in entry}
        if number == 206:  # noqa: PLR2004 - the two rules differ in the place
            same["noi_dang_ky"] = "Điểm tiếp nhận hồ sơ số 2"
        second = rows.row(label, couple=rows.take(_before_1990, recent=True), day=day, **same)
        following = f"{int(first.cells['so'].partition('/')[0]) + 1}"
        yield right(second, **{**same, "so": following})

    # In one book of three the second has the earliest day.
    book = {"ma_xa": VINH_TUY.code, "noi_dang_ky": "UBND phường Vĩnh Tuy, quận Hai Bà Trưng", "quyen_so": "02/2020"}
    for number, day, labels in (
        (5, date(2020, 4, 20), ()), (6, date(2020, 2, 4), (_rule(207, "ngay_dang_ky"),)), (7, date(2020, 4, 28), ()),
    ):  # fmt: skip
        yield rows.row(*labels, couple=rows.take(_before_1990, recent=True), day=day, so=str(number), **book)


def _right_on(record: Record, couple: Couple, day: date) -> Record:
    """Return `record` as one of `couple` that was registered on `day`, with a number that no other row of it has."""
    return right(
        record,
        so=f"{BOOK_SPACING * day.timetuple().tm_yday + BOOK_SPACING - 1}",
        quyen_so=f"01/{day.year}",
        ngay_dang_ky=written(day),
        noi_dang_ky=office(couple.wife.commune, day),
        ngay_cap_nhat=written(day),
    )


def _birthday(person: Person, years: int) -> date:
    born = day_of(person)
    return born.replace(year=born.year + years)


def _came_of_age(couple: Couple, role: str, ages: tuple[int, int]) -> date:
    """Return the birthday on which the spouse in `role` was old enough, `date.min` unless the other one was before."""
    persons = (couple.husband, couple.wife)
    if not all(map(whole_date_known, persons)):
        return date.min
    days = [_birthday(person, years) for person, years in zip(persons, ages, strict=True)]
    own, other = days if role == "chong" else reversed(days)
    return own if own > other + _DAY else date.min


def _before_1990(couple: Couple) -> bool:
    return couple.husband.year < 1990 and couple.wife.year < 1990  # noqa: PLR2004 - of age in any case


def _of_one_year(couple: Couple) -> bool:
    return couple.husband.year == couple.wife.year


def _of_nguyen(rows: MarriageRows, attribute: str) -> Couple:
    return rows.take(lambda couple: is_nguyen(getattr(couple, attribute)))


def _records(register: Register, rng: Random) -> list[Record]:
    rows = MarriageRows(register, rng)
    records: list[Record] = []
    for planted in (_entry_defects, _across_rows, _outcomes, _spouse_defects, _repaired, clean_marriages):
        records += planted(rows)
    rng.shuffle(records)
    return numbered(records)


SAMPLE = Sample(
    dataset="civil_registry.marriage",
    folder="civil_registry",
    stem="marriage",
    columns=(
        Column("stt", "stt", "STT", whole_number),
        Column("so", "soDangKy", "Số ĐKKH", whole_number),
        Column("quyen_so", "quyenSo", "Quyển số"),
        Column("ngay_dang_ky", "ngayDangKy", "Ngày đăng ký (ngày/tháng/năm)", sometimes_date),
        Column("noi_dang_ky", "noiDangKy", "Cơ quan đăng ký"),
        Column("ma_xa", "maXa", "Mã ĐVHC cấp xã", sometimes_number),
        Column("ho_ten_chong", "chongHoTen", "Họ, chữ đệm, tên chồng"),
        Column("ngay_sinh_chong", "chongNgaySinh", "Ngày sinh của chồng", sometimes_date),
        Column("so_dinh_danh_chong", "chongSoGiayToTuyThan", "Số CCCD của chồng (hoặc CMND)", sometimes_number),
        Column("dan_toc_chong", "chongDanToc", "Dân tộc chồng"),
        Column("quoc_tich_chong", "chongQuocTich", "Quốc tịch chồng"),
        Column("ho_ten_vo", "voHoTen", "Họ, chữ đệm, tên vợ"),
        Column("ngay_sinh_vo", "voNgaySinh", "Ngày sinh của vợ", sometimes_date),
        Column("so_dinh_danh_vo", "voSoGiayToTuyThan", "Số CCCD của vợ (hoặc CMND)", sometimes_number),
        Column("dan_toc_vo", "voDanToc", "Dân tộc vợ"),
        Column("quoc_tich_vo", "voQuocTich", "Quốc tịch vợ"),
        Column("ngay_cham_dut", "ngayChamDut", "Ngày chấm dứt hôn nhân", sometimes_date),
        Column("ngay_cap_nhat", "ngayCapNhat", "Cập nhật ngày", sometimes_date),
        Column("ghi_chu", "ghiChu", "Ghi chú"),
    ),
    records=_records,
    form=form("Kết hôn", "KẾT HÔN", summed="ho_ten_chong"),
    malformed={
        21: "22,117,01/2012,24/04/2012,thiếu cột vì xuống dòng giữa chừng",
        96: "97,88,01/2015,29/03/2015,UBND xã Ea Phê, tỉnh Đắk Lắk,24502,dấu phẩy không dấu nháy" + "," * 13 + "x",
    },
)
