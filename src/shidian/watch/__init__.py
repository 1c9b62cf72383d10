"""What has changed for whom: portfolios of cases whose answers are compared with those of an earlier lawbook or day, and what is coming."""
