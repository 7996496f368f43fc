-- Finds: one couple entered twice with the same day of registration: both 12-digit numbers are equal, or both names and
-- both birth dates.
-- Denominator: rows with a day of registration. No parameters.
SELECT record_id, 'so_dinh_danh_chong' AS "column"
FROM civil_registry.marriage
WHERE ngay_dang_ky IS NOT NULL
WINDOW
    by_number AS (PARTITION BY so_dinh_danh_chong, so_dinh_danh_vo, ngay_dang_ky),
    by_name AS (
        PARTITION BY lower(ho_ten_chong), ngay_sinh_chong, lower(ho_ten_vo), ngay_sinh_vo, ngay_dang_ky
    )
QUALIFY (length(so_dinh_danh_chong) = 12 AND length(so_dinh_danh_vo) = 12 AND count(*) OVER by_number > 1)
    OR (
        ho_ten_chong IS NOT NULL AND ngay_sinh_chong IS NOT NULL
        AND ho_ten_vo IS NOT NULL AND ngay_sinh_vo IS NOT NULL
        AND count(*) OVER by_name > 1
    )
