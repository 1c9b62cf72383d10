"""The server: pages and API as one application, behind the same guards. The only place that knows both doors."""
