-- Finds: one person in two marriages with different spouses, where the earlier one has no end before the later day. A person
-- is known by a 12-digit number, with the mark-folded names equal or the birth dates compatible (the same number on
-- different persons is the register outcome duplicate_id). Compared are neighbors in time, so that the cost stays linear
-- where one number was filled down a column.
-- Denominator: rows with a number and a day of registration. No parameters.
WITH spouse AS (
    SELECT
        record_id,
        'so_dinh_danh_chong' AS "column",
        so_dinh_danh_chong AS number,
        replace(strip_accents(lower(ho_ten_chong)), 'đ', 'd') AS name,
        replace(strip_accents(lower(ho_ten_vo)), 'đ', 'd') AS other,
        ngay_sinh_chong_tu AS born_from,
        ngay_sinh_chong_den AS born_to,
        ngay_dang_ky,
        ngay_cham_dut_tu
    FROM civil_registry.marriage
    UNION ALL
    SELECT
        record_id,
        'so_dinh_danh_vo',
        so_dinh_danh_vo,
        replace(strip_accents(lower(ho_ten_vo)), 'đ', 'd'),
        replace(strip_accents(lower(ho_ten_chong)), 'đ', 'd'),
        ngay_sinh_vo_tu,
        ngay_sinh_vo_den,
        ngay_dang_ky,
        ngay_cham_dut_tu
    FROM civil_registry.marriage
),
followed AS (
    SELECT
        record_id,
        "column",
        number,
        ngay_dang_ky,
        coalesce(other <> lead(other) OVER later, false)
            AND coalesce(ngay_cham_dut_tu > lead(ngay_dang_ky) OVER later, true)
            AND (
                coalesce(name = lead(name) OVER later, false)
                OR coalesce(
                    born_from <= lead(born_to) OVER later AND lead(born_from) OVER later <= born_to, false
                )
            ) AS open
    FROM spouse
    WHERE length(number) = 12 AND ngay_dang_ky IS NOT NULL
    WINDOW later AS (PARTITION BY number ORDER BY ngay_dang_ky, record_id)
)
SELECT record_id, "column"
FROM followed
QUALIFY open OR lag(open) OVER (PARTITION BY number ORDER BY ngay_dang_ky, record_id)
