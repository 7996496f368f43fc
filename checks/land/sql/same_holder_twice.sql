-- Finds: the same number more than once on the same certificate for the same parcel and the same land use.
-- A parcel with two uses is legitimately written as two rows, so the land use is part of the key.
-- Denominator: rows with an identifier. No parameters.
SELECT record_id, 'so_dinh_danh' AS "column"
FROM land.holder
JOIN (
    SELECT so_phat_hanh, ma_xa, so_to, so_thua, loai_dat, so_dinh_danh
    FROM land.holder
    WHERE so_dinh_danh IS NOT NULL
    GROUP BY ALL
    HAVING count(*) > 1
) AS twice USING (so_phat_hanh, ma_xa, so_to, so_thua, loai_dat, so_dinh_danh)
