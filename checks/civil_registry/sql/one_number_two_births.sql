-- Finds: one registration number of one book, year and place of registration on two different children. The place is
-- part of the key, because books of the communes merged into one have the same numbers.
-- Denominator: rows with a place of registration and a number that begins with a digit: “không rõ” is none. No
-- parameters.
WITH entry AS (
    SELECT
        record_id,
        concat_ws('|', ma_xa, lower(noi_dang_ky), lower(quyen_so), year(ngay_dang_ky)) AS book,
        ltrim(split_part(so, '/', 1), '0') AS number,
        lower(ho_ten) AS person,
        ngay_sinh
    FROM civil_registry.birth
    WHERE regexp_matches(so, '^[0-9]') AND quyen_so IS NOT NULL AND ma_xa IS NOT NULL
      AND noi_dang_ky IS NOT NULL AND ngay_dang_ky IS NOT NULL
)
SELECT record_id, 'so' AS "column"
FROM entry
WINDOW same_number AS (PARTITION BY book, number)
QUALIFY min(person) OVER same_number <> max(person) OVER same_number
    OR min(ngay_sinh) OVER same_number <> max(ngay_sinh) OVER same_number
