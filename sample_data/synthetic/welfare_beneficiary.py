"""Social assistance: a province's list of persons who draw a monthly benefit."""

from collections.abc import Iterator
from datetime import date
from random import Random

from synthetic.days import can_be_swapped, read, swapped
from synthetic.people import EA_KAO, KIM_LIEN, MERGED, VINH_TUY, Person, Register, personal_number, to_vi
from synthetic.picks import has_three_words, is_nguyen, only_year_known
from synthetic.sample import (
    Column,
    Form,
    Record,
    Sample,
    decimal_number,
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
from synthetic.welfare_rows import STANDARD, BeneficiaryRows, clean_beneficiaries, of_group

_CASH = {"so_tai_khoan": "", "ngan_hang": ""}
_STARTED = {"ngay_huong": "05/2022", "ngay_quyet_dinh": "20/04/2022"}
_OFF_STANDARD = finding("WELFARE-BENEFICIARY-205", "muc_huong")  # in Ea Kao, where the others' standard is known


def _repaired(rows: BeneficiaryRows) -> Iterator[Record]:
    """Yield rows that are written badly and mean nothing else: they are repaired, and there is nothing to find."""
    yield rows.row(so_dinh_danh=lambda number: str(int(number)))
    yield rows.row(so_dinh_danh=lambda number: f"'{number}")
    yield rows.row(so_dinh_danh=lambda number: f"{number[:3]}-{number[3:6]}-{number[6:]}")
    yield rows.row(so_dinh_danh=lambda number: number.replace("0", "o", 1))
    yield rows.row(ho_ten=in_nfd, ngan_hang=in_nfd)
    yield rows.row(ho_ten=double_spaced, nguoi_nhan_thay="không")
    yield rows.row(ho_ten=lambda name: name.replace(" ", "\u200b\u00a0"))
    yield rows.row(ho_ten=str.upper)
    yield rows.row(
        person=rows.take(lambda person: "Đ" in person.name, group="6"), ho_ten=lambda name: name.replace("Đ", "Ð")
    )
    yield rows.row(
        person=rows.take(lambda person: person.name.startswith("H'"), group="6"),
        ho_ten=lambda name: name.replace("'", "`"), dan_toc="E-đê",
    )  # fmt: skip
    yield rows.row(group="5a", ngay_sinh=lambda born: born[-4:], gioi_tinh=sex_code)
    yield rows.row(group="5a", person=rows.take(only_year_known, group="5a"), ngay_sinh=lambda year: f"01/01/{year}")
    yield rows.row(ngay_sinh=lambda born: f"{born[:6]}{born[-2:]}", person=rows.take(_of_last_century, group="6"))
    # A number alone is a day of a spreadsheet only where its whole column is one.
    yield rows.row(
        finding("welfare.beneficiary.ngay_sinh.type", "ngay_sinh"),
        group="1",
        ngay_sinh=lambda born: str((read(born) - date(1899, 12, 30)).days),
    )
    yield rows.row(ngay_huong="2022-05", ngay_quyet_dinh="15-4-2022", ngay_thoi_huong=".")
    yield rows.row(ngay_huong="tháng 5 năm 2022", ngay_quyet_dinh="ngày 15 tháng 4 năm 2022", ngay_cap_nhat="...")
    yield rows.row(group="1", nhom_doi_tuong="Khoản 1", he_so="1.5", muc_huong="750,000")
    yield rows.row(group="5a", nhom_doi_tuong="điểm a khoản 5", he_so="1,50", muc_huong="750 000 đồng")
    yield rows.row(group="6", nhom_doi_tuong="K6", he_so="'1,5", muc_huong="750.000 đ")
    yield rows.row(group="7", nhom_doi_tuong="07", muc_huong="750000.0")
    yield rows.row(
        person=rows.take(lambda person: person.commune.code.startswith("0"), group="6"),
        ma_xa=lambda code: str(int(code)),
    )
    yield rows.row(dien_thoai="+84 91 990 0001", so_tai_khoan="'5299 0000 00001", ngan_hang="Agribank")
    yield rows.row(dien_thoai="0168.990.0002")
    yield rows.row(dien_thoai="không", **{**_CASH, "so_tai_khoan": "chưa có"}, ghi_chu="nhận tiền mặt\ntại thôn")


def _person_defects(rows: BeneficiaryRows) -> Iterator[Record]:
    mismatched = outcome("mismatched")
    yield rows.row(
        finding("WELFARE-BENEFICIARY-001", "ngay_sinh"), finding("WELFARE-BENEFICIARY-012", "so_dinh_danh"),
        finding("WELFARE-BENEFICIARY-025", "ngay_huong"), mismatched, coefficient="2,0", ngay_sinh="12/05/2057",
    )  # fmt: skip
    yield rows.row(finding("WELFARE-BENEFICIARY-002", "ngay_sinh"), group="5c", person=rows.register.cast["Bùi Thị Tý"])
    yield rows.row(finding("WELFARE-BENEFICIARY-003", "ho_ten"), mismatched, ho_ten=lambda name: f"{name} 1975")
    yield rows.row(finding("WELFARE-BENEFICIARY-004", "ho_ten"), mismatched, ho_ten=lambda name: f"{name}; Lê Văn Nam")
    yield rows.row(
        finding("WELFARE-BENEFICIARY-005", "ho_ten"), mismatched, group="5a", ho_ten=lambda name: f"Cụ {name}"
    )
    yield rows.row(finding("WELFARE-BENEFICIARY-006", "ho_ten"), mismatched, ho_ten=lambda name: f"{name} (đã mất)")
    yield rows.row(
        finding("WELFARE-BENEFICIARY-007", "ho_ten"),
        mismatched,
        person=rows.take(is_nguyen, group="6"),
        ho_ten=misread,
    )
    yield rows.row(
        finding("WELFARE-BENEFICIARY-008", "ho_ten"), mismatched, person=rows.take(is_nguyen, group="6"),
        ho_ten=in_capitals_without_marks,
    )  # fmt: skip
    yield rows.row(finding("WELFARE-BENEFICIARY-009", "ho_ten"), mismatched, ho_ten="test")
    yield rows.row(finding("WELFARE-BENEFICIARY-010", "dan_toc"), dan_toc="Việt Nam")
    yield rows.row(
        finding("WELFARE-BENEFICIARY-011", "so_dinh_danh"), mismatched,
        gioi_tinh=other_sex,
    )  # fmt: skip
    # An age that was raised, and a daughter with her mother's number.
    aged = rows.take(lambda person: 1967 <= person.year <= 1976)  # noqa: PLR2004 - in their fifties
    raised = rows.row(
        finding("WELFARE-BENEFICIARY-012", "so_dinh_danh"), mismatched, group="5a", person=aged, ngay_sinh="12/05/1954",
    )  # fmt: skip
    yield right(of_group(raised, "6"), ngay_sinh=to_vi(aged.born))
    daughter = rows.take(lambda child: child.sex == "nu" and child.mother in rows.pool, group="1")
    mother = rows.take(lambda person: person is daughter.mother)
    yield rows.row(
        finding("WELFARE-BENEFICIARY-012", "so_dinh_danh"), mismatched, group="1", person=daughter,
        so_dinh_danh=mother.number,
    )  # fmt: skip
    yield rows.row(
        finding("WELFARE-BENEFICIARY-013", "so_dinh_danh"), outcome("not_found"),
        so_dinh_danh=lambda number: "003" + number[3:],
    )  # fmt: skip
    yield rows.row(
        finding("WELFARE-BENEFICIARY-014", "ma_xa"), finding("WELFARE-BENEFICIARY-015", "ma_xa"), ma_xa="99999"
    )
    yield rows.row(finding("WELFARE-BENEFICIARY-015", "ma_xa"), ma_xa=MERGED)
    yield rows.row(finding("welfare.beneficiary.ma_xa.required", "ma_xa"), ma_xa="")
    yield rows.row(finding("welfare.beneficiary.ho_ten.required", "ho_ten"), mismatched, ho_ten="chưa có")
    yield rows.row(finding("welfare.beneficiary.ngay_sinh.required", "ngay_sinh"), ngay_sinh="không nhớ")
    yield rows.row(finding("welfare.beneficiary.gioi_tinh.required", "gioi_tinh"), gioi_tinh="")
    yield rows.row(finding("welfare.beneficiary.ngay_sinh.type", "ngay_sinh"), ngay_sinh="khoảng năm 1975")
    yield rows.row(finding("welfare.beneficiary.gioi_tinh.enum", "gioi_tinh"), group="1", gioi_tinh="bé gái")


def _benefit_defects(rows: BeneficiaryRows) -> Iterator[Record]:
    too_old_or_young = finding("WELFARE-BENEFICIARY-016", "nhom_doi_tuong")
    too_early = finding("WELFARE-BENEFICIARY-017", "nhom_doi_tuong")
    wrong_coefficient = finding("WELFARE-BENEFICIARY-020", "nhom_doi_tuong")
    grown, small = rows.take(group="2"), rows.take(group="1")
    yield of_group(rows.row(too_old_or_young, group="1", person=grown, ngay_huong="05/2019", ngay_thoi_huong=""), "2")
    yield of_group(rows.row(too_old_or_young, group="7", person=small, **_STARTED, ngay_thoi_huong=""), "1")
    too_young = rows.row(
        too_old_or_young, too_early, group="5a", **_STARTED,
        person=rows.take(lambda person: 1970 <= person.year <= 1990),  # noqa: PLR2004 - in their fifties at most
    )  # fmt: skip
    yield of_group(too_young, "6")
    yield rows.row(too_early, group="5c", ngay_huong="03/2018", ngay_quyet_dinh="15/02/2018")
    yield rows.row(
        finding("WELFARE-BENEFICIARY-018", "ngay_huong"), group="5c", ngay_huong="09/2025", ngay_quyet_dinh="20/08/2025"
    )
    yield rows.row(finding("WELFARE-BENEFICIARY-019", "he_so"), wrong_coefficient, he_so="0")
    yield rows.row(wrong_coefficient, group="6", coefficient="3,0")
    yield rows.row(wrong_coefficient, group="1", coefficient="2,5")
    yield rows.row(finding("WELFARE-BENEFICIARY-021", "muc_huong"), muc_huong="0")
    low, old = finding("WELFARE-BENEFICIARY-022", "muc_huong"), finding("WELFARE-BENEFICIARY-023", "muc_huong")
    many = finding("WELFARE-BENEFICIARY-024", "muc_huong")
    yield rows.row(low, _OFF_STANDARD, person=_of_ea_kao(rows), muc_huong="750")
    yield rows.row(old, _OFF_STANDARD, person=_of_ea_kao(rows), muc_huong="540.000")
    yield rows.row(many, _OFF_STANDARD, person=_of_ea_kao(rows), muc_huong="7.500.000")
    yield rows.row(_OFF_STANDARD, person=_of_ea_kao(rows), muc_huong="900.000", ghi_chu="gồm truy lĩnh")
    yield rows.row(finding("welfare.beneficiary.nhom_doi_tuong.required", "nhom_doi_tuong"), nhom_doi_tuong="")
    yield rows.row(finding("welfare.beneficiary.nhom_doi_tuong.enum", "nhom_doi_tuong"), nhom_doi_tuong="Khác")
    yield rows.row(finding("welfare.beneficiary.he_so.required", "he_so"), he_so="-")
    yield rows.row(finding("welfare.beneficiary.he_so.type", "he_so"), he_so="một phẩy năm")
    yield rows.row(finding("welfare.beneficiary.muc_huong.required", "muc_huong"), muc_huong="")
    yield rows.row(finding("welfare.beneficiary.muc_huong.type", "muc_huong"), muc_huong="theo quyết định")


def _term_defects(rows: BeneficiaryRows) -> Iterator[Record]:
    ended = finding("WELFARE-BENEFICIARY-027", "ngay_thoi_huong")
    yield rows.row(finding("WELFARE-BENEFICIARY-025", "ngay_huong"), group="1", ngay_huong="05/2009")
    yield rows.row(finding("WELFARE-BENEFICIARY-026", "ngay_thoi_huong"), ended, **_STARTED, ngay_thoi_huong="05/2021")
    yield rows.row(ended, **_STARTED, ngay_thoi_huong="31/05/2025")
    yield rows.row(finding("WELFARE-BENEFICIARY-028", "ngay_quyet_dinh"), ngay_quyet_dinh="05/12/2026")
    yield rows.row(
        finding("WELFARE-BENEFICIARY-029", "ngay_huong"), ngay_huong="01/01/2024", ngay_quyet_dinh="15/06/2022"
    )
    yield rows.row(finding("WELFARE-BENEFICIARY-030", "so_quyet_dinh"), so_quyet_dinh="")
    yield rows.row(finding("WELFARE-BENEFICIARY-030", "so_quyet_dinh"), ngay_quyet_dinh="00/00/0000")
    # The list has the day of death, and the benefit goes on.
    yield rows.row(finding("WELFARE-BENEFICIARY-038", "ngay_thoi_huong"), group="5a", ngay_chet="20/05/2026")
    yield rows.row(finding("WELFARE-BENEFICIARY-039", "ngay_chet"), group="5a", ngay_chet="05/01/2027")
    yield rows.row(finding("WELFARE-BENEFICIARY-040", "so_thang_chua_nhan"), so_thang_chua_nhan="4")
    yield rows.row(
        finding("WELFARE-BENEFICIARY-041", "tinh_trang_huong"), tinh_trang_huong="Tạm dừng", so_thang_chua_nhan="5"
    )
    yield rows.row(finding("welfare.beneficiary.tinh_trang_huong.enum", "tinh_trang_huong"), tinh_trang_huong="chờ xét")
    yield rows.row(
        finding("welfare.beneficiary.so_thang_chua_nhan.type", "so_thang_chua_nhan"), so_thang_chua_nhan="nhiều tháng"
    )
    yield rows.row(finding("welfare.beneficiary.ngay_chet.type", "ngay_chet"), ngay_chet="mùa đông năm ngoái")
    yield rows.row(finding("WELFARE-BENEFICIARY-036", "ngay_cap_nhat"), ngay_cap_nhat="05/01/2027")
    yield rows.row(finding("WELFARE-BENEFICIARY-037", "ngay_cap_nhat"), ngay_cap_nhat="14/02/2022")
    yield rows.row(finding("welfare.beneficiary.ngay_huong.required", "ngay_huong"), ngay_huong="không rõ")
    yield rows.row(finding("welfare.beneficiary.ngay_huong.type", "ngay_huong"), ngay_huong="từ khi có quyết định")
    yield rows.row(finding("welfare.beneficiary.ngay_quyet_dinh.type", "ngay_quyet_dinh"), ngay_quyet_dinh="32/05/2022")
    yield rows.row(
        finding("welfare.beneficiary.ngay_thoi_huong.type", "ngay_thoi_huong"), group="1", ngay_thoi_huong="đủ 16 tuổi"
    )
    yield rows.row(finding("welfare.beneficiary.ngay_cap_nhat.type", "ngay_cap_nhat"), ngay_cap_nhat="hôm qua")


def _payment_defects(rows: BeneficiaryRows) -> Iterator[Record]:
    halved = finding("WELFARE-BENEFICIARY-031", "so_tai_khoan")
    yield rows.row(halved, so_tai_khoan="5299000000002", ngan_hang="")
    yield rows.row(halved, so_tai_khoan="không có", ngan_hang="Agribank")
    yield rows.row(finding("WELFARE-BENEFICIARY-032", "so_tai_khoan"), so_tai_khoan="5,299E+12", ngan_hang="Agribank")
    yield rows.row(finding("WELFARE-BENEFICIARY-033", "nguoi_nhan_thay"), group="1", nguoi_nhan_thay="", **_CASH)
    alone = rows.take(group="6")
    yield rows.row(
        finding("WELFARE-BENEFICIARY-034", "nguoi_nhan_thay"), person=alone, nguoi_nhan_thay=alone.name.upper()
    )
    yield rows.row(finding("WELFARE-BENEFICIARY-035", "dien_thoai"), dien_thoai="091 990 003")


def _outcomes(rows: BeneficiaryRows) -> Iterator[Record]:
    """Yield rows for each register outcome that is not there yet."""
    cast = rows.register.cast
    yield rows.row(outcome("missing_id"), so_dinh_danh="")
    yield rows.row(outcome("missing_id"), so_dinh_danh="chưa có")
    yield rows.row(outcome("missing_id"), so_dinh_danh="999999999999")
    yield rows.row(outcome("invalid_id"), so_dinh_danh=lambda number: f"{number[:3]}6{number[4:]}")
    yield rows.row(outcome("invalid_id"), so_dinh_danh="6,6075E+10")
    # The mother's number on two of her children.
    one = rows.take(lambda child: child.mother in rows.pool and len(_siblings(rows, child)) > 0, group="1")
    other = _siblings(rows, one)[0]
    mother = rows.take(lambda person: person is one.mother)
    rows.pool.remove(other)
    for child in (one, other):
        sex = (finding("WELFARE-BENEFICIARY-011", "so_dinh_danh"),) if child.sex == "nam" else ()
        yield rows.row(
            outcome("duplicate_id"), finding("WELFARE-BENEFICIARY-012", "so_dinh_danh"), *sex,
            group="1", person=child, so_dinh_danh=mother.number,
        )  # fmt: skip
    van = cast["Ngô Thị Thanh Vân"]
    yield rows.row(
        outcome("superseded"), finding("WELFARE-BENEFICIARY-012", "so_dinh_danh"), person=van,
        so_dinh_danh=van.cancelled.split(";")[0],
    )  # fmt: skip
    dung = cast["Phạm Thị Dung"]
    yield rows.row(outcome("superseded"), group="5a", person=dung, so_dinh_danh=dung.card)
    yield rows.row(outcome("not_found"), so_dinh_danh="245990999")
    person = rows.take(group="6")
    unknown = personal_number(person.number[:3], person.sex, person.year, "990096")
    yield rows.row(outcome("not_found"), person=person, so_dinh_danh=unknown)
    yield surplus(rows.row(outcome("deceased"), group="5a", person=cast["Nguyễn Thị Tư"]))
    yield surplus(rows.row(outcome("deceased"), person=cast["Phan Văn Đông"], coefficient="2,0"))
    dead = next(person for person in rows.register.dead() if 1948 <= person.year <= 1960)  # noqa: PLR2004 - clause 5a
    yield surplus(rows.row(outcome("deceased"), group="5a", person=dead))
    yield rows.row(outcome("mismatched"), person=rows.take(has_three_words, group="6"), ho_ten=without_middle)
    reversible = rows.take(lambda person: can_be_swapped(person.born), group="6")
    yield rows.row(outcome("mismatched"), person=reversible, ngay_sinh=swapped(reversible.born))
    yield rows.row(outcome("mismatched"), person=cast["Nguyễn Hữu Thắng"], ho_ten="Nguyễn Hữu Thăng")
    yield rows.row(outcome("matched_spelling"), person=cast["Trần Thị Mỹ Hạnh"], ho_ten="Trần Thị Mĩ Hạnh")
    yield rows.row(outcome("matched_spelling"), person=cast["Hoàng Văn Quý"], ho_ten="Hoàng Văn Quí")


def _across_rows(rows: BeneficiaryRows) -> Iterator[Record]:
    """Yield rows that are wrong only beside another row."""
    label = finding("WELFARE-BENEFICIARY-201", "so_dinh_danh")
    first = rows.row(label, person=rows.take(lambda person: person.commune is not KIM_LIEN, group="6"))
    yield first
    yield Record({**first.cells, "ma_xa": KIM_LIEN.code, "dia_chi": "Xóm 4"}, (label,))

    label = finding("WELFARE-BENEFICIARY-202", "nhom_doi_tuong")
    person = rows.take(group="5a")
    yield rows.row(label, group="5a", person=person)
    yield surplus(rows.row(label, group="6", person=person, coefficient="2,0"))

    label = finding("WELFARE-BENEFICIARY-203", "ho_ten")
    person = rows.take(lambda person: len(person.born) == 10 and person.born[5:] != "01-01", group="5a")  # noqa: PLR2004
    yield rows.row(label, group="5a", person=person)
    yield surplus(rows.row(label, outcome("superseded"), group="5a", person=person, so_dinh_danh=person.card))

    label = finding("WELFARE-BENEFICIARY-204", "so_tai_khoan")
    for _ in range(4):
        yield rows.row(
            label, group="5a", so_tai_khoan="5299000000003", ngan_hang="Agribank", nguoi_nhan_thay="Trưởng thôn"
        )


def _siblings(rows: BeneficiaryRows, child: Person) -> list[Person]:
    """Return the others left of the mother's children who are of group 1 too."""
    same = [person for person in rows.pool if person.mother is child.mother and person is not child]
    return [person for person in same if 2011 <= person.year <= 2021]  # noqa: PLR2004 - as in GROUPS


def _of_ea_kao(rows: BeneficiaryRows) -> Person:
    return rows.take(lambda person: person.commune is EA_KAO, group="6")


def _of_last_century(person: Person) -> bool:
    return 1967 <= person.year < 2000  # noqa: PLR2004 - two digits from 30 on


def _records(register: Register, rng: Random) -> list[Record]:
    rows = BeneficiaryRows(register, rng)
    records: list[Record] = []
    for planted in (
        _outcomes, _person_defects, _benefit_defects, _term_defects, _payment_defects, _across_rows, _repaired,
        clean_beneficiaries,
    ):  # fmt: skip
        records += planted(rows)
    rng.shuffle(records)
    return numbered(records)


SAMPLE = Sample(
    dataset="welfare.beneficiary",
    folder="welfare",
    stem="beneficiary",
    columns=(
        Column("stt", "stt", "STT", whole_number),
        Column("ma_xa", "maXa", "Mã ĐVHC", sometimes_number),
        Column("ho_ten", "hoTen", "Họ và tên"),
        Column("ngay_sinh", "ngaySinh", "Ngày sinh (hoặc năm sinh)", sometimes_date),
        Column("gioi_tinh", "gioiTinh", "Giới tính (Nam/Nữ)"),
        Column("so_dinh_danh", "soCCCD", "Số CCCD/CMND", sometimes_number),
        Column("dan_toc", "danToc", "Dân tộc"),
        Column("nhom_doi_tuong", "loaiDoiTuong", "Loại đối tượng (khoản, điểm Điều 5)", whole_number),
        Column("he_so", "heSo", "Hệ số", decimal_number),
        Column("muc_huong", "mucTroCap", "Mức trợ cấp hàng tháng (đồng)", whole_number),
        Column("so_quyet_dinh", "soQuyetDinh", "Số QĐ"),
        Column("ngay_quyet_dinh", "ngayQuyetDinh", "Ngày QĐ (ngày/tháng/năm)", sometimes_date),
        Column("ngay_huong", "ngayBatDauHuong", "Hưởng từ tháng", sometimes_date),
        Column("ngay_thoi_huong", "ngayKetThucHuong", "Hưởng đến tháng", sometimes_date),
        Column("nguoi_nhan_thay", "nguoiNhanThay", "Người nhận thay (nếu có)"),
        Column("so_tai_khoan", "soTaiKhoan", "Số tài khoản"),
        Column("ngan_hang", "nganHang", "Mở tại ngân hàng"),
        Column("dien_thoai", "soDienThoai", "Số ĐT", sometimes_number),
        Column("tinh_trang_huong", "trangThai", "Trạng thái"),
        Column("so_thang_chua_nhan", "soThangChuaNhan", "Số tháng chưa nhận", whole_number),
        Column("ngay_chet", "ngayMat", "Ngày mất", sometimes_date),
        Column("ngay_cap_nhat", "ngayCapNhat", "Cập nhật ngày", sometimes_date),
        Column("dia_chi", "diaChi", "Địa chỉ (thôn, tổ dân phố)"),
        Column("ghi_chu", "ghiChu", "Ghi chú"),
    ),
    records=_records,
    form=Form(
        sheet="Tháng 11",
        titles=(
            "SỞ Y TẾ TỈNH ĐẮK LẮK",
            "DANH SÁCH ĐỐI TƯỢNG HƯỞNG TRỢ CẤP XÃ HỘI HẰNG THÁNG",
            f"(Mức chuẩn {STANDARD} đồng; số liệu đến ngày 31 tháng 10 năm 2026; dữ liệu giả định)",
        ),
        total="Tổng cộng",
        summed="muc_huong",
        signatures=("Đắk Lắk, ngày 31 tháng 10 năm 2026", "NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)", "Lê Thị Mẫu"),
    ),
    malformed={
        20: f"21,{VINH_TUY.code},thiếu cột vì xuống dòng giữa chừng,1954",
        101: "102,24169,dấu phẩy không dấu nháy, 1951,Nữ,,Kinh,5a,1,5,750000" + "," * 15 + "lệch cột",
    },
)
