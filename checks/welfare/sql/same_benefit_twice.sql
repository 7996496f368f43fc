-- Finds: one person listed twice in the same group, in whatever commune: the same number and the same person. With a
-- personal number the mark-folded names are equal or the birth dates agree at the coarser precision; an old CMND may have
-- been issued twice, so that both must agree. Group 4 is left out: a single parent may be listed once a child.
-- One number on different persons is the register outcome duplicate_id.
-- In the order of the first possible birth dates, a record agrees with one before it or with the next one.
-- Denominator: rows with a number. No parameters.
WITH repeated AS (
    SELECT so_dinh_danh FROM welfare.beneficiary GROUP BY so_dinh_danh HAVING count(*) > 1
),
beneficiary AS (
    SELECT
        record_id,
        replace(strip_accents(lower(ho_ten)), 'đ', 'd') AS folded,
        -- The persons among whom birth dates are compared: those of one number, with a CMND only those of one name.
        concat_ws('|', so_dinh_danh, nhom_doi_tuong, CASE WHEN length(so_dinh_danh) = 9 THEN folded END) AS person,
        length(so_dinh_danh) AS digits,
        so_dinh_danh,
        nhom_doi_tuong,
        ngay_sinh_tu,
        ngay_sinh_den
    FROM welfare.beneficiary
    SEMI JOIN repeated USING (so_dinh_danh)
    WHERE length(so_dinh_danh) IN (9, 12) AND nhom_doi_tuong <> '4' AND ho_ten IS NOT NULL
)
SELECT record_id, 'so_dinh_danh' AS "column"
FROM beneficiary
WINDOW
    by_birth AS (PARTITION BY person ORDER BY ngay_sinh_tu, record_id),
    before AS (
        PARTITION BY person ORDER BY ngay_sinh_tu, record_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
QUALIFY (digits = 12 AND count(*) OVER (PARTITION BY so_dinh_danh, nhom_doi_tuong, folded) > 1)
    OR ngay_sinh_tu <= max(ngay_sinh_den) OVER before
    OR ngay_sinh_den >= lead(ngay_sinh_tu) OVER by_birth
