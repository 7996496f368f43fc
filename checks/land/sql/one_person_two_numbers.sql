-- Finds: one person (name and birth date) listed more than once on the same certificate for the same parcel, with
-- different numbers: typically once with the old CMND and once with the personal number.
-- Denominator: rows with name, birth date and identifier. No parameters.
WITH holders AS (
    SELECT record_id, so_phat_hanh, ma_xa, so_to, so_thua, lower(ho_ten) AS ten, ngay_sinh, so_dinh_danh
    FROM land.holder
    WHERE so_dinh_danh IS NOT NULL
)
SELECT record_id, 'so_dinh_danh' AS "column"
FROM holders
JOIN (
    SELECT so_phat_hanh, ma_xa, so_to, so_thua, ten, ngay_sinh
    FROM holders
    GROUP BY ALL
    HAVING min(so_dinh_danh) <> max(so_dinh_danh)
) AS twice USING (so_phat_hanh, ma_xa, so_to, so_thua, ten, ngay_sinh)
