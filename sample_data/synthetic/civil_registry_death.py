"""Civil registry: deaths of ten years, and of the last weeks, which the register does not know of yet."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from synthetic.civil_registry import Book, form
from synthetic.days import can_be_swapped, first_day, later, read, swapped, written
from synthetic.people import MERGED, VINH_TUY, Person, Register, personal_number, to_vi
from synthetic.picks import has_three_words, is_nguyen, only_year_known, whole_date_known
from synthetic.sample import (
    Change,
    Column,
    Label,
    Record,
    Sample,
    as_it_is,
    finding,
    numbered,
    outcome,
    planted_row,
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

_CAUSES = (
    "Tuổi già",
    "Tuổi già",
    "Tai biến mạch máu não",
    "Ung thư phổi",
    "Suy tim",
    "Viêm phổi",
    "Tai nạn giao thông",
)


class _Rows:
    """Makes rows; each one of another person and number of the book unless it is told otherwise."""

    def __init__(self, register: Register, rng: Random) -> None:
        self.register, self.rng = register, rng
        self.dead = register.dead()
        rng.shuffle(self.dead)
        self.alive = [person for person in register.living_adults() if person.year < 1962]  # noqa: PLR2004 - old
        rng.shuffle(self.alive)
        self.alive = self.alive[:32]
        self.book = Book()

    def take(self, fits: Callable[[Person], bool] = lambda _person: True, *, alive: bool = False) -> Person:
        """Return the first person left that `fits`; nobody else gets it. `alive`: whom the register has alive."""
        pool = self.alive if alive else self.dead
        person = next(person for person in pool if fits(person))
        pool.remove(person)
        return person

    def row(
        self,
        *labels: Label,
        person: Person | None = None,
        alive: bool = False,
        died: date | None = None,
        days: int | None = None,
        **changes: Change,
    ) -> Record:
        """Return a row of `person` (else of the next one) with `changes`, which `labels` are found in.

        `alive` takes one whom the register has alive, who died in the last weeks; `died` is the day where the
        register does not have it; `days` are those to the registration.
        """
        gone = person or self.take(alive=alive)
        rng, commune = self.rng, gone.commune
        recently = date(2026, 8, 1) + timedelta(days=rng.randint(0, 70))
        day = died or (first_day(gone.died) if gone.died else recently)
        registered = day + timedelta(days=rng.randint(1, 14) if days is None else days)
        home = commune.address(f"Tại nhà riêng, thôn {rng.randint(1, 9)}")
        cells = {
            "stt": "",
            "so": self._number(commune.code, registered),
            "quyen_so": f"01/{registered.year}",
            "ngay_dang_ky": written(registered),
            "ma_xa": commune.code,
            "ho_ten": gone.name,
            "ngay_sinh": to_vi(gone.born),
            "gioi_tinh": gone.sex_word,
            "so_dinh_danh": gone.number,
            "ngay_chet": written(day),
            "noi_chet": rng.choice((home, home, "Bệnh viện Đa khoa vùng Tây Nguyên", "Trung tâm Y tế khu vực")),
            "nguyen_nhan": rng.choice(_CAUSES),
            "ngay_cap_nhat": written(registered + timedelta(days=rng.randint(0, 5))),
            "ghi_chu": "",
        }
        return planted_row(cells, changes, labels)

    def _number(self, commune: str, registered: date) -> str:
        number = self.book.number(commune, registered)
        return self.rng.choice((f"{number}", f"{number}", f"{number}/{registered.year}"))


def _clean(rows: _Rows) -> Iterator[Record]:
    """Yield rows without a finding: whoever is left."""
    while rows.dead:
        yield rows.row()
    while rows.alive:
        yield rows.row(alive=True)


def _repaired(rows: _Rows) -> Iterator[Record]:
    """Yield rows that are written badly and mean nothing else: they are repaired, and there is nothing to find."""
    yield rows.row(so_dinh_danh=lambda number: str(int(number)))
    yield rows.row(so_dinh_danh=lambda number: f"'{number}")
    yield rows.row(so_dinh_danh=lambda number: f"{number[:3]}.{number[3:6]}.{number[6:]}")
    yield rows.row(so_dinh_danh=lambda number: f"{number}.0")
    yield rows.row(ho_ten=in_nfd, noi_chet=in_nfd)
    yield rows.row(ho_ten=double_spaced)
    yield rows.row(ho_ten=lambda name: f"{name}.")
    yield rows.row(ho_ten=str.upper)
    yield rows.row(person=rows.take(lambda person: "Đ" in person.name), ho_ten=lambda name: name.replace("Đ", "Ð"))
    yield rows.row(
        person=rows.take(lambda person: person.name.startswith("H'")), ho_ten=lambda name: name.replace("'", "ʼ")
    )
    yield rows.row(ngay_chet=lambda day: f"{day} 05:30", ngay_dang_ky=lambda day: day.replace("/", "-"))
    yield rows.row(ngay_chet=lambda day: "ngày {} tháng {} năm {}".format(*day.split("/")))
    yield rows.row(ngay_chet=lambda day: f"{read(day)} 00:00:00", ngay_dang_ky=lambda day: f"{day[:6]}{day[-2:]}")
    # A number alone is a day of a spreadsheet only where its whole column is one.
    yield rows.row(
        finding("civil_registry.death.ngay_chet.type", "ngay_chet"),
        ngay_chet=lambda day: str((read(day) - date(1899, 12, 30)).days),
    )
    yield rows.row(ngay_sinh=lambda day: f"00/00/{day[-4:]}")
    yield rows.row(ngay_sinh=lambda day: f"sinh năm {day[-4:]}")
    yield rows.row(person=rows.take(only_year_known), ngay_sinh=lambda year: f"01/01/{year}")
    yield rows.row(gioi_tinh=sex_code)
    yield rows.row(so=lambda number: f"{number.split('/')[0]}.0", quyen_so=lambda book: f"'{book}")
    yield rows.row(ma_xa=lambda code: f"'{code}", ngay_cap_nhat="..", ghi_chu="bản sao trích lục\nlưu tại xã")


def _entry_defects(rows: _Rows) -> Iterator[Record]:
    turned = rows.take(whole_date_known)
    yield rows.row(
        finding("CIVIL-DEATH-001", "ngay_chet"), finding("CIVIL-DEATH-005", "ngay_dang_ky"),
        finding("CIVIL-DEATH-027", "so_dinh_danh"), outcome("mismatched"),
        person=turned, ngay_sinh=to_vi(turned.died), ngay_chet=to_vi(turned.born),
    )  # fmt: skip
    yield rows.row(
        finding("CIVIL-DEATH-002", "ngay_chet"), finding("CIVIL-DEATH-003", "ngay_dang_ky"),
        alive=True, ngay_chet="15/12/2026",
    )  # fmt: skip
    too_early = rows.row(finding("CIVIL-DEATH-003", "ngay_dang_ky"), days=-3)
    soon = later(too_early.cells["ngay_chet"], 5)
    yield right(too_early, ngay_dang_ky=soon, ngay_cap_nhat=soon)
    too_late = rows.row(
        finding("CIVIL-DEATH-004", "ngay_dang_ky"), finding("CIVIL-DEATH-005", "ngay_dang_ky"),
        alive=True, died=date(2026, 10, 20), days=30, ngay_cap_nhat="",
    )  # fmt: skip
    yield right(too_late, ngay_dang_ky="26/10/2026", ngay_cap_nhat="")
    yield rows.row(finding("CIVIL-DEATH-005", "ngay_dang_ky"), days=16)
    # Declared dead by a court, long after.
    declared = rows.row(
        finding("CIVIL-DEATH-005", "ngay_dang_ky"), person=rows.register.cast["Phan Văn Đông"], days=600,
        noi_chet="Không rõ, theo quyết định của Tòa án", nguyen_nhan="Tòa án tuyên bố là đã chết",
    )  # fmt: skip
    yield as_it_is(declared)
    yield rows.row(
        finding("CIVIL-DEATH-006", "ngay_sinh"), finding("CIVIL-DEATH-027", "so_dinh_danh"), outcome("mismatched"),
        ngay_sinh=lambda day: f"18{day[-2:]}",
    )  # fmt: skip
    yield rows.row(
        finding("CIVIL-DEATH-007", "ngay_sinh"), person=rows.register.cast["Bùi Thị Tý"], died=date(2026, 9, 9)
    )
    yield rows.row(
        finding("CIVIL-DEATH-008", "ngay_chet"), person=rows.register.cast["Hồ Văn Lâm"], died=date(2023, 12, 18),
        ngay_chet="2023",
    )  # fmt: skip
    yield rows.row(finding("CIVIL-DEATH-008", "ngay_chet"), ngay_chet=lambda day: f"…/{day[3:]}")
    yield rows.row(finding("CIVIL-DEATH-009", "so"), so="không rõ")
    yield rows.row(finding("CIVIL-DEATH-009", "so"), so="12-thg 5")
    yield rows.row(finding("CIVIL-DEATH-010", "so"), so=lambda number: f"{number.split('/')[0]}/1999")
    recent = rows.take(lambda person: person.died >= "2021")
    yield rows.row(finding("CIVIL-DEATH-011", "quyen_so"), person=recent, quyen_so="01/2020")
    yield rows.row(finding("CIVIL-DEATH-012", "quyen_so"), quyen_so="chưa có quyển")
    before = rows.take(_before_reorganization)
    yield rows.row(
        finding("CIVIL-DEATH-013", "ma_xa"), finding("CIVIL-DEATH-015", "ma_xa"), person=before, ma_xa="99999"
    )
    yield rows.row(finding("CIVIL-DEATH-014", "ma_xa"), finding("CIVIL-DEATH-015", "ma_xa"), alive=True, ma_xa=MERGED)
    before = rows.take(_before_reorganization)
    yield rows.row(finding("CIVIL-DEATH-015", "ma_xa"), person=before, ma_xa=MERGED)
    yield rows.row(finding("CIVIL-DEATH-029", "ngay_cap_nhat"), ngay_cap_nhat="02/01/2015")
    yield rows.row(finding("CIVIL-DEATH-029", "ngay_cap_nhat"), ngay_cap_nhat="05/01/2027")
    for name in ("so", "quyen_so", "ngay_dang_ky", "ma_xa", "ngay_chet"):
        yield rows.row(finding(f"civil_registry.death.{name}.required", name), **{name: ""})
    yield rows.row(finding("civil_registry.death.ngay_dang_ky.type", "ngay_dang_ky"), ngay_dang_ky="31/02/2019")
    yield rows.row(finding("civil_registry.death.ngay_chet.type", "ngay_chet"), ngay_chet="mồng 5 tháng Chạp")
    yield rows.row(finding("civil_registry.death.ngay_cap_nhat.type", "ngay_cap_nhat"), ngay_cap_nhat="hôm qua")


def _person_defects(rows: _Rows) -> Iterator[Record]:
    mismatched = outcome("mismatched")
    yield rows.row(finding("CIVIL-DEATH-016", "ho_ten"), mismatched, ho_ten=lambda name: f"{name} 82 tuổi")
    yield rows.row(finding("CIVIL-DEATH-017", "ho_ten"), mismatched, ho_ten=lambda name: f"{name} và Lê Thị Lan")
    nguyen = rows.take(is_nguyen)
    yield rows.row(finding("CIVIL-DEATH-018", "ho_ten"), mismatched, person=nguyen, ho_ten=misread)
    # A body that nobody knows.
    yield rows.row(
        finding("CIVIL-DEATH-019", "ho_ten"), finding("CIVIL-DEATH-022", "ngay_sinh"), outcome("missing_id"),
        ho_ten="Vô danh", ngay_sinh="không rõ", so_dinh_danh="",
    )  # fmt: skip
    yield rows.row(finding("CIVIL-DEATH-020", "ho_ten"), mismatched, ho_ten=lambda name: f"Cụ {name}")
    yield rows.row(finding("CIVIL-DEATH-021", "ho_ten"), mismatched, ho_ten=lambda name: f"{name} (đã chết)")
    yield rows.row(mismatched, person=rows.take(is_nguyen), ho_ten=in_capitals_without_marks)
    yield rows.row(finding("CIVIL-DEATH-022", "ngay_sinh"), ngay_sinh="")
    yield rows.row(finding("CIVIL-DEATH-023", "gioi_tinh"), gioi_tinh="không rõ")
    yield rows.row(finding("CIVIL-DEATH-024", "noi_chet"), noi_chet="-")
    yield rows.row(finding("CIVIL-DEATH-025", "nguyen_nhan"), nguyen_nhan="")
    yield rows.row(finding("CIVIL-DEATH-025", "nguyen_nhan"), nguyen_nhan="--")
    yield rows.row(finding("CIVIL-DEATH-026", "so_dinh_danh"), mismatched, gioi_tinh=other_sex)
    # The number of the daughter who reported the death: it would close the entry of a living person.
    daughter = next(child for child in _adult_children(rows) if child.sex == "nu" and child.mother in rows.dead)
    mother = rows.take(lambda person: person is daughter.mother)
    yield rows.row(finding("CIVIL-DEATH-027", "so_dinh_danh"), mismatched, person=mother, so_dinh_danh=daughter.number)
    yield rows.row(
        finding("CIVIL-DEATH-028", "so_dinh_danh"), outcome("not_found"), so_dinh_danh=lambda number: "003" + number[3:]
    )
    yield rows.row(finding("civil_registry.death.ho_ten.required", "ho_ten"), mismatched, ho_ten="")
    yield rows.row(finding("civil_registry.death.ngay_sinh.type", "ngay_sinh"), ngay_sinh="ngoài 80 tuổi")
    yield rows.row(finding("civil_registry.death.gioi_tinh.enum", "gioi_tinh"), gioi_tinh="cụ bà")


def _outcomes(rows: _Rows) -> Iterator[Record]:
    """Yield rows for each register outcome that is not there yet."""
    cast = rows.register.cast
    yield rows.row(outcome("missing_id"), so_dinh_danh="")
    yield rows.row(outcome("missing_id"), so_dinh_danh="không có")
    yield rows.row(outcome("missing_id"), so_dinh_danh="0")
    yield rows.row(outcome("invalid_id"), so_dinh_danh=lambda number: f"{number[:3]}5{number[4:]}")
    yield rows.row(outcome("invalid_id"), so_dinh_danh="mất giấy tờ")
    # The husband's number on his wife.
    couples = ((child.father, child.mother) for child in _adult_children(rows) if child.father in rows.dead)
    husband, wife = next((man, woman) for man, woman in couples if woman in rows.dead and man.year != woman.year)
    rows.dead.remove(husband)
    rows.dead.remove(wife)
    yield rows.row(outcome("duplicate_id"), person=husband)
    yield rows.row(
        outcome("duplicate_id"), finding("CIVIL-DEATH-026", "so_dinh_danh"), finding("CIVIL-DEATH-027", "so_dinh_danh"),
        person=wife, so_dinh_danh=husband.number,
    )  # fmt: skip
    holder = rows.take()
    yield rows.row(outcome("superseded"), person=holder, so_dinh_danh=holder.card)
    cuong = cast["Lê Văn Cường"]
    yield rows.row(
        outcome("superseded"), finding("CIVIL-DEATH-027", "so_dinh_danh"), person=cuong, died=date(2026, 9, 20),
        so_dinh_danh=cuong.cancelled,
    )  # fmt: skip
    yield rows.row(outcome("not_found"), so_dinh_danh="245990999")
    person = rows.take()
    unknown = personal_number(person.number[:3], person.sex, person.year, "990097")
    yield rows.row(outcome("not_found"), person=person, so_dinh_danh=unknown)
    yield rows.row(outcome("mismatched"), person=rows.take(has_three_words), ho_ten=without_middle)
    reversible = rows.take(lambda person: can_be_swapped(person.born))
    yield rows.row(outcome("mismatched"), person=reversible, ngay_sinh=swapped(reversible.born))
    yield rows.row(
        outcome("matched_spelling"), person=cast["Hoàng Văn Quý"], died=date(2026, 10, 2), ho_ten="Hoàng Văn Quí"
    )


def _across_rows(rows: _Rows) -> Iterator[Record]:
    """Yield rows that are wrong only beside another row."""
    label = finding("CIVIL-DEATH-201", "so_dinh_danh")
    person = rows.take()
    yield rows.row(label, person=person, days=4)
    yield surplus(rows.row(label, person=person, days=8, ngay_chet=lambda day: later(day, 1)))

    label = finding("CIVIL-DEATH-202", "ho_ten")
    person = rows.take()
    yield rows.row(label, person=person)
    again = rows.row(label, outcome("missing_id"), person=person, so_dinh_danh="", ngay_sinh=lambda born: born[-4:])
    yield surplus(again)

    label = finding("CIVIL-DEATH-203", "ho_ten")
    person = rows.take(lambda person: person.commune is not VINH_TUY)
    yield rows.row(label, person=person)
    yield surplus(rows.row(label, outcome("superseded"), person=person, so_dinh_danh=person.card, ma_xa=VINH_TUY.code))

    label = finding("CIVIL-DEATH-204", "so")
    first = rows.row(label, alive=True, died=date(2026, 9, 1), days=10)
    yield first
    book = {name: first.cells[name] for name in ("so", "quyen_so", "ngay_dang_ky", "ma_xa", "ngay_cap_nhat")}
    yield rows.row(label, alive=True, died=date(2026, 9, 3), **book)


def _adult_children(rows: _Rows) -> list[Person]:
    return [person for person in rows.register.children(since=1972) if person.year < 2000]  # noqa: PLR2004


def _before_reorganization(person: Person) -> bool:
    return person.died < "2025-06"


def _records(register: Register, rng: Random) -> list[Record]:
    rows = _Rows(register, rng)
    records: list[Record] = []
    for planted in (_outcomes, _person_defects, _across_rows, _entry_defects, _repaired, _clean):
        records += planted(rows)
    rng.shuffle(records)
    return numbered(records)


SAMPLE = Sample(
    dataset="civil_registry.death",
    folder="civil_registry",
    stem="death",
    columns=(
        Column("stt", "stt", "STT", whole_number),
        Column("so", "soDangKy", "Số trích lục", whole_number),
        Column("quyen_so", "quyenSo", "Quyển số"),
        Column("ngay_dang_ky", "ngayDangKy", "Ngày đăng ký khai tử (ngày/tháng/năm)", sometimes_date),
        Column("ma_xa", "maXa", "Mã xã/phường", sometimes_number),
        Column("ho_ten", "nktHoTen", "Họ tên người chết (chữ in hoa có dấu)"),
        Column("ngay_sinh", "nktNgaySinh", "Ngày sinh (hoặc năm sinh)", sometimes_date),
        Column("gioi_tinh", "nktGioiTinh", "Giới tính"),
        Column("so_dinh_danh", "nktSoGiayToTuyThan", "Số CCCD / Số CMND", sometimes_number),
        Column("ngay_chet", "nktNgayChet", "Ngày, tháng, năm chết (dương lịch)", sometimes_date),
        Column("noi_chet", "nktNoiChet", "Nơi chết"),
        Column("nguyen_nhan", "nktNguyenNhanChet", "Nguyên nhân chết"),
        Column("ngay_cap_nhat", "ngayCapNhat", "Cập nhật ngày", sometimes_date),
        Column("ghi_chu", "ghiChu", "Ghi chú"),
    ),
    records=_records,
    form=form("Khai tử", "KHAI TỬ"),
    malformed={
        12: "13,201,01/2019,19/07/2019,24502,thiếu cột vì xuống dòng giữa chừng",
        90: "91,45/2022,01/2022,14/02/2022,24544,Nơi chết có dấu phẩy, không có dấu nháy" + "," * 12 + "lệch cột",
    },
)
