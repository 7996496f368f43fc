"""Civil registry: births of ten communes, recent ones and some of old books that were digitized."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from synthetic.birth_rows import BirthRows, clean_births
from synthetic.civil_registry import FULL_RULES, form
from synthetic.days import day_of, read, swapped, written
from synthetic.people import MERGED, VINH_TUY, Person, Register, personal_number
from synthetic.picks import has_three_words, is_nguyen
from synthetic.sample import (
    Column,
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
from synthetic.typing_habits import (
    double_spaced,
    in_capitals_without_marks,
    in_nfd,
    misread,
    other_sex,
    sex_code,
    without_middle,
)

_NEWBORN = "2025-07-01"
_NO_MOTHER = {"ho_ten_me": "", "nam_sinh_me": "", "so_dinh_danh_me": ""}


def _repaired(rows: BirthRows) -> Iterator[Record]:
    """Yield rows that are written badly and mean nothing else: they are repaired, and there is nothing to find."""
    yield rows.row(so_dinh_danh=lambda number: str(int(number)))
    yield rows.row(so_dinh_danh=lambda number: f"'{number}")
    yield rows.row(so_dinh_danh=lambda number: f"{number[:3]} {number[3:6]} {number[6:]}")
    yield rows.row(so_dinh_danh=lambda number: number.replace("0", "O", 1))
    yield rows.row(so_dinh_danh_me=lambda number: str(int(number)), so_dinh_danh_cha=lambda number: f"{number}.0")
    yield rows.row(ho_ten=in_nfd, ho_ten_me=in_nfd)
    yield rows.row(ho_ten=double_spaced, ho_ten_cha=double_spaced)
    yield rows.row(ho_ten=lambda name: name.replace(" ", "\u00a0"))
    yield rows.row(ho_ten=str.upper, ho_ten_me=str.upper, ho_ten_cha=str.upper)
    yield rows.row(child=rows.take(lambda child: "Đ" in child.name), ho_ten=lambda name: name.replace("Đ", "Ð"))
    yield rows.row(
        child=rows.take(lambda child: child.name.startswith("H'")), ho_ten=lambda name: name.replace("'", "’"),
        dan_toc="Ê-đê",
    )  # fmt: skip
    yield rows.row(ngay_sinh=lambda day: day.replace("/", "."), ngay_dang_ky=lambda day: day.replace("/", "-"))
    yield rows.row(ngay_sinh=lambda day: "ngày {} tháng {} năm {}".format(*day.split("/")))
    yield rows.row(ngay_sinh=lambda day: f"{day[:6]}{day[-2:]}")
    # A number alone is a day of a spreadsheet only where its whole column is one.
    yield rows.row(
        finding("civil_registry.birth.ngay_sinh.type", "ngay_sinh"),
        ngay_sinh=lambda day: str((read(day) - date(1899, 12, 30)).days),
    )
    yield rows.row(ngay_sinh=lambda day: f"{read(day)} 00:00:00")
    yield rows.row(gioi_tinh=sex_code, quoc_tich="VN", quyen_so=_spaced)
    yield rows.row(gioi_tinh=lambda sex: {"Nam": "Trai", "Nữ": "Gái"}[sex], dan_toc=str.upper)
    yield rows.row(so=lambda number: f"{number.split('/')[0]}.0", quyen_so=lambda book: f"'{book}")
    yield rows.row(nam_sinh_me=lambda year: f"{year}.0", nam_sinh_cha=lambda year: f"00/00/{year}")
    yield rows.row(child=rows.take(_before_full_rules), noi_sinh="không rõ", que_quan="-", ngay_cap_nhat=".")
    yield rows.row(outcome("not_applicable", "cha"), so_dinh_danh_cha="0")
    yield rows.row(ghi_chu="cải chính họ tên mẹ\nQĐ số 99 ngày 05/3/2020")


def _entry_defects(rows: BirthRows) -> Iterator[Record]:
    full, newborn = f"{FULL_RULES}", _NEWBORN
    early = rows.take(_in_spring)
    registered = day_of(early) + timedelta(days=10)
    soon, number = written(registered), f"{3 * registered.timetuple().tm_yday + 2}"
    too_early = rows.row(finding("CIVIL-BIRTH-001", "ngay_dang_ky"), days=-6, child=early)
    yield right(too_early, ngay_dang_ky=soon, ngay_cap_nhat=soon, so=number)
    yield rows.row(
        finding("CIVIL-BIRTH-001", "ngay_dang_ky"), finding("CIVIL-BIRTH-002", "ngay_sinh"), outcome("mismatched"),
        since="2026-01-01", ngay_sinh="12/12/2026",
    )  # fmt: skip
    late = rows.take(since="2026-01-01")
    too_late = rows.row(
        finding("CIVIL-BIRTH-003", "ngay_dang_ky"), finding("CIVIL-BIRTH-004", "ngay_dang_ky"),
        child=late, days=(date(2026, 12, 5) - day_of(late)).days, ngay_cap_nhat="",
    )  # fmt: skip
    yield right(too_late, ngay_dang_ky=written(day_of(late) + timedelta(days=20)), ngay_cap_nhat="")
    yield rows.row(finding("CIVIL-BIRTH-004", "ngay_dang_ky"), days=61)
    yield rows.row(finding("CIVIL-BIRTH-004", "ngay_dang_ky"), days=2900, child=rows.take(_before_full_rules))
    yield rows.row(finding("CIVIL-BIRTH-005", "ngay_sinh"), child=rows.take(_in_spring, since=full), ngay_sinh=_year_of)
    yield rows.row(finding("CIVIL-BIRTH-006", "so"), so="không rõ")
    yield rows.row(finding("CIVIL-BIRTH-006", "so"), so="12-thg 5")
    yield rows.row(finding("CIVIL-BIRTH-007", "so"), so=lambda number: f"{number.split('/')[0]}/1999")
    yield rows.row(finding("CIVIL-BIRTH-008", "quyen_so"), since="2022", quyen_so="01/2021")
    yield rows.row(finding("CIVIL-BIRTH-009", "quyen_so"), quyen_so="chưa có quyển")
    yield rows.row(finding("CIVIL-BIRTH-010", "noi_dang_ky"), since=full, noi_dang_ky="")
    yield rows.row(
        finding("CIVIL-BIRTH-011", "noi_dang_ky"), since=newborn,
        noi_dang_ky=lambda place: place.replace(", ", ", huyện Krông Pắc, ", 1),
    )  # fmt: skip
    before = rows.take(lambda child: child.year < 2025)  # noqa: PLR2004 - the year of the reorganization
    yield rows.row(
        finding("CIVIL-BIRTH-012", "ma_xa"), finding("CIVIL-BIRTH-014", "ma_xa"), child=before, ma_xa="99999"
    )
    place = finding("CIVIL-BIRTH-038", "noi_dang_ky")  # a commune with another name
    yield rows.row(
        *(finding(rule, "ma_xa") for rule in ("CIVIL-BIRTH-013", "CIVIL-BIRTH-014")),
        place,
        since=newborn,
        ma_xa=MERGED,
    )
    before = rows.take(lambda child: child.year < 2025)  # noqa: PLR2004 - the same
    yield rows.row(finding("CIVIL-BIRTH-014", "ma_xa"), place, child=before, ma_xa=MERGED)
    yield rows.row(finding("CIVIL-BIRTH-037", "ngay_cap_nhat"), since=full, ngay_cap_nhat="02/01/2015")
    yield rows.row(finding("CIVIL-BIRTH-037", "ngay_cap_nhat"), ngay_cap_nhat="05/01/2027")
    for name in ("so", "quyen_so", "ngay_dang_ky", "ma_xa"):
        yield rows.row(finding(f"civil_registry.birth.{name}.required", name), **{name: ""})
    yield rows.row(finding("civil_registry.birth.ngay_dang_ky.type", "ngay_dang_ky"), ngay_dang_ky="31/02/2019")
    yield rows.row(finding("civil_registry.birth.ngay_cap_nhat.type", "ngay_cap_nhat"), ngay_cap_nhat="hôm qua")


def _child_defects(rows: BirthRows) -> Iterator[Record]:
    full, mismatched = f"{FULL_RULES}", outcome("mismatched")
    yield rows.row(finding("CIVIL-BIRTH-015", "ho_ten"), mismatched, ho_ten=lambda name: f"{name} 2")
    yield rows.row(finding("CIVIL-BIRTH-016", "ho_ten"), mismatched, ho_ten=lambda name: f"{name}, Nguyễn Minh Ánh")
    nguyen = rows.take(is_nguyen)
    yield rows.row(finding("CIVIL-BIRTH-017", "ho_ten"), mismatched, child=nguyen, ho_ten=misread)
    yield rows.row(finding("CIVIL-BIRTH-018", "ho_ten"), mismatched, ho_ten="Chưa đặt tên")
    yield rows.row(finding("CIVIL-BIRTH-019", "ho_ten"), mismatched, ho_ten=lambda name: f"{name} (đăng ký lại)")
    nguyen = rows.take(is_nguyen)
    yield rows.row(finding("CIVIL-BIRTH-020", "ho_ten"), mismatched, child=nguyen, ho_ten=in_capitals_without_marks)
    yield rows.row(
        finding("CIVIL-BIRTH-021", "so_dinh_danh"), mismatched,
        gioi_tinh=other_sex,
    )  # fmt: skip
    january = rows.take(lambda child: child.born[5:7] == "01" and "01" < child.born[8:] < "22")
    yield rows.row(
        finding("CIVIL-BIRTH-022", "so_dinh_danh"), mismatched, child=january, days=20,
        ngay_sinh=f"28/12/{january.year - 1}",
    )  # fmt: skip
    yield rows.row(
        finding("CIVIL-BIRTH-023", "so_dinh_danh"), outcome("not_found"), so_dinh_danh=lambda number: "003" + number[3:]
    )
    yield rows.row(finding("CIVIL-BIRTH-024", "noi_sinh"), since=full, noi_sinh="")
    yield rows.row(finding("CIVIL-BIRTH-025", "que_quan"), since=full, que_quan="không rõ")
    yield rows.row(finding("CIVIL-BIRTH-026", "dan_toc"), since=full, quoc_tich="")
    yield rows.row(finding("CIVIL-BIRTH-026", "dan_toc"), since=full, dan_toc="-")
    yield rows.row(finding("CIVIL-BIRTH-027", "dan_toc"), dan_toc="Việt Nam")
    yield rows.row(finding("CIVIL-BIRTH-039", "quoc_tich"), since=full, quoc_tich="Kinh")
    yield rows.row(finding("civil_registry.birth.ho_ten.required", "ho_ten"), mismatched, ho_ten="chưa có")
    yield rows.row(finding("civil_registry.birth.ngay_sinh.required", "ngay_sinh"), ngay_sinh="")
    yield rows.row(finding("civil_registry.birth.gioi_tinh.required", "gioi_tinh"), gioi_tinh="không rõ")
    yield rows.row(finding("civil_registry.birth.gioi_tinh.enum", "gioi_tinh"), gioi_tinh="trẻ sơ sinh")
    yield rows.row(finding("civil_registry.birth.ngay_sinh.type", "ngay_sinh"), ngay_sinh="32/13/2009")


def _parent_defects(rows: BirthRows) -> Iterator[Record]:
    full = f"{FULL_RULES}"
    yield rows.row(finding("CIVIL-BIRTH-028", "ho_ten_me"), outcome("not_applicable", "me"), since=full, **_NO_MOTHER)
    yield rows.row(finding("CIVIL-BIRTH-029", "nam_sinh_me"), since=full, nam_sinh_me="")
    yield rows.row(finding("CIVIL-BIRTH-030", "nam_sinh_cha"), since=full, nam_sinh_cha="không nhớ")
    # The grandmother stands in the mother's place.
    child = rows.take(_of_old_grandmother)
    yield rows.row(finding("CIVIL-BIRTH-031", "nam_sinh_me"), child=child, mother=_grandmother(child))
    yield rows.row(
        finding("CIVIL-BIRTH-032", "nam_sinh_cha"), outcome("mismatched", "cha"), since="2015", nam_sinh_cha="1927"
    )
    child = rows.take()
    yield rows.row(
        finding("CIVIL-BIRTH-033", "so_dinh_danh_me"), finding("CIVIL-BIRTH-035", "so_dinh_danh_me"),
        outcome("mismatched", "me"), child=child, so_dinh_danh_me=_number(child.father),
    )  # fmt: skip
    in_file = {person.number for person in rows.in_old_books}
    daughter = rows.take(lambda child: child.sex == "nu" and _number(child.mother) not in in_file)
    yield rows.row(
        finding("CIVIL-BIRTH-034", "so_dinh_danh"), finding("CIVIL-BIRTH-022", "so_dinh_danh"), outcome("mismatched"),
        child=daughter, so_dinh_danh=_number(daughter.mother),
    )  # fmt: skip
    child = rows.take()
    yield rows.row(
        finding("CIVIL-BIRTH-035", "so_dinh_danh_me"), finding("CIVIL-BIRTH-036", "so_dinh_danh_cha"),
        outcome("mismatched", "me"), outcome("mismatched", "cha"),
        child=child, so_dinh_danh_me=_number(child.father), so_dinh_danh_cha=_number(child.mother),
    )  # fmt: skip
    yield rows.row(finding("civil_registry.birth.nam_sinh_me.type", "nam_sinh_me"), nam_sinh_me="khoảng 30 tuổi")
    yield rows.row(finding("civil_registry.birth.nam_sinh_cha.type", "nam_sinh_cha"), nam_sinh_cha="năm Thìn")


def _outcomes(rows: BirthRows) -> Iterator[Record]:
    """Yield rows for each register outcome that is not there yet."""
    cast, no_father = rows.register.cast, outcome("not_applicable", "cha")
    yield rows.row(outcome("missing_id"), so_dinh_danh="")
    yield rows.row(outcome("missing_id"), so_dinh_danh="chưa cấp")
    yield rows.row(outcome("missing_id"), so_dinh_danh="000000000000")
    yield rows.row(outcome("invalid_id"), so_dinh_danh=lambda number: f"{number[:3]}4{number[4:]}")
    yield rows.row(outcome("invalid_id"), so_dinh_danh="KS 99/2019")
    # One number for two brothers or sisters.
    one, other = rows.pair(lambda a, b: a.mother is b.mother and a.sex == b.sex and a.year != b.year)
    yield rows.row(outcome("duplicate_id"), child=one)
    yield rows.row(
        outcome("duplicate_id"), finding("CIVIL-BIRTH-022", "so_dinh_danh"), child=other, so_dinh_danh=one.number
    )
    # The year of birth was corrected since, of mother and child, and both were given new numbers.
    huy, van = cast["Ngô Gia Huy"], cast["Ngô Thị Thanh Vân"]
    yield rows.row(
        outcome("superseded"), outcome("superseded", "me"), no_father, finding("CIVIL-BIRTH-022", "so_dinh_danh"),
        child=huy, mother=van, so_dinh_danh=huy.cancelled, so_dinh_danh_me=van.cancelled.split(";")[0],
    )  # fmt: skip
    child = rows.take()
    yield rows.row(outcome("superseded", "me"), child=child, so_dinh_danh_me=_card(child.mother))
    yield rows.row(outcome("not_found", "cha"), so_dinh_danh_cha="245990999")
    child = rows.take()
    unknown = personal_number(child.number[:3], child.sex, child.year, "990099")
    yield rows.row(outcome("not_found"), child=child, so_dinh_danh=unknown)
    yield rows.row(outcome("mismatched"), child=rows.take(has_three_words), ho_ten=without_middle)
    reversible = rows.take(lambda child: int(child.born[5:7]) - int(child.born[8:]) == 1)
    yield rows.row(outcome("mismatched"), child=reversible, days=20, ngay_sinh=swapped(reversible.born))
    yield rows.row(outcome("mismatched", "me"), ho_ten_me=lambda name: f"{name} Hoa")
    yield rows.row(outcome("mismatched", "cha"), nam_sinh_cha=lambda year: str(int(year) - 3))
    yield rows.row(
        outcome("matched_spelling"), outcome("matched_spelling", "me"), no_father, child=cast["Trần Thảo My"],
        mother=cast["Trần Thị Mỹ Hạnh"], ho_ten="Trần Thảo Mi", ho_ten_me="Trần Thị Mĩ Hạnh",
    )  # fmt: skip


def _across_rows(rows: BirthRows) -> Iterator[Record]:
    """Yield rows that are wrong only beside another row."""
    label = finding("CIVIL-BIRTH-201", "so_dinh_danh")
    child = rows.take(lambda child: _in_spring(child) and _before_full_rules(child))
    yield rows.row(label, child=child)
    yield surplus(rows.row(label, child=child, days=58, ngay_sinh=_year_of, ghi_chu="đăng ký lại"))

    label = finding("CIVIL-BIRTH-202", "ho_ten")
    child = rows.take()
    second = personal_number(child.number[:3], child.sex, child.year, "990098")
    yield rows.row(label, child=child)
    yield surplus(rows.row(label, outcome("not_found"), child=child, so_dinh_danh=second))

    label = finding("CIVIL-BIRTH-203", "ho_ten")
    child = rows.take(lambda child: child.commune is not VINH_TUY)
    yield rows.row(label, child=child)
    elsewhere = rows.row(
        label, outcome("missing_id"), child=child, ma_xa=VINH_TUY.code, noi_dang_ky="UBND phường Vĩnh Tuy",
        so_dinh_danh="", ho_ten_me=str.upper,
    )  # fmt: skip
    yield surplus(elsewhere)

    entry = ("so", "quyen_so", "ngay_dang_ky", "noi_dang_ky", "ma_xa", "ngay_cap_nhat")
    label = finding("CIVIL-BIRTH-204", "so")
    one, other = rows.pair(lambda a, b: _near_each_other(a, b) and a.year < 2025)  # noqa: PLR2004
    first = rows.row(label, child=one, days=40)
    yield first
    yield rows.row(label, child=other, **{name: first.cells[name] for name in entry})

    label = finding("CIVIL-BIRTH-205", "so")
    one, other = rows.pair(lambda a, b: _near_each_other(a, b) and a.born >= _NEWBORN)
    first = rows.row(label, child=one, days=40)
    yield first
    elsewhere = {**{name: first.cells[name] for name in entry}, "noi_dang_ky": "Điểm tiếp nhận hồ sơ số 2"}
    following = f"{int(first.cells['so'].partition('/')[0]) + 1}"
    yield right(rows.row(label, child=other, **elsewhere), **{**elsewhere, "so": following})

    # The mother of the row above was copied down.
    label = finding("CIVIL-BIRTH-206", "ngay_sinh")
    one, other = rows.pair(_soon_after)
    yield rows.row(label, child=one)
    yield rows.row(label, child=other, mother=one.mother)

    # In one book of three the second has the earliest day.
    children = sorted((rows.take(lambda child: child.born[:7] < "2016-10", since="2016") for _ in range(3)), key=day_of)
    book = {"ma_xa": VINH_TUY.code, "noi_dang_ky": "UBND phường Vĩnh Tuy, quận Hai Bà Trưng", "quyen_so": "02/2016"}
    yield rows.row(child=children[1], days=50, so="5", **book)
    yield rows.row(finding("CIVIL-BIRTH-207", "ngay_dang_ky"), child=children[0], days=5, so="6", **book)
    yield rows.row(child=children[2], days=55, so="7", **book)


def _spaced(book: str) -> str:
    return book.replace("/", " / ")


def _year_of(day: str) -> str:
    return day[-4:]


def _number(person: Person | None) -> str:
    return person.number if person else ""


def _card(person: Person | None) -> str:
    return person.card if person else ""


def _in_spring(child: Person) -> bool:
    """Whether birth and registration are of one year, whatever the days between them."""
    return "02" <= child.born[5:7] <= "09"


def _before_full_rules(child: Person) -> bool:
    return child.year < FULL_RULES - 1


def _grandmother(child: Person) -> Person | None:
    return child.mother.mother if child.mother else None


def _of_old_grandmother(child: Person) -> bool:
    grandmother = _grandmother(child)
    return grandmother is not None and child.year - grandmother.year > 61  # noqa: PLR2004 - a mother has at most 60


def _near_each_other(one: Person, other: Person) -> bool:
    """Whether the 40th day of `one` is a day to register both, who are of two families."""
    apart = (day_of(other) - day_of(one)).days
    return one.mother is not other.mother and -15 < apart < 35 and _in_spring(one)  # noqa: PLR2004 - 60 days each


def _soon_after(one: Person, other: Person) -> bool:
    """Whether `other` was born too soon after `one` for one mother."""
    apart = (day_of(other) - day_of(one)).days
    return one.mother is not other.mother and 10 < apart < 100 and other.year < 2020  # noqa: PLR2004 - no twins then


def _records(register: Register, rng: Random) -> list[Record]:
    rows = BirthRows(register, rng)
    records: list[Record] = []
    for planted in (
        _across_rows, _parent_defects, _outcomes, _child_defects, _entry_defects, _repaired, clean_births,
    ):  # fmt: skip
        records += planted(rows)
    rng.shuffle(records)
    return numbered(records)


SAMPLE = Sample(
    dataset="civil_registry.birth",
    folder="civil_registry",
    stem="birth",
    columns=(
        Column("stt", "stt", "STT", whole_number),
        Column("so", "soDangKy", "Số ĐKKS", whole_number),
        Column("quyen_so", "quyenSo", "Quyển số"),
        Column("ngay_dang_ky", "ngayDangKy", "Ngày đăng ký (ngày/tháng/năm)", sometimes_date),
        Column("noi_dang_ky", "noiDangKy", "Cơ quan đăng ký"),
        Column("ma_xa", "maXa", "Mã ĐVHC cấp xã", sometimes_number),
        Column("ho_ten", "nksHoTen", "Họ, chữ đệm, tên (người được khai sinh)"),
        Column("ngay_sinh", "nksNgaySinh", "Ngày, tháng, năm sinh", sometimes_date),
        Column("gioi_tinh", "nksGioiTinh", "Giới tính (Nam/Nữ)"),
        Column("so_dinh_danh", "nksSoDinhDanh", "Số định danh cá nhân (12 chữ số)", sometimes_number),
        Column("dan_toc", "nksDanToc", "Dân tộc"),
        Column("quoc_tich", "nksQuocTich", "Quốc tịch"),
        Column("noi_sinh", "nksNoiSinh", "Nơi sinh"),
        Column("que_quan", "nksQueQuan", "Quê quán"),
        Column("ho_ten_me", "meHoTen", "Họ, chữ đệm, tên mẹ"),
        Column("nam_sinh_me", "meNamSinh", "Năm sinh của mẹ", whole_number),
        Column("so_dinh_danh_me", "meSoGiayToTuyThan", "Số CCCD của mẹ (hoặc CMND)", sometimes_number),
        Column("ho_ten_cha", "chaHoTen", "Họ, chữ đệm, tên cha"),
        Column("nam_sinh_cha", "chaNamSinh", "Năm sinh của cha", whole_number),
        Column("so_dinh_danh_cha", "chaSoGiayToTuyThan", "Số CCCD của cha (hoặc CMND)", sometimes_number),
        Column("ngay_cap_nhat", "ngayCapNhat", "Ngày cập nhật", sometimes_date),
        Column("ghi_chu", "ghiChu", "Ghi chú"),
    ),
    records=_records,
    form=form("Khai sinh", "KHAI SINH"),
    malformed={
        33: "34,117,01/2012,24/04/2012,thiếu cột vì xuống dòng giữa chừng",
        120: "121,88,01/2015,29/03/2015,UBND xã Ea Phê, tỉnh Đắk Lắk,24502,dấu phẩy không dấu nháy,,,,,,,,,,,,,,,,x",
    },
)
