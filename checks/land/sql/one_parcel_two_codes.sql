-- Finds: one parcel (commune, map sheet, parcel number) with two parcel identifiers.
-- For information: in a merged commune two parcels of the former ones may still have the same sheet and number.
-- Denominator: rows with a parcel identifier. No parameters.
SELECT record_id, 'ma_thua_dat' AS "column"
FROM land.holder
WHERE ma_thua_dat IS NOT NULL AND ma_xa IS NOT NULL AND so_to IS NOT NULL AND so_thua IS NOT NULL
WINDOW parcel AS (PARTITION BY ma_xa, so_to, so_thua)
QUALIFY min(ma_thua_dat) OVER parcel <> max(ma_thua_dat) OVER parcel
