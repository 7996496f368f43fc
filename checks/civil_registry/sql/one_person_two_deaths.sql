-- Finds: one personal number in two death records of the same person (the mark-folded names or the days of death are
-- equal). The same number on different persons is the register outcome duplicate_id.
-- Denominator: rows with a 12-digit number. No parameters.
WITH deceased AS (
    SELECT record_id, so_dinh_danh, replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded, ngay_chet
    FROM civil_registry.death
    WHERE length(so_dinh_danh) = 12
)
SELECT record_id, 'so_dinh_danh' AS "column"
FROM deceased
QUALIFY (folded IS NOT NULL AND count(*) OVER (PARTITION BY so_dinh_danh, folded) > 1)
    OR (ngay_chet IS NOT NULL AND count(*) OVER (PARTITION BY so_dinh_danh, ngay_chet) > 1)
