-- Finds: marriages registered after the day of death of husband or wife, by the death register. The same 12-digit number
-- and the same person: mark-folded names equal, or birth dates that agree.
-- A number on more than $most deaths is no person's but was filled down: it is left out.
-- Denominator: rows with a number of husband or wife and a day of registration. Parameters: most.
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
),
spouse AS (
    SELECT
        record_id, ngay_dang_ky, 'so_dinh_danh_chong' AS "column", so_dinh_danh_chong AS so_dinh_danh,
        ho_ten_chong AS ho_ten, ngay_sinh_chong_tu AS born_tu, ngay_sinh_chong_den AS born_den
    FROM civil_registry.marriage
    UNION ALL
    SELECT
        record_id, ngay_dang_ky, 'so_dinh_danh_vo', so_dinh_danh_vo,
        ho_ten_vo, ngay_sinh_vo_tu, ngay_sinh_vo_den
    FROM civil_registry.marriage
)
SELECT DISTINCT s.record_id, s."column"
FROM spouse AS s
JOIN death AS d ON d.so_dinh_danh = s.so_dinh_danh
WHERE d.ngay_chet_den < s.ngay_dang_ky
  AND (
      replace(strip_accents(lower(s.ho_ten)), 'đ', 'd') = d.folded
      OR (d.ngay_sinh_tu <= s.born_den AND s.born_tu <= d.ngay_sinh_den)
  )
