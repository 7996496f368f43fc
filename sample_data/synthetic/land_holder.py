"""Land: an export of a province's land office, one row per person on a certificate."""

from collections.abc import Callable, Iterator, Mapping
from random import Random

from synthetic.people import EA_KAO, EA_KTUR, EA_PHE, EA_TUL, MERGED, TAN_TIEN, Person, Register, personal_number, to_vi
from synthetic.picks import whole_date_known
from synthetic.sample import (
    Change,
    Column,
    Form,
    Label,
    Record,
    Sample,
    decimal_number,
    finding,
    numbered,
    outcome,
    planted_row,
    sometimes_date,
    sometimes_number,
    surplus,
    whole_number,
)
from synthetic.typing_habits import double_spaced, in_nfd, sex_code, without_middle

_COMMUNES = (EA_KAO, EA_KTUR, EA_PHE, TAN_TIEN, EA_TUL)
_GEOHASH = "0123456789bcdefghjkmnpqrstuvwxyz"
_USES = ("ONT", "ODT", "CLN", "CLN", "LUC", "BHK", "NTS", "ONT+CLN")
_PARCEL = ("ma_xa", "so_to", "so_thua", "ma_thua_dat", "dien_tich", "loai_dat", "dia_chi_thua")
_CERTIFICATE = ("so_phat_hanh", "ma_gcn", "so_vao_so", "ngay_cap")
_BLANK_PERSON = {"ngay_sinh": "", "gioi_tinh": "", "so_dinh_danh": "", "dia_chi": ""}
_CLEAN_ROWS, _YOUNGEST, _NEW_FORM, _OF_AGE = 89, 2000, 2025, 19


class _Rows:
    """Makes rows; each one of another person, parcel and certificate unless it is told otherwise."""

    def __init__(self, register: Register, rng: Random) -> None:
        self.register, self.rng = register, rng
        couples = {person.number for couple in register.couples for person in couple}
        self.holders = [person for person in register.living_adults() if person.number not in couples]
        rng.shuffle(self.holders)
        self.parcel = iter(rng.sample(range(1, 900), 600))
        self.serial = iter(rng.sample(range(1, 9999), 600))

    def row(self, *labels: Label, holder: Person | None = None, issued: int | None = None, **changes: Change) -> Record:
        """Return a row of `holder` (else the next person) with `changes`, which `labels` are the findings of.

        `issued` is the certificate's year, when the person was of age; else it is one by chance.
        """
        person = holder or self.take(lambda person: issued is None or person.year + _OF_AGE <= issued)
        return planted_row({**self._parcel(), **self._certificate(person, issued), **_person(person)}, changes, labels)

    def take(self, fits: Callable[[Person], bool] = lambda _: True) -> Person:
        """Return the next person who has no row yet and `fits`; those who have children here stay for couples."""
        person = next(person for person in self.holders if fits(person))
        self.holders.remove(person)
        return person

    def organization(self, name: str, *labels: Label, kind: str = "Tổ chức", **changes: Change) -> Record:
        """Return a row of a holder that is no person."""
        cells = {"loai_chu": kind, "ho_ten": name, **_BLANK_PERSON}
        given = {"holder": next(iter(self.register.cast.values())), **cells, **changes}
        return self.row(outcome("not_applicable"), *labels, **given)

    def _parcel(self) -> dict[str, str]:
        rng, commune = self.rng, self.rng.choice(_COMMUNES)
        code = "w6k" + rng.choice("bc") + "".join(rng.choice(_GEOHASH) for _ in range(8))
        area = rng.choice((rng.uniform(60, 400), rng.uniform(300, 2500), rng.uniform(900, 9000)))
        return {
            "stt": "",
            "ma_xa": commune.code,
            "so_to": str(rng.randint(1, 120)),
            "so_thua": str(next(self.parcel)),
            "ma_thua_dat": code,
            "dien_tich": f"{area:.1f}".replace(".", ","),
            "loai_dat": rng.choice(_USES),
            "dia_chi_thua": commune.address(f"Thôn {rng.randint(1, 9)}"),
        }

    def _certificate(self, person: Person, issued: int | None) -> dict[str, str]:
        rng, serial = self.rng, next(self.serial)
        year = issued or rng.choice((*range(max(1994, person.year + 19), 2025, 3), 2025, 2025, 2026, 2026))
        updated = rng.choice(
            (f"{rng.randint(1, 28):02d}/{rng.randint(6, 10):02d}/2026", f"{rng.randint(1, 28):02d}/08/2026")
        )
        new = year >= _NEW_FORM
        return {
            "so_phat_hanh": f"AA 99{serial:06d}"
            if new
            else f"{rng.choice(('BK', 'CD', 'CI', 'DB', 'AH'))} 99{serial:04d}",
            "ma_gcn": f"DL99{rng.randint(0, 99_999_999):08d}" if new else "",
            "so_vao_so": f"{rng.choice(('CS', 'CH'))} {rng.randint(1, 99999):05d}",
            "ngay_cap": f"{rng.randint(1, 28):02d}/{rng.randint(1, 5):02d}/{year}",
            "ngay_cap_nhat": updated,
            "ghi_chu": "",
        }


def _person(person: Person) -> dict[str, str]:
    return {
        "loai_chu": "Cá nhân",
        "ho_ten": person.name,
        "ngay_sinh": to_vi(person.born),
        "gioi_tinh": person.sex_word,
        "so_dinh_danh": person.number,
        "dia_chi": person.commune.address("Tổ dân phố 2"),
    }


def _clean(rows: _Rows) -> Iterator[Record]:
    """Yield rows without a finding: single holders, couples on one certificate, holders of several parcels."""
    for husband, wife in rows.register.couples[:12]:
        first = rows.row(holder=husband, issued=2019)
        yield first
        yield rows.row(holder=wife, **_same(first, *_PARCEL, *_CERTIFICATE))
    for name in ("Y Bhăm Niê", "H'Hen Niê", "Vừ A Dính", "K'Brểu", "Moong Thị Mão"):
        yield rows.row(holder=rows.register.cast[name])
    some = [rows.take(lambda person: person.year < _YOUNGEST) for _ in range(60)]
    for index in range(_CLEAN_ROWS):
        yield rows.row(holder=some[index % len(some)])
    for index, name in enumerate(("Công ty TNHH Cà phê Ea Kao", "UBND xã Ea Ktur", "Trường Tiểu học Ea Phê")):
        yield rows.organization(name, kind=("Tổ chức", "Cơ quan nhà nước", "to_chuc")[index])
    for buon in ("Ea Tul", "Ya", "H'Drát", "Alê A", "Cuôr Kắp", "Dray Sáp", "Pu Huê", "Ko Dung"):
        yield rows.organization(f"Cộng đồng dân cư buôn {buon}", kind="Cộng đồng dân cư")


def _same(record: Record, *columns: str) -> Mapping[str, str]:
    return {name: record.cells[name] for name in columns}


def _repaired(rows: _Rows) -> Iterator[Record]:
    """Yield rows that are written badly and mean nothing else: they are repaired, and there is nothing to find."""
    cast = rows.register.cast
    yield rows.row(so_dinh_danh=lambda number: str(int(number)))
    yield rows.row(so_dinh_danh=lambda number: f"'{number}")
    yield rows.row(so_dinh_danh=lambda number: f"{number[:3]} {number[3:6]} {number[6:]}")
    yield rows.row(so_dinh_danh=lambda number: f"{number}.0")
    yield rows.row(so_dinh_danh=lambda number: number.replace("0", "O", 1))
    yield rows.row(ho_ten=in_nfd)
    yield rows.row(ho_ten=double_spaced)
    yield rows.row(ho_ten=lambda name: name.replace(" ", "\u00a0"))
    yield rows.row(ho_ten=lambda name: f"{name}.")
    yield rows.row(ho_ten=str.upper)
    yield rows.row(holder=cast["Đặng Thị Hòa"], ho_ten="Ðặng Thị Hoà")
    yield rows.row(holder=cast["H'Hen Niê"], ho_ten="H’Hen Niê")
    yield rows.row(ngay_sinh=lambda born: born[-4:])
    yield rows.row(ngay_sinh=lambda born: f"01/01/{born[-4:]}" if len(born) == 4 else born.replace("/", "."))  # noqa: PLR2004
    # A number alone is a day of a spreadsheet only where its whole column is one.
    yield rows.row(
        finding("land.holder.ngay_sinh.type", "ngay_sinh"), holder=cast["Nguyễn Hữu Thắng"], ngay_sinh="27636"
    )
    yield rows.row(issued=2015, ngay_cap="ngày 5 tháng 3 năm 2015", so_phat_hanh="BK 990001", ma_gcn="")
    yield rows.row(issued=2012, ngay_cap=lambda day: day.replace("/", "-"))
    yield rows.row(issued=1998, ngay_cap=lambda day: f"{day[:-4]}98", holder=cast["Trần Thị Mỹ Hạnh"])
    yield rows.row(so_phat_hanh="bk990002", issued=2011)
    yield rows.row(dien_tich="1.250,5")
    yield rows.organization("Công ty TNHH MTV Lâm nghiệp", dien_tich="1.250.000,0")
    yield rows.row(dien_tich="360 m2")
    yield rows.row(dien_tich="2 500,75 m²")
    yield rows.row(so_to="12.0", so_thua="'77")
    yield rows.row(ma_thua_dat=str.upper)
    yield rows.row(dia_chi_thua="không rõ", dia_chi="-", ghi_chu="đo đạc lại năm 2024\nchưa ký biên bản")
    yield rows.row(loai_chu="Hộ gia đình", gioi_tinh=sex_code)
    yield rows.row(loai_chu="", ghi_chu="chưa phân loại")


def _parcel_defects(rows: _Rows) -> Iterator[Record]:
    yield rows.row(finding("LAND-HOLDER-001", "dien_tich"), dien_tich="0")
    yield rows.row(finding("LAND-HOLDER-001", "dien_tich"), dien_tich="-85,2")
    yield rows.row(finding("LAND-HOLDER-002", "dien_tich"), dien_tich="12345678")
    yield rows.row(finding("LAND-HOLDER-003", "so_to"), so_to="bản đồ cũ")
    yield rows.row(finding("LAND-HOLDER-004", "so_thua"), so_thua="123, 124")
    yield rows.row(finding("LAND-HOLDER-004", "so_thua"), so_thua="0")
    yield rows.row(finding("LAND-HOLDER-005", "ma_thua_dat"), ma_thua_dat=lambda code: code[:-1])
    yield rows.row(finding("LAND-HOLDER-006", "loai_dat"), loai_dat="Đất ở tại nông thôn")
    yield rows.row(finding("LAND-HOLDER-007", "ma_xa"), finding("LAND-HOLDER-008", "ma_xa"), ma_xa="99999")
    # Xã Hòa Thắng of Buôn Ma Thuột, merged into a ward on 1 July 2025.
    yield rows.row(finding("LAND-HOLDER-008", "ma_xa"), ma_xa=MERGED)
    yield rows.row(
        finding("LAND-HOLDER-009", "dia_chi_thua"), dia_chi_thua="Thôn 3, xã Ea Ktur, huyện Cư Kuin, tỉnh Đắk Lắk"
    )
    yield rows.row(finding("land.holder.dien_tich.type", "dien_tich"), dien_tich="khoảng 100 m2")
    for name in ("ma_xa", "so_to", "so_thua", "dien_tich", "loai_dat"):
        yield rows.row(finding(f"land.holder.{name}.required", name), **{name: ""})


def _certificate_defects(rows: _Rows) -> Iterator[Record]:
    old = rows.take(lambda person: person.year < 1960)  # noqa: PLR2004
    yield rows.row(finding("LAND-HOLDER-010", "so_phat_hanh"), issued=2009, so_phat_hanh="990003")
    yield rows.row(finding("LAND-HOLDER-011", "so_phat_hanh"), issued=2012, so_phat_hanh="AA 99000004")
    yield rows.row(finding("LAND-HOLDER-012", "ngay_cap"), issued=2026, ngay_cap="15/03/2027")
    yield rows.row(finding("LAND-HOLDER-013", "ngay_cap"), holder=old, issued=1999, ngay_cap="30/06/1987")
    yield rows.row(finding("LAND-HOLDER-014", "ma_gcn"), issued=2025, ma_gcn="")
    yield rows.row(finding("land.holder.ngay_cap.type", "ngay_cap"), issued=2019, ngay_cap="31/02/2019")
    yield rows.row(finding("land.holder.ngay_cap.required", "ngay_cap"), issued=2019, ngay_cap="")
    yield rows.row(finding("land.holder.so_phat_hanh.required", "so_phat_hanh"), so_phat_hanh="chưa có")
    yield rows.row(finding("LAND-HOLDER-031", "ngay_cap_nhat"), ngay_cap_nhat="05/01/2027")
    yield rows.row(finding("LAND-HOLDER-032", "ngay_cap_nhat"), issued=2014, ngay_cap_nhat="14/02/2019")
    yield rows.row(finding("land.holder.ngay_cap_nhat.type", "ngay_cap_nhat"), ngay_cap_nhat="hôm qua")


def _holder_defects(rows: _Rows) -> Iterator[Record]:
    cast, mismatched = rows.register.cast, outcome("mismatched")
    yield rows.row(
        finding("LAND-HOLDER-015", "ho_ten"), finding("LAND-HOLDER-023", "ngay_sinh"),
        finding("LAND-HOLDER-024", "gioi_tinh"), outcome("missing_id"),
        ho_ten="UBND phường Ea Kao", **_BLANK_PERSON,
    )  # fmt: skip
    yield rows.organization(
        "Chùa Phước Lâm", finding("LAND-HOLDER-016", "ngay_sinh"), kind="Cộng đồng", gioi_tinh="Nam"
    )
    yield rows.row(
        finding("LAND-HOLDER-017", "ho_ten"), mismatched, holder=_man(rows), ho_ten=lambda name: f"Ông {name}"
    )
    yield rows.row(finding("LAND-HOLDER-018", "ho_ten"), mismatched, ho_ten=lambda name: f"{name} và Lê Thị Hoa")
    yield rows.row(finding("LAND-HOLDER-018", "ho_ten"), mismatched, ho_ten=lambda name: f"{name}, Trần Văn Nam")
    yield rows.row(finding("LAND-HOLDER-019", "ho_ten"), mismatched, ho_ten=lambda name: f"{name} (đã chết)")
    yield rows.row(finding("LAND-HOLDER-020", "ho_ten"), mismatched, ho_ten=lambda name: f"{name} 1960")
    yield rows.row(
        finding("LAND-HOLDER-021", "ho_ten"), mismatched, holder=cast["Nguyễn Văn Bình"], ho_ten="Nguyá»…n VÄƒn BÃ¬nh"
    )
    yield rows.row(finding("LAND-HOLDER-022", "ho_ten"), mismatched, holder=cast["Vũ Đình Long"], ho_ten="VU DINH LONG")
    yield rows.row(finding("LAND-HOLDER-023", "ngay_sinh"), ngay_sinh="")
    yield rows.row(finding("LAND-HOLDER-024", "gioi_tinh"), gioi_tinh="không rõ")
    yield rows.row(
        finding("LAND-HOLDER-025", "ngay_sinh"), finding("LAND-HOLDER-026", "ngay_sinh"),
        finding("LAND-HOLDER-030", "so_dinh_danh"), mismatched, ngay_sinh="12/05/2057",
    )  # fmt: skip
    # Land that was inherited: nothing is wrong with it, so it is information only.
    heir = rows.take(lambda person: person.year >= _YOUNGEST)
    yield rows.row(finding("LAND-HOLDER-026", "ngay_sinh"), holder=heir, issued=1998)
    yield rows.row(finding("LAND-HOLDER-027", "ngay_sinh"), holder=cast["Bùi Thị Tý"])
    yield rows.row(finding("land.holder.ngay_sinh.type", "ngay_sinh"), ngay_sinh="32/13/1980")
    yield rows.row(finding("land.holder.ho_ten.required", "ho_ten"), mismatched, ho_ten="")
    yield rows.row(finding("land.holder.gioi_tinh.enum", "gioi_tinh"), gioi_tinh="chủ hộ")
    yield rows.row(finding("land.holder.loai_chu.enum", "loai_chu"), outcome("not_applicable"), loai_chu="Khác")


def _outcomes(rows: _Rows) -> Iterator[Record]:
    """Yield rows for each register outcome that is not there yet, and the rules on numbers that go with them."""
    cast = rows.register.cast
    yield rows.row(outcome("missing_id"), so_dinh_danh="")
    yield rows.row(outcome("missing_id"), so_dinh_danh="chưa có")
    yield rows.row(outcome("missing_id"), so_dinh_danh="000000000000")
    yield rows.row(outcome("invalid_id"), so_dinh_danh="6.61E+10")
    yield rows.row(outcome("invalid_id"), so_dinh_danh=lambda number: number[:-1])
    # The husband's number stands on his wife: it is on two persons who are not the same.
    husband, wife = rows.register.couples[13]
    yield rows.row(outcome("duplicate_id"), holder=husband)
    yield rows.row(
        outcome("duplicate_id"), finding("LAND-HOLDER-029", "so_dinh_danh"), *_unless_same_year(husband, wife),
        holder=wife, so_dinh_danh=husband.number,
    )  # fmt: skip
    # The same slip where the husband himself is not in the file.
    husband, wife = rows.register.couples[14]
    yield rows.row(
        outcome("mismatched"), finding("LAND-HOLDER-029", "so_dinh_danh"), *_unless_same_year(husband, wife),
        holder=wife, so_dinh_danh=husband.number,
    )  # fmt: skip
    yield rows.row(
        outcome("superseded"), finding("LAND-HOLDER-030", "so_dinh_danh"),
        holder=cast["Lê Văn Cường"], so_dinh_danh="040059990021",
    )  # fmt: skip
    yield rows.row(
        outcome("superseded"), finding("LAND-HOLDER-030", "so_dinh_danh"),
        holder=cast["Ngô Thị Thanh Vân"], so_dinh_danh="066191990022",
    )  # fmt: skip
    yield rows.row(outcome("superseded"), holder=cast["Phạm Thị Dung"], so_dinh_danh="183990014")
    # A card number that belongs to nobody in the register, and one that belongs to somebody else.
    yield rows.row(outcome("not_found"), so_dinh_danh="245990999")
    yield rows.row(outcome("not_found"), so_dinh_danh="240990006")
    stranger = _man(rows)
    unknown = personal_number("066", stranger.sex, stranger.year, "990099")
    yield rows.row(outcome("not_found"), holder=stranger, so_dinh_danh=unknown)
    yield rows.row(
        outcome("not_found"), finding("LAND-HOLDER-028", "so_dinh_danh"), so_dinh_danh=lambda number: "003" + number[3:]
    )
    yield surplus(rows.row(outcome("deceased"), holder=cast["Nguyễn Thị Tư"]))
    yield surplus(rows.row(outcome("deceased"), holder=cast["Phan Văn Đông"]))
    yield rows.row(outcome("mismatched"), holder=_man(rows), ho_ten=without_middle)
    yield rows.row(outcome("mismatched"), holder=cast["Vừ A Dính"], ho_ten="Vừ A Dình")
    yield rows.row(outcome("mismatched"), holder=cast["Trần Thị Mỹ Hạnh"], ngay_sinh="10/02/1978")
    yield rows.row(
        outcome("mismatched"), finding("LAND-HOLDER-030", "so_dinh_danh"),
        holder=cast["Y Bhăm Niê"], ngay_sinh="12/04/1998",
    )  # fmt: skip
    yield rows.row(outcome("mismatched"), finding("LAND-HOLDER-029", "so_dinh_danh"), holder=_man(rows), gioi_tinh="Nữ")
    yield rows.row(outcome("matched_spelling"), holder=cast["Trần Thị Mỹ Hạnh"], ho_ten="Trần Thị Mĩ Hạnh")
    yield rows.row(outcome("matched_spelling"), holder=cast["Hoàng Văn Quý"], ho_ten="Hoàng Văn Quí")


def _across_rows(rows: _Rows) -> Iterator[Record]:
    """Yield rows that are wrong only beside another row."""
    twice = rows.row(finding("LAND-HOLDER-201", "so_dinh_danh"))
    yield twice
    yield Record({**twice.cells, "ghi_chu": "nhập lại"}, twice.labels)

    label = finding("LAND-HOLDER-202", "so_dinh_danh")
    lan = rows.take(lambda person: bool(person.card) and whole_date_known(person))
    first = rows.row(label, holder=lan, issued=2016)
    yield first
    yield Record({**first.cells, "so_dinh_danh": lan.card}, (label, outcome("superseded")))

    label = finding("LAND-HOLDER-203", "dien_tich")
    first = rows.row(label, issued=2005, dien_tich="420,5")
    yield first
    yield rows.row(label, issued=2021, **{**_same(first, *_PARCEL), "dien_tich": "510,5"})

    label = finding("LAND-HOLDER-204", "ngay_cap")
    first = rows.row(label, issued=2013, ngay_cap="20/05/2013")
    yield first
    yield rows.row(label, issued=2013, **{**_same(first, *_CERTIFICATE), "ngay_cap": "20/05/2016"})

    label = finding("LAND-HOLDER-205", "ma_thua_dat")
    first = rows.row(label)
    yield first
    yield rows.row(label, **_same(first, "ma_xa", "ma_thua_dat", "dia_chi_thua"))

    label = finding("LAND-HOLDER-206", "ma_gcn")
    first = rows.row(label, issued=2025)
    yield first
    yield rows.row(label, issued=2025, **_same(first, "ma_gcn"))

    label = finding("LAND-HOLDER-207", "ma_thua_dat")
    first = rows.row(label)
    yield first
    place = _same(first, *(column for column in _PARCEL if column != "ma_thua_dat"))
    yield rows.row(label, **place)


def _man(rows: _Rows) -> Person:
    """Return the next man of the Kinh with a whole birth date."""
    return rows.take(lambda person: person.sex == "nam" and person.ethnicity == "Kinh" and whole_date_known(person))


def _unless_same_year(one: Person, other: Person) -> tuple[Label, ...]:
    return () if one.year == other.year else (finding("LAND-HOLDER-030", "so_dinh_danh"),)


def _records(register: Register, rng: Random) -> list[Record]:
    rows = _Rows(register, rng)
    records = list(_clean(rows))
    for planted in (_repaired, _parcel_defects, _certificate_defects, _holder_defects, _outcomes, _across_rows):
        records += planted(rows)
    rng.shuffle(records)
    return numbered(records)


SAMPLE = Sample(
    dataset="land.holder",
    folder="land",
    stem="holder",
    columns=(
        Column("stt", "STT", "STT", whole_number),
        Column("ma_xa", "maXa", "Mã ĐVHC cấp xã", sometimes_number),
        Column("so_to", "soTo", "Tờ bản đồ", whole_number),
        Column("so_thua", "soThua", "Số thửa", whole_number),
        Column("ma_thua_dat", "maThuaDat", "Mã định danh thửa"),
        Column("dien_tich", "dienTich", "Diện tích (m²)", decimal_number),
        Column("loai_dat", "loaiDat", "Mục đích sử dụng (mã)"),
        Column("dia_chi_thua", "diaChiThua", "Vị trí thửa đất"),
        Column("so_phat_hanh", "soPhatHanh", "Số phát hành GCN"),
        Column("ma_gcn", "maGcn", "Mã giấy chứng nhận"),
        Column("so_vao_so", "soVaoSo", "Số vào sổ"),
        Column("ngay_cap", "ngayCap", "Ngày cấp GCN (ngày/tháng/năm)", sometimes_date),
        Column("loai_chu", "loaiChu", "Loại đối tượng sử dụng"),
        Column("ho_ten", "hoTen", "Tên chủ sử dụng"),
        Column("ngay_sinh", "ngaySinh", "Năm sinh (hoặc ngày sinh)", sometimes_date),
        Column("gioi_tinh", "gioiTinh", "Giới tính (Nam/Nữ)"),
        Column("so_dinh_danh", "soDinhDanh", "Số CCCD / Số CMND", sometimes_number),
        Column("dia_chi", "diaChi", "Địa chỉ thường trú"),
        Column("ngay_cap_nhat", "ngayCapNhat", "Ngày chỉnh lý", sometimes_date),
        Column("ghi_chu", "ghiChu", "Ghi chú"),
    ),
    records=_records,
    form=Form(
        sheet="Danh sách",
        titles=(
            "VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI TỈNH ĐẮK LẮK",
            "DANH SÁCH NGƯỜI SỬ DỤNG ĐẤT ĐỀ NGHỊ ĐỐI SOÁT VỚI CƠ SỞ DỮ LIỆU QUỐC GIA VỀ DÂN CƯ",
            "(Kèm theo Công văn số 99/VPĐK-TTLT ngày 30 tháng 10 năm 2026; dữ liệu giả định)",
        ),
        total="Tổng cộng",
        summed="so_thua",
        signatures=("Đắk Lắk, ngày 30 tháng 10 năm 2026", "NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)", "Nguyễn Thị Mẫu"),
    ),
    malformed={
        57: "58,24169,12,thiếu cột,do xuống dòng giữa chừng",
        140: '141,24544,9,"dấu ngoặc kép lạc,123',
    },
)
