-- Finds: one 12-digit number that stands on a husband in one marriage and on a wife in another. Both numbers of one row being
-- equal is a record rule.
-- Denominator: rows with a number. No parameters.
WITH numbers AS (
    SELECT so_dinh_danh_chong AS husband, so_dinh_danh_vo AS wife
    FROM civil_registry.marriage
    WHERE so_dinh_danh_chong IS DISTINCT FROM so_dinh_danh_vo
),
both_roles AS (
    SELECT husband AS number FROM numbers WHERE length(husband) = 12
    INTERSECT
    SELECT wife FROM numbers WHERE length(wife) = 12
)
SELECT record_id, 'so_dinh_danh_chong' AS "column"
FROM civil_registry.marriage
WHERE so_dinh_danh_chong IN (FROM both_roles)
UNION ALL
SELECT record_id, 'so_dinh_danh_vo'
FROM civil_registry.marriage
WHERE so_dinh_danh_vo IN (FROM both_roles)
