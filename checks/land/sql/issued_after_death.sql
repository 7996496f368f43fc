-- Finds: certificates issued to a person after the day of death that the death register has. The same 12-digit number and
-- the same person: mark-folded names equal, or birth dates that agree.
-- A number on more than $most deaths is no person's but was filled down: it is left out.
-- Denominator: rows of persons with a number and a date of issue. Parameters: most.
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
SELECT DISTINCT h.record_id, 'ngay_cap' AS "column"
FROM land.holder AS h
JOIN death AS d ON d.so_dinh_danh = h.so_dinh_danh
WHERE h.ngay_cap > d.ngay_chet_den
  AND (
      replace(strip_accents(lower(h.ho_ten)), 'đ', 'd') = d.folded
      OR (d.ngay_sinh_tu <= h.ngay_sinh_den AND h.ngay_sinh_tu <= d.ngay_sinh_den)
  )
