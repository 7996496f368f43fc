-- Finds: births whose mother died before the child's birth, by the death register. The same 12-digit number and the same
-- person: mark-folded names equal, or birth dates that agree.
-- A number on more than $most deaths is no person's but was filled down: it is left out.
-- Denominator: rows with the mother's number. Parameters: most.
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
SELECT DISTINCT b.record_id, 'so_dinh_danh_me' AS "column"
FROM civil_registry.birth AS b
JOIN death AS d ON d.so_dinh_danh = b.so_dinh_danh_me
WHERE d.ngay_chet_den < b.ngay_sinh_tu
  AND (
      replace(strip_accents(lower(b.ho_ten_me)), 'đ', 'd') = d.folded
      OR (d.ngay_sinh_tu <= b.nam_sinh_me_den AND b.nam_sinh_me_tu <= d.ngay_sinh_den)
  )
