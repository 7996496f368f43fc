-- Finds: one personal number in two birth records of the same person (the mark-folded names are equal, or the birth
-- dates agree at the coarser precision). The same number on different persons is the register outcome duplicate_id.
-- In the order of the first possible birth dates, a record agrees with one before it or with the next one.
-- Denominator: rows with a 12-digit number. No parameters.
WITH child AS (
    SELECT
        record_id,
        so_dinh_danh,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        ngay_sinh_tu,
        ngay_sinh_den
    FROM civil_registry.birth
    WHERE length(so_dinh_danh) = 12
)
SELECT record_id, 'so_dinh_danh' AS "column"
FROM child
WINDOW
    same_number AS (PARTITION BY so_dinh_danh ORDER BY ngay_sinh_tu, record_id),
    before AS (
        PARTITION BY so_dinh_danh ORDER BY ngay_sinh_tu, record_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
QUALIFY (folded IS NOT NULL AND count(*) OVER (PARTITION BY so_dinh_danh, folded) > 1)
    OR ngay_sinh_tu <= max(ngay_sinh_den) OVER before
    OR ngay_sinh_den >= lead(ngay_sinh_tu) OVER same_number
