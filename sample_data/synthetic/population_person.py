"""Population: a police extract of the register itself, one row a person, with the defects that a reference can have."""

from collections.abc import Callable, Iterator
from random import Random

from synthetic.people import MERGED, Person, Register, to_vi
from synthetic.sample import (
    Change,
    Column,
    Form,
    Label,
    Record,
    Sample,
    finding,
    numbered,
    planted_row,
    sometimes_date,
    sometimes_number,
    surplus,
    whole_number,
)
from synthetic.typing_habits import other_sex, sex_code

_CLEAN_ROWS, _CHILDREN_SINCE, _WHOLE = 130, 2016, 10
_STATUS = {"song": "Đang sống", "chet": "Đã chết", "mat_tich": "Mất tích"}
_CAST = ("Y Bhăm Niê", "H'Hen Niê", "Vừ A Dính", "K'Brểu", "Moong Thị Mão", "Lê Văn Cường", "Đặng Thị Hòa")


class _Rows:
    """Makes rows, each of another person."""

    def __init__(self, register: Register, rng: Random) -> None:
        self.cast = register.cast
        by_hand = {person.number for person in register.cast.values()}
        self.persons = [person for person in register.persons if person.number not in by_hand]
        rng.shuffle(self.persons)

    def take(self, fits: Callable[[Person], bool] = lambda _: True) -> Person:
        """Return the next person who has no row yet and `fits`."""
        person = next(person for person in self.persons if fits(person))
        self.persons.remove(person)
        return person

    def row(self, *labels: Label, person: Person | None = None, **changes: Change) -> Record:
        """Return a row of `person` (else of the next) with `changes`, which `labels` are the findings of."""
        person = person or self.take()
        cells = {
            "stt": "",
            "so_dinh_danh": person.number,
            "ho_ten": person.name,
            "ngay_sinh": to_vi(person.born),
            "gioi_tinh": person.sex_word,
            "dan_toc": person.ethnicity,
            "quoc_tich": "Việt Nam",
            "ma_xa_thuong_tru": person.commune.code,
            "so_cmnd": person.card,
            "so_dinh_danh_cu": person.cancelled,
            "ho_ten_cha": person.father_name,
            "ho_ten_me": person.mother_name,
            "tinh_trang": _STATUS[person.status],
            "ngay_chet": to_vi(person.died),
            "ngay_cap_nhat": to_vi(person.updated),
        }
        return planted_row(cells, changes, labels)


def _alive(person: Person) -> bool:
    return person.status == "song" and len(person.born) == _WHOLE


def _with_card(person: Person) -> bool:
    return _alive(person) and bool(person.card)


def _dead(person: Person) -> bool:
    return person.status == "chet"


def _child(person: Person) -> bool:
    return person.year >= _CHILDREN_SINCE


def _clean(rows: _Rows) -> Iterator[Record]:
    for name in _CAST:
        yield rows.row(person=rows.cast[name])
    for _ in range(45):
        yield rows.row(person=rows.take(_dead))
    for _ in range(_CLEAN_ROWS - 45):
        yield rows.row(person=rows.take(_alive))


def _repaired(rows: _Rows) -> Iterator[Record]:
    """Yield rows that are written badly and mean nothing else: they are repaired, and there is nothing to find."""
    yield rows.row(person=rows.take(_alive), so_dinh_danh=lambda number: str(int(number)))
    yield rows.row(so_dinh_danh=lambda number: f"{number[:3]}.{number[3:6]}.{number[6:]}")
    yield rows.row(person=rows.cast["Ngô Thị Thanh Vân"], so_dinh_danh_cu="066191990022, 066 190 990023")
    yield rows.row(person=rows.cast["Phan Văn Đông"], so_cmnd="12990018", ma_xa_thuong_tru="283")
    yield rows.row(person=rows.cast["Hồ Văn Lâm"], ngay_sinh="1/1/1945", tinh_trang="2")
    yield rows.row(person=rows.take(_alive), tinh_trang="1", gioi_tinh=sex_code)
    yield rows.row(person=rows.take(lambda person: person.ethnicity == "Mông"), dan_toc="H'Mông", quoc_tich="VN")
    yield rows.row(person=rows.take(lambda person: person.ethnicity == "Ê Đê"), dan_toc="Ê-đê")
    yield rows.row(ho_ten=lambda name: name.replace(" ", "\u200b \u00a0"), ho_ten_cha="không rõ")
    yield rows.row(ngay_cap_nhat="2026-05-17 08:30:00", so_cmnd="không")


def _number_defects(rows: _Rows) -> Iterator[Record]:
    number, dataset = "so_dinh_danh", "population.person"
    yield rows.row(finding("POP-PERSON-001", number), so_dinh_danh=lambda digits: "003" + digits[3:])
    yield rows.row(finding("POP-PERSON-002", number), gioi_tinh=other_sex)
    yield rows.row(
        finding("POP-PERSON-003", number), person=rows.take(_alive),
        ngay_sinh=lambda born: f"{born[:-1]}{(int(born[-1]) + 1) % 10}",
    )  # fmt: skip
    yield rows.row(finding("POP-PERSON-004", number), so_dinh_danh=lambda digits: f"{digits[:6]}999999")
    stuck = rows.take(_alive)
    yield rows.row(finding("POP-PERSON-005", "so_dinh_danh_cu"), person=stuck, so_dinh_danh_cu=stuck.number)
    yield rows.row(finding("POP-PERSON-006", "ngay_sinh"), person=rows.take(_child), so_cmnd="241990097")
    yield rows.row(finding(f"{dataset}.{number}.required", number), so_dinh_danh="chưa cấp")
    yield rows.row(finding(f"{dataset}.{number}.pattern", number), so_dinh_danh="6.61E+10")
    yield rows.row(finding(f"{dataset}.{number}.pattern", number), so_dinh_danh="240990098")
    yield rows.row(finding(f"{dataset}.so_cmnd.pattern", "so_cmnd"), person=rows.take(_with_card), so_cmnd="12345")


def _name_defects(rows: _Rows) -> Iterator[Record]:
    cast, name = rows.cast, "ho_ten"
    yield rows.row(finding("POP-PERSON-007", name), ho_ten=lambda text: f"{text} 2")
    yield rows.row(finding("POP-PERSON-008", name), person=cast["Trần Thị Mỹ Hạnh"], ho_ten="Bà Trần Thị Mỹ Hạnh")
    yield rows.row(
        finding("POP-PERSON-007", name), finding("POP-PERSON-009", name),
        person=cast["Nguyễn Văn Bình"], ho_ten="Nguyá»…n VÄƒn BÃ¬nh",
    )  # fmt: skip
    yield rows.row(finding("POP-PERSON-010", name), ho_ten="Nguyễn Văn A")
    yield rows.row(finding("POP-PERSON-011", name), person=cast["Vũ Đình Long"], ho_ten="VU DINH LONG")
    yield rows.row(finding("POP-PERSON-012", name), ho_ten="Trần Văn Sáu còn gọi là Sáu Rẫy ở buôn Đông cũ")
    yield rows.row(finding("POP-PERSON-013", "ho_ten_cha"), ho_ten_cha="Trần Văn Nam (đã chết)")
    yield rows.row(finding("POP-PERSON-014", "ho_ten_me"), ho_ten_me="Lê Thị Hoa - 1955")
    yield rows.row(finding("POP-PERSON-015", "ho_ten_cha"), ho_ten_cha="Trần Văn Nam", ho_ten_me="TRẦN VĂN NAM")
    yield rows.row(finding("population.person.ho_ten.required", name), ho_ten="không tên")


def _life_defects(rows: _Rows) -> Iterator[Record]:
    birth, death, dataset = "ngay_sinh", "ngay_chet", "population.person"
    wrong_year = finding("POP-PERSON-003", "so_dinh_danh")
    yield rows.row(finding("POP-PERSON-016", birth), wrong_year, person=rows.take(_child), ngay_sinh="12/05/2057")
    yield rows.row(finding("POP-PERSON-017", birth), wrong_year, person=rows.take(_dead), ngay_sinh="01/01/1900")
    yield rows.row(finding("POP-PERSON-018", birth), person=rows.cast["Bùi Thị Tý"])
    yield rows.row(finding("POP-PERSON-019", death), person=rows.take(_alive), ngay_chet="06/05/2024")
    yield rows.row(finding("POP-PERSON-020", death), person=rows.take(_dead), ngay_chet="")
    yield rows.row(finding("POP-PERSON-021", death), person=rows.take(_dead), ngay_chet="1921")
    yield rows.row(
        finding("POP-PERSON-022", death), finding("POP-PERSON-023", "ngay_cap_nhat"),
        person=rows.take(_dead), ngay_chet="01/03/2027",
    )  # fmt: skip
    yield rows.row(finding("POP-PERSON-023", "ngay_cap_nhat"), person=rows.take(_dead), ngay_cap_nhat="01/07/2014")
    yield rows.row(finding("POP-PERSON-024", "tinh_trang"), person=rows.take(_alive), tinh_trang="")
    yield rows.row(
        finding(f"{dataset}.tinh_trang.enum", "tinh_trang"), person=rows.take(_alive), tinh_trang="Chuyển đi"
    )
    yield rows.row(finding(f"{dataset}.ngay_sinh.type", birth), ngay_sinh="31/02/1985")
    yield rows.row(finding(f"{dataset}.ngay_sinh.required", birth), ngay_sinh="")
    yield rows.row(finding(f"{dataset}.ngay_chet.type", death), person=rows.take(_dead), ngay_chet="mùa mưa 2017")


def _core_defects(rows: _Rows) -> Iterator[Record]:
    dataset, commune = "population.person", "ma_xa_thuong_tru"
    yield rows.row(finding("POP-PERSON-025", "dan_toc"), dan_toc="")
    yield rows.row(finding("POP-PERSON-026", "dan_toc"), dan_toc="Việt")
    yield rows.row(finding("POP-PERSON-027", "quoc_tich"), quoc_tich="")
    yield rows.row(finding("POP-PERSON-028", "ho_ten_cha"), person=rows.take(_child), ho_ten_cha="", ho_ten_me="")
    yield rows.row(
        finding("POP-PERSON-029", commune), finding("POP-PERSON-030", commune),
        person=rows.take(_alive), ma_xa_thuong_tru="99999",
    )  # fmt: skip
    # Xã Hòa Thắng of Buôn Ma Thuột, merged into a ward on 1 July 2025; of a dead person the old code is right.
    yield rows.row(finding("POP-PERSON-030", commune), person=rows.take(_alive), ma_xa_thuong_tru=MERGED)
    yield rows.row(person=rows.take(_dead), ma_xa_thuong_tru=MERGED)
    yield rows.row(finding("POP-PERSON-031", "ngay_cap_nhat"), ngay_cap_nhat="05/01/2027")
    yield rows.row(finding(f"{dataset}.ngay_cap_nhat.type", "ngay_cap_nhat"), ngay_cap_nhat="hôm qua")
    yield rows.row(finding(f"{dataset}.gioi_tinh.enum", "gioi_tinh"), gioi_tinh="khác")
    yield rows.row(finding(f"{dataset}.gioi_tinh.required", "gioi_tinh"), gioi_tinh="không rõ")


def _across_rows(rows: _Rows) -> Iterator[Record]:
    """Yield rows that are wrong only beside another row."""
    label = finding("population.person.so_dinh_danh.unique", "so_dinh_danh")
    twice = rows.row(label, person=rows.take(_alive))
    yield twice
    yield Record({**twice.cells, "ngay_cap_nhat": "02/09/2026"}, twice.labels)

    label, person = finding("POP-PERSON-201", "so_dinh_danh"), rows.take(_alive)
    yield rows.row(label, person=person, so_cmnd="")
    other = f"079{person.number[3:6]}990096"
    yield surplus(rows.row(label, person=person, so_dinh_danh=other, so_cmnd="", ho_ten=str.upper))

    former, current = rows.take(_alive), rows.take(_alive)
    yield rows.row(finding("POP-PERSON-202", "so_dinh_danh_cu"), person=former, so_dinh_danh_cu=current.number)
    yield rows.row(finding("POP-PERSON-202", "so_dinh_danh"), person=current)

    # The second lists its own number too, by which it is held back.
    label, person = finding("POP-PERSON-203", "so_dinh_danh_cu"), rows.take(_alive)
    yield rows.row(label, person=rows.take(_alive), so_dinh_danh_cu="066188990095")
    yield rows.row(
        label, finding("POP-PERSON-005", "so_dinh_danh_cu"), person=person,
        so_dinh_danh_cu=f"{person.number};066188990095",
    )  # fmt: skip

    # The mother's name is not on both, so that it is by the card alone that they are seen to be one.
    label, person = finding("POP-PERSON-204", "so_cmnd"), rows.take(_with_card)
    yield rows.row(label, person=person)
    yield surplus(rows.row(label, person=person, so_dinh_danh=f"079{person.number[3:6]}990094", ho_ten_me=""))


def _records(register: Register, rng: Random) -> list[Record]:
    rows = _Rows(register, rng)
    records = list(_clean(rows))
    for planted in (_repaired, _number_defects, _name_defects, _life_defects, _core_defects, _across_rows):
        records += planted(rows)
    rng.shuffle(records)
    return numbered(records)


SAMPLE = Sample(
    dataset="population.person",
    folder="population",
    stem="person",
    columns=(
        Column("stt", "STT", "STT", whole_number),
        Column("so_dinh_danh", "soDinhDanhCaNhan", "Số ĐDCN", sometimes_number),
        Column("ho_ten", "hoVaTen", "Họ, chữ đệm và tên"),
        Column("ngay_sinh", "ngaySinh", "Ngày, tháng, năm sinh", sometimes_date),
        Column("gioi_tinh", "gioiTinh", "Giới tính (Nam/Nữ)"),
        Column("dan_toc", "danToc", "Dân tộc"),
        Column("quoc_tich", "quocTich", "Quốc tịch"),
        Column("ma_xa_thuong_tru", "maXaThuongTru", "Mã ĐVHC nơi thường trú", sometimes_number),
        Column("so_cmnd", "soCMND", "Số CMND (9 số)", sometimes_number),
        Column("so_dinh_danh_cu", "soDinhDanhCu", "Số ĐDCN đã hủy", sometimes_number),
        Column("ho_ten_cha", "hoTenCha", "Họ và tên người cha"),
        Column("ho_ten_me", "hoTenMe", "Họ và tên người mẹ"),
        Column("tinh_trang", "tinhTrang", "Tình trạng công dân"),
        Column("ngay_chet", "ngayChet", "Ngày chết/mất tích", sometimes_date),
        Column("ngay_cap_nhat", "ngayCapNhat", "Ngày cập nhật (ngày/tháng/năm)", sometimes_date),
    ),
    records=_records,
    form=Form(
        sheet="Trích xuất",
        titles=(
            "CÔNG AN TỈNH ĐẮK LẮK",
            "DANH SÁCH TRÍCH XUẤT TỪ CƠ SỞ DỮ LIỆU QUỐC GIA VỀ DÂN CƯ",
            "(Phục vụ đối soát, làm sạch dữ liệu; dữ liệu giả định)",
        ),
        total="Tổng số người",
        summed="ho_ten",
        signatures=("Đắk Lắk, ngày 25 tháng 10 năm 2026", "NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)", "Nguyễn Thị Mẫu"),
    ),
    malformed={41: "42,066099990093,dòng bị cắt"},
)
