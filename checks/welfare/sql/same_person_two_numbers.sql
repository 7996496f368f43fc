-- Finds: the same name (mark-folded), full birth date and sex more than once in one commune, where one of the rows has no
-- 12-digit number. Two different 12-digit numbers are two persons; 1 January is left out, because it stands for an
-- unknown day; the same number on all rows is the business of same_benefit_twice.sql.
-- Denominator: rows with name, full birth date and sex. No parameters.
WITH unnumbered AS (
    SELECT ma_xa, ngay_sinh, gioi_tinh FROM welfare.beneficiary WHERE coalesce(length(so_dinh_danh) <> 12, true)
),
beneficiary AS (
    SELECT
        record_id,
        ma_xa,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        ngay_sinh,
        gioi_tinh,
        coalesce(so_dinh_danh, concat('no number ', record_id)) AS number,
        coalesce(length(so_dinh_danh) = 12, false) AS numbered
    FROM welfare.beneficiary
    SEMI JOIN unnumbered USING (ma_xa, ngay_sinh, gioi_tinh)
    WHERE length(ngay_sinh) = 10 AND right(ngay_sinh, 5) <> '01-01'
      AND ho_ten IS NOT NULL AND gioi_tinh IS NOT NULL AND ma_xa IS NOT NULL
)
SELECT record_id, 'ho_ten' AS "column"
FROM beneficiary
WINDOW namesakes AS (PARTITION BY ma_xa, folded, ngay_sinh, gioi_tinh)
QUALIFY NOT bool_and(numbered) OVER namesakes
    AND min(number) OVER namesakes <> max(number) OVER namesakes
