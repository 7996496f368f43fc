-- Finds: one personal number in two birth records of the same person (the mark-folded names are equal, or the birth
-- dates agree). The same number on different persons is the register outcome duplicate_id.
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
SELECT a.record_id, 'so_dinh_danh' AS "column"
FROM child AS a
WHERE EXISTS (
    SELECT 1
    FROM child AS b
    WHERE b.so_dinh_danh = a.so_dinh_danh
      AND b.record_id <> a.record_id
      AND (
          b.folded = a.folded
          OR (b.ngay_sinh_tu <= a.ngay_sinh_den AND a.ngay_sinh_tu <= b.ngay_sinh_den)
      )
)
