-- Finds: one household code in two communes. The members of a household live together; the old and the new code of one
-- commune count as two, hence for information only.
-- Denominator: rows with a household code and a commune. No parameters.
SELECT record_id, 'ma_ho_gia_dinh' AS "column"
FROM health_insurance.participant
WHERE ma_ho_gia_dinh IS NOT NULL AND ma_xa IS NOT NULL
WINDOW household AS (PARTITION BY ma_ho_gia_dinh)
QUALIFY min(ma_xa) OVER household <> max(ma_xa) OVER household
