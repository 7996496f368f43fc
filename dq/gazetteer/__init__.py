"""The gazetteer: administrative units with validity dates, and the map from the old units to the new ones.

Two lists are in circulation. The old one (three levels, 63 provinces, 10,035 communes) was in force to 30 June 2025,
the new one (two levels, 34 provinces, 3,321 communes, no district) from 1 July 2025. A code says nothing without a
date: 3,315 of the new codes are also old ones, mostly of a smaller unit, sometimes of one with another name.

**The re-use trap of seven province codes.** After the merger these codes kept living under another name (FACTS §3.3):
15 Yên Bái → Lào Cai, 24 Bắc Giang → Bắc Ninh, 44 Quảng Bình → Quảng Trị, 52 Bình Định → Gia Lai, 80 Long An →
Tây Ninh, 82 Tiền Giang → Đồng Tháp, 91 Kiên Giang → An Giang. So a province is never looked up by its code alone, and
the prefix of a personal number (the province of birth registration, of the 63) never through the new list.

Sources and licences of the data: `dq/gazetteer/data/README.md`.
"""

from dq.gazetteer.codes import in_force, known, present_province, present_unit
from dq.gazetteer.names import commune_key, name_matches, names_commune
from dq.gazetteer.successors import Successor, proposed_commune, successors
from dq.gazetteer.units import (
    MERGER,
    commune_map,
    commune_names,
    communes,
    provinces,
    reused_province_codes,
)

__all__ = [
    "MERGER",
    "Successor",
    "commune_key",
    "commune_map",
    "commune_names",
    "communes",
    "in_force",
    "known",
    "name_matches",
    "names_commune",
    "present_province",
    "present_unit",
    "proposed_commune",
    "provinces",
    "reused_province_codes",
    "successors",
]
