-- Finds: one registration number of one book, year and commune on two different persons, registered since $since. Before
-- the merger of communes one code of today stands for several old books, so that equal numbers say nothing.
-- Denominator: rows registered since $since. Parameters: since (first day, ISO).
WITH entry AS (
    SELECT
        record_id,
        concat_ws('|', ma_xa, lower(quyen_so), year(ngay_dang_ky)) AS book,
        ltrim(split_part(so, '/', 1), '0') AS number,
        lower(ho_ten) AS person,
        ngay_chet
    FROM civil_registry.death
    WHERE ngay_dang_ky >= CAST($since AS DATE) AND ma_xa IS NOT NULL AND quyen_so IS NOT NULL
)
SELECT a.record_id, 'so' AS "column"
FROM entry AS a
WHERE EXISTS (
    SELECT 1
    FROM entry AS b
    WHERE b.book = a.book
      AND b.number = a.number
      AND (b.person <> a.person OR b.ngay_chet <> a.ngay_chet)
)
