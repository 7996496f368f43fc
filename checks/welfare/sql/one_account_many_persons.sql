-- Finds: one account that receives the benefits of more than $persons different persons. A guardian may receive for
-- several children; more than that is a wrong number or a collector who keeps the money.
-- Denominator: rows with an account number. Parameters: persons.
WITH shared AS (
    SELECT so_tai_khoan
    FROM welfare.beneficiary
    WHERE so_tai_khoan IS NOT NULL
    GROUP BY so_tai_khoan
    HAVING count(DISTINCT coalesce(so_dinh_danh, lower(ho_ten))) > $persons
)
SELECT t.record_id, 'so_tai_khoan' AS "column"
FROM welfare.beneficiary AS t
JOIN shared USING (so_tai_khoan)
