-- Finds: one registration number of one book, year and commune on two different children, registered since $since. Before
-- the merger of communes one code of today stands for several old books, so that equal numbers say nothing.
-- Denominator: rows registered since $since. Parameters: since (first day, ISO).
WITH entry AS (
    SELECT
        record_id,
        concat_ws('|', ma_xa, lower(quyen_so), year(ngay_dang_ky)) AS book,
        ltrim(split_part(so, '/', 1), '0') AS number,
        lower(ho_ten) AS person,
        ngay_sinh
    FROM civil_registry.birth
    WHERE regexp_matches(so, '^[0-9]') AND quyen_so IS NOT NULL AND ma_xa IS NOT NULL AND ngay_dang_ky >= CAST($since AS DATE)
)
SELECT record_id, 'so' AS "column"
FROM entry
WINDOW same_number AS (PARTITION BY book, number)
QUALIFY min(person) OVER same_number <> max(person) OVER same_number
    OR min(ngay_sinh) OVER same_number <> max(ngay_sinh) OVER same_number
