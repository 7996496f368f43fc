-- Finds: one certificate code (mã giấy chứng nhận) on two serials, or two codes on one serial.
-- Denominator: rows with a code. No parameters.
SELECT record_id, 'ma_gcn' AS "column"
FROM land.holder
WHERE ma_gcn IS NOT NULL AND so_phat_hanh IS NOT NULL
WINDOW
    same_code AS (PARTITION BY ma_gcn),
    same_serial AS (PARTITION BY so_phat_hanh)
QUALIFY min(so_phat_hanh) OVER same_code <> max(so_phat_hanh) OVER same_code
    OR min(ma_gcn) OVER same_serial <> max(ma_gcn) OVER same_serial
