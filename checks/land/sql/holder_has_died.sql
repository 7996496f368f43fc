-- Finds: holders whom the death register has. The same 12-digit number and the same person: mark-folded names equal, or
-- birth dates that agree. A number on more than $most deaths is no person's but was filled down: it is left out.
-- A certificate that was issued after the death is the business of issued_after_death.sql.
-- Denominator: rows of persons with a number. Parameters: most.
WITH death AS (
    SELECT
        so_dinh_danh,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        ngay_sinh_tu,
        ngay_sinh_den,
        ngay_chet_den
    FROM civil_registry.death
    WHERE length(so_dinh_danh) = 12 AND ngay_chet_den IS NOT NULL
    QUALIFY count(*) OVER (PARTITION BY so_dinh_danh) <= $most
)
SELECT DISTINCT h.record_id, 'so_dinh_danh' AS "column"
FROM land.holder AS h
JOIN death AS d ON d.so_dinh_danh = h.so_dinh_danh
WHERE coalesce(h.ngay_cap <= d.ngay_chet_den, true)
  AND (
      replace(strip_accents(lower(h.ho_ten)), 'đ', 'd') = d.folded
      OR (d.ngay_sinh_tu <= h.ngay_sinh_den AND h.ngay_sinh_tu <= d.ngay_sinh_den)
  )
