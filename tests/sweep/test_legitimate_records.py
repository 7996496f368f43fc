"""No rule cries wolf: records as unusual as life is, but right, give no finding."""

from datetime import date

import polars as pl
import pytest

from dq.catalog import load_catalog
from dq.model import RECORD_ID, SOURCE_ROW, RuleKind, Status
from dq.normalize import normalize_batch
from dq.validate import batch_evaluator

CATALOG = load_catalog()
NAMES = (
    *("Vừ A Dính", "Y Bhăm Niê", "H'Hen Niê", "Rơ Châm H'Phiếu", "K'Brểu", "Moong Văn Xeo", "Thạch Sa Rây"),
    *("Danh Út", "Kim Sa Ri", "Sơn Thị Sa Vanh", "Lò Văn Và", "Và Bá Pó", "Chamaléa Âu", "Ka Sô Liễng"),
    *("Ông Ích Khiêm", "Bạch Thị Hà", "Cụt Thị May", "Châu Kim Sang", "Alăng Như", "Lý A", "Zơ Râm Thị A"),
    *("Hồ Thị Con", "Lê Thị Một", "Trần Em", "Phan Lan Anh", "Cao Kim Long", "Ma Lan", "Rmah Hlut"),
    *("Nguyễn Thị Bé Hai", "Bùi Chí Không", "Công Tằng Tôn Nữ Thị Ngọc Minh", "NGUYỄN THỊ THỦY"),
    *("Quan Văn Sở", "Sở Thị Nga", "Hội Văn Bình", "La O Tư", "Điểu Krố", "Thị Mai", "Xeo", "Nay H'Nan"),
    *("Kpă Klơng", "Mùa A Chư", "Tráng A Pao", "Cầm Bá Thước", "Phàn Tả Mẩy", "Chảo Láo Tả", "Pờ Lóng"),
    *("Lỳ Xè", "Bùi Thị Ỷ", "Đỗ Quý Mỹ"),
)
BIRTH_DATES = ("1932", "1950-01-01", "1960-03", "1975-03-02", "2001-12-31")
SHEETS = ("12", "00", "7", "299-5", "TĐ 05-2019")
PARCELS = ("7", "123a", "45-1", "12/3", "0012")
LAND_USES = ("ONT", "ODT 60, CLN 250.5", "ONT+CLN", "T", "LNQ")
CERTIFICATES = (
    ("BK 123456", "2012-05-06", None),
    ("Đ 123456", "1995-04-03", None),
    ("AA 12345678", "2025-08-09", "T1A2B3C4D5E6"),
    ("Y 0123456", "1999-12-31", None),
    ("B 654321", "1990-10-10", None),
)

# Day of registration, birth dates of husband and wife: as young as the law of the time allows, and far apart.
MARRIED = (
    ("2015-01-02", "1995-01-02", "1997-01-02"),
    ("2014-12-31", "1995-12-31", "1997-12-31"),
    ("1979-05-06", "1941", "1960-03"),
    ("2018-07-08", "1941-05-06", "1979-03-02"),
    ("2024-02-29", "2004-02-29", "2006-02-28"),
    ("2025-08-09", "1985-03-02", "1990-01-01"),
    ("2019-12-31", "1999-12-31", "1989-12-31"),
)
# Group and benefit level, birth date, first and last day of the card.
CARDS = (
    ("TE1", "2026-10-30", "2026-10-30", "2032-09-30"),
    ("TE1", "2020-01-05", "2020-01-05", "2026-11-01"),
    ("HS4", "2019-02-03", "2026-10-01", "2027-09-30"),
    ("DN4", "2011-09-08", "2026-11-01", "2027-10-31"),
    ("CT4", "1946", "2026-01-01", "2026-12-31"),
    ("HT3", "1932", "2026-01-01", "2026-12-31"),
    ("HG4", "1975-03-02", "2026-01-01", "2026-12-31"),
    ("QN5", "2001-12-31", "2026-01-01", "2030-12-31"),
    ("GD4", "1950-01-01", "2027-01-01", "2027-12-31"),
)


def number(index: int, sex: str, birth_date: str) -> str:
    year = int(birth_date[:4])
    return f"001{2 * (year >= 2000) + (sex == 'nu')}{year % 100:02d}99{index:04d}"


def persons() -> list[dict[str, str | None]]:
    rows = []
    for index, name in enumerate(NAMES):
        birth_date, sex = BIRTH_DATES[index % 5], ("nam", "nu")[index % 2]
        identifier = number(index, sex, birth_date)
        rows.append({"ho_ten": name, "ngay_sinh": birth_date, "gioi_tinh": sex, "so_dinh_danh": identifier})
    return rows


def land_holders() -> list[dict[str, str | None]]:
    rows = []
    for index, person in enumerate(persons()):
        # Issued after the birth of the holder: who got the land later is the subject of an info rule.
        serial, issued, code = CERTIFICATES[2 if person["ngay_sinh"] == "2001-12-31" else index % 5]
        parcel = {"so_to": SHEETS[index % 5], "so_thua": PARCELS[index % 5], "loai_dat": LAND_USES[index % 5]}
        certificate = {"so_phat_hanh": serial, "ngay_cap": issued, "ma_gcn": code, "so_vao_so": "CS 01234"}
        where = {"ma_xa": "00004", "dia_chi_thua": "Đường Bà Huyện Thanh Quan, phường Ba Đình, Hà Nội"}
        area = {"dien_tich": str(0.5 + index * 137), "loai_chu": ("ca_nhan", None)[index % 2]}
        rows.append(person | parcel | certificate | where | area | {"ngay_cap_nhat": "2025-11-20"})
    organization = dict.fromkeys(("ngay_sinh", "gioi_tinh", "so_dinh_danh")) | {"dien_tich": "25000000"}
    for name in ("UBND xã Minh Châu", "Công ty TNHH MTV 36", "Cộng đồng dân cư thôn Đông"):
        rows.append(rows[0] | organization | {"ho_ten": name, "loai_chu": "to_chuc"})
    return rows


def register_entries() -> list[dict[str, str | None]]:
    rows: list[dict[str, str | None]] = []
    for index, person in enumerate(persons()):
        dead = index % 10 == 0  # of those born in 1932
        rows.append(
            person
            | {"dan_toc": ("Kinh", "Ê Đê", "Mông")[index % 3], "quoc_tich": "Việt Nam"}
            | {"ho_ten_cha": NAMES[index - 7], "ho_ten_me": None if index % 4 else NAMES[index - 11]}
            | {
                "so_cmnd": f"0129{index:05d}" if index % 3 else None,
                "so_dinh_danh_cu": "001186990123" if dead else None,
            }
            # The dead stay in the commune that they died in.
            | {"ma_xa_thuong_tru": "00001" if dead else "00004", "ngay_cap_nhat": "2025-11-20"}
            | {
                "tinh_trang": "chet" if dead else "song",
                "ngay_chet": ("2019", "2020-05-06")[index % 2] if dead else None,
            }
        )
    return rows


def marriages() -> list[dict[str, str | None]]:
    """Marriages of every period: old books, late registrations, remarriages, old and foreign spouses."""
    rows: list[dict[str, str | None]] = []
    for index, name in enumerate(NAMES):
        registered, husband, wife = MARRIED[index % len(MARRIED)]
        year, recent = registered[:4], registered >= "2016"
        row = {"so": ("12", f"12/{year}", "0007", "12-BS")[index % 4], "ngay_dang_ky": registered, "ma_xa": "00004"}
        row["quyen_so"] = f"01/{year}" if registered >= "2021" else ("01", "02-TP/KH", "01/1979")[index % 3]
        row["noi_dang_ky"] = ("UBND huyện Ba Vì, Hà Nội", "UBND phường Ba Đình, Hà Nội")[registered >= "2025"]
        for role, sex, born, own in (("chong", "nam", husband, name), ("vo", "nu", wife, NAMES[index - 9])):
            numbered = recent or index % 2
            row |= {
                f"ho_ten_{role}": own,
                f"ngay_sinh_{role}": born,
                f"so_dinh_danh_{role}": number(index, sex, born) if numbered else None,
                f"dan_toc_{role}": ("Kinh", "Ê Đê", "Mông")[index % 3] if recent or index % 3 else None,
                f"quoc_tich_{role}": "Việt Nam" if recent or index % 3 else None,
            }
        ended = {"ngay_cham_dut": ("2026", "2026-03", "2026-10-31")[index % 3] if index % 5 == 0 else None}
        rows.append(row | ended | {"ngay_cap_nhat": max(registered, "2025-11-20")})
    foreign = {"ho_ten_chong": "Kim Sung Ho", "so_dinh_danh_chong": "M12345678", "dan_toc_chong": None}
    modern = next(row for row in rows if "2016" <= (row["ngay_dang_ky"] or "") < "2021")
    rows.append(modern | foreign | {"quoc_tich_chong": "Hàn Quốc"})
    return rows


def participants() -> list[dict[str, str | None]]:
    """Cards of all groups and forms, of newborns and of the very old."""
    rows: list[dict[str, str | None]] = []
    for index, name in enumerate(NAMES):
        sex = ("nam", "nu")[index % 2]
        group, born, first, last = CARDS[index % len(CARDS)]
        insured, person = f"0199{index:06d}", number(index, sex, born)
        forms = [{"so_the": f"{group}01{insured}", "so_bhxh": insured}] * 5
        forms += [{"so_the": insured, "so_bhxh": insured}, {"so_the": person, "so_bhxh": person}]
        card = forms[index % 7]
        if group == "TE1" and card["so_the"].startswith("TE1"):  # a child without a birth certificate: a medical number
            card = card | {"so_bhxh": f"0198{index:06d}"}
        place = {"ma_xa": "00004", "ma_ho_gia_dinh": ("0199123456", "123456789", None)[index % 3]}
        place["noi_kcb"] = ("01001", "Trạm Y tế phường Ba Đình", "79014")[index % 3]
        rows.append(
            {"ho_ten": name, "ngay_sinh": born, "gioi_tinh": sex, "so_dinh_danh": person}
            | {**card, **place, "tu_ngay": first, "den_ngay": last, "ngay_cap_nhat": "2025-11-20"}
        )
    return rows


RIGHT = {
    "land.holder": land_holders(),
    "population.person": register_entries(),
    "civil_registry.marriage": marriages(),
    "health_insurance.participant": participants(),
}


@pytest.mark.parametrize(("dataset", "rows"), RIGHT.items(), ids=RIGHT)
def test_right_but_unusual_records_give_no_finding(dataset, rows):
    schema = CATALOG.schema(dataset)
    numbers = pl.Series(range(1, len(rows) + 1), dtype=pl.Int64)
    columns = {name: pl.Series([row.get(name) for row in rows], dtype=pl.String) for name in schema.names}
    raw = pl.DataFrame({RECORD_ID: numbers, SOURCE_ROW: numbers, **columns})
    rules = [rule for rule in CATALOG.rules[dataset] if rule.kind is RuleKind.RECORD]
    evaluate = batch_evaluator(rules, schema, schema.names, date(2026, 11, 1))
    evaluation = evaluate(normalize_batch(raw, schema).frame)
    found = evaluation.findings.collect().select("rule_id", "column", RECORD_ID).rows()
    assert found == []
    assert {result.status for result in evaluation.results} == {Status.PASSED}
