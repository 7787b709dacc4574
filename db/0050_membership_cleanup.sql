-- Only rows of silos that are dead (6) are removed by their age. The first query took every row that is not active (3): a silo that joins
-- or stops while it cannot write its time would have lost its row, and the others would have forgotten that it exists.
UPDATE OrleansQuery SET QueryText = $$
DELETE FROM OrleansMembershipTable
WHERE deploymentid = @DeploymentId AND iamalivetime < @IAmAliveTime AND status = 6
$$
WHERE QueryKey = 'CleanupDefunctSiloEntriesKey';
