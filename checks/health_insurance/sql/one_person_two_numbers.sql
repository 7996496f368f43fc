-- Finds: one person with two social-insurance numbers of 10 digits: the same 12-digit personal number, and the mark-folded names
-- are equal or the birth dates agree. The personal number in the place of the old one is no second number. One personal
-- number on different persons is the register outcome duplicate_id.
-- Compared are neighbors in the order of the first possible birth date, so that the cost stays linear.
-- Denominator: rows with both numbers. No parameters.
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
),
named AS (
    SELECT
        record_id,
        min(so_bhxh) OVER same_name <> max(so_bhxh) OVER same_name AND folded IS NOT NULL AS by_name,
        so_bhxh <> lag(so_bhxh) OVER by_birth AND ngay_sinh_tu <= lag(ngay_sinh_den) OVER by_birth AS as_before,
        so_bhxh <> lead(so_bhxh) OVER by_birth AND ngay_sinh_den >= lead(ngay_sinh_tu) OVER by_birth AS as_after
    FROM participant
    WINDOW
        same_name AS (PARTITION BY so_dinh_danh, folded),
        by_birth AS (PARTITION BY so_dinh_danh ORDER BY ngay_sinh_tu, ngay_sinh_den, record_id)
)
SELECT record_id, 'so_bhxh' AS "column"
FROM named
WHERE by_name OR as_before OR as_after
