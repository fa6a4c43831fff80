"""The analysis of votes: pure numpy, without a database, a request or a clock.

`conversation`, `matrix` and `partitions` hold votes and who belongs together; `pca`, `kmeans`, `silhouette`,
`stability` and `groups` find who vote alike; `statistics`, `representative` and `priority` are the figures of
Polis; `sharedness` is ours, with `beta` below it; `report` makes one document of it all.
"""
