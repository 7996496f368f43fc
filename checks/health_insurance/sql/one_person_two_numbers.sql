-- Finds: one person with two social-insurance numbers of 10 digits: the same 12-digit personal number, and the mark-folded
-- names are equal or the birth dates agree. The personal number in the place of the old one is no second number. One
-- personal number on different persons, or on more than $most rows, is the register outcome duplicate_id.
-- Denominator: rows with both numbers. Parameters: most.
WITH participant AS (
    SELECT
        record_id,
        so_dinh_danh,
        so_bhxh,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        ngay_sinh_tu,
        ngay_sinh_den
    FROM health_insurance.participant
    WHERE length(so_dinh_danh) = 12 AND length(so_bhxh) = 10
    QUALIFY count(*) OVER (PARTITION BY so_dinh_danh) BETWEEN 2 AND $most
)
SELECT DISTINCT a.record_id, 'so_bhxh' AS "column"
FROM participant AS a
JOIN participant AS b ON b.so_dinh_danh = a.so_dinh_danh
WHERE b.so_bhxh <> a.so_bhxh
  AND (b.folded = a.folded OR (b.ngay_sinh_tu <= a.ngay_sinh_den AND a.ngay_sinh_tu <= b.ngay_sinh_den))
