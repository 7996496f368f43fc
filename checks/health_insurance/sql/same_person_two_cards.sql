-- Finds: the same name (mark-folded), full birth date and sex more than once in one commune with different social-insurance
-- numbers, where one of the rows has no 12-digit personal number. Two different personal numbers are two persons;
-- 1 January is left out, because it stands for an unknown day.
-- Denominator: rows with name, full birth date and sex. No parameters.
WITH unnumbered AS (
    SELECT ma_xa, ngay_sinh, gioi_tinh FROM health_insurance.participant WHERE coalesce(length(so_dinh_danh) <> 12, true)
),
participant AS (
    SELECT
        record_id,
        ma_xa,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        ngay_sinh,
        gioi_tinh,
        so_bhxh,
        coalesce(length(so_dinh_danh) = 12, false) AS numbered
    FROM health_insurance.participant
    SEMI JOIN unnumbered USING (ma_xa, ngay_sinh, gioi_tinh)
    WHERE length(ngay_sinh) = 10 AND right(ngay_sinh, 5) <> '01-01'
      AND ho_ten IS NOT NULL AND gioi_tinh IS NOT NULL AND ma_xa IS NOT NULL AND so_bhxh IS NOT NULL
)
SELECT record_id, 'ho_ten' AS "column"
FROM participant
WINDOW namesakes AS (PARTITION BY ma_xa, folded, ngay_sinh, gioi_tinh)
QUALIFY min(so_bhxh) OVER namesakes <> max(so_bhxh) OVER namesakes AND NOT bool_and(numbered) OVER namesakes
