-- Finds: a marriage whose day of registration is out of line with the numbers before and after it in the same book. Numbers
-- run in the order of registration, so that a day out of line is a typing error in day, month or number.
-- Denominator: rows with a place of registration and a number. No parameters.
WITH entry AS (
    SELECT
        record_id,
        concat_ws('|', ma_xa, lower(noi_dang_ky), lower(quyen_so), year(ngay_dang_ky)) AS book,
        try_cast(split_part(so, '/', 1) AS INTEGER) AS number,
        ngay_dang_ky
    FROM civil_registry.marriage
    WHERE noi_dang_ky IS NOT NULL AND ma_xa IS NOT NULL AND quyen_so IS NOT NULL AND ngay_dang_ky IS NOT NULL
),
placed AS (
    SELECT
        record_id,
        ngay_dang_ky,
        lag(ngay_dang_ky) OVER book AS before,
        lag(ngay_dang_ky, 2) OVER book AS before_that,
        lead(ngay_dang_ky) OVER book AS after,
        lead(ngay_dang_ky, 2) OVER book AS after_that
    FROM entry
    WHERE number IS NOT NULL
    WINDOW book AS (PARTITION BY book ORDER BY number, record_id)
)
-- The odd one of a disordered pair is the one that its other neighbors contradict too.
SELECT record_id, 'ngay_dang_ky' AS "column"
FROM placed
WHERE (ngay_dang_ky < before AND coalesce(after >= before, ngay_dang_ky < before_that, true))
   OR (ngay_dang_ky > after AND coalesce(before <= after, ngay_dang_ky > after_that, true))
