-- Finds: one parcel (commune, map sheet, parcel number) and land use on two certificates, with areas further apart than
-- $tolerance (a share of the larger one). Co-owners with a certificate each have the same area and are not found.
-- Denominator: rows with an area. Parameters: tolerance.
SELECT record_id, 'dien_tich' AS "column"
FROM land.holder
JOIN (
    SELECT ma_xa, so_to, so_thua, loai_dat
    FROM land.holder
    WHERE dien_tich IS NOT NULL AND so_phat_hanh IS NOT NULL
    GROUP BY ALL
    HAVING min(so_phat_hanh) <> max(so_phat_hanh)
       AND max(dien_tich) - min(dien_tich) > $tolerance * max(dien_tich)
) AS parcels USING (ma_xa, so_to, so_thua, loai_dat)
WHERE dien_tich IS NOT NULL AND so_phat_hanh IS NOT NULL
