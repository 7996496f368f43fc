-- Finds: one person in two marriages with different spouses, where the earlier one has no end before the later day. A person
-- is known by a 12-digit number, with the mark-folded names equal or the birth dates compatible: the same number on
-- different persons, or on more than $most rows, is the register outcome duplicate_id. One number on both spouses of a
-- row is a record rule.
-- Denominator: rows with a number and a day of registration. Parameters: most.
WITH spouse AS (
    SELECT
        record_id,
        'so_dinh_danh_chong' AS "column",
        so_dinh_danh_chong AS number,
        replace(strip_accents(lower(ho_ten_chong)), 'đ', 'd') AS name,
        replace(strip_accents(lower(ho_ten_vo)), 'đ', 'd') AS married_to,
        ngay_sinh_chong_tu AS born_from,
        ngay_sinh_chong_den AS born_to,
        ngay_dang_ky,
        ngay_cham_dut_tu
    FROM civil_registry.marriage
    WHERE so_dinh_danh_chong IS DISTINCT FROM so_dinh_danh_vo
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
    WHERE so_dinh_danh_chong IS DISTINCT FROM so_dinh_danh_vo
),
known AS (
    SELECT *
    FROM spouse
    WHERE length(number) = 12 AND ngay_dang_ky IS NOT NULL
    QUALIFY count(*) OVER (PARTITION BY number) BETWEEN 2 AND $most
),
pair AS (
    SELECT
        a.record_id AS earlier,
        a."column" AS earlier_column,
        b.record_id AS later,
        b."column" AS later_column
    FROM known AS a
    JOIN known AS b ON b.number = a.number
    WHERE a.record_id <> b.record_id
      AND a.ngay_dang_ky <= b.ngay_dang_ky
      AND a.married_to <> b.married_to
      AND coalesce(a.ngay_cham_dut_tu > b.ngay_dang_ky, true)
      AND (a.name = b.name OR (a.born_from <= b.born_to AND b.born_from <= a.born_to))
)
SELECT earlier AS record_id, earlier_column AS "column" FROM pair
UNION
SELECT later, later_column FROM pair
