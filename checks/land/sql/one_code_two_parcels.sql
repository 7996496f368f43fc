-- Finds: one parcel identifier on different parcels (map sheet or parcel number differ) of the same commune code.
-- Within one commune code only, because a row of before the merger may number the same parcel otherwise.
-- Denominator: rows with a parcel identifier. No parameters.
SELECT record_id, 'ma_thua_dat' AS "column"
FROM land.holder
JOIN (
    SELECT ma_thua_dat, ma_xa
    FROM land.holder
    GROUP BY ALL
    HAVING min(so_to) <> max(so_to) OR min(so_thua) <> max(so_thua)
) AS codes USING (ma_thua_dat, ma_xa)
