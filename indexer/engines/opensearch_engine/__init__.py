"""The engine for many machines: an index on an OpenSearch cluster."""
