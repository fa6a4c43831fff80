"""The analysis of votes: pure numpy, without a database, a request or a clock.

`conversation` and `matrix` hold votes; `pca`, `kmeans`, `silhouette` and `groups` find who vote alike; `statistics`,
`representative` and `priority` are Polis' figures; `sharedness` is ours; `report` makes one document of it all.
"""
