"""Reports and tables in, published Parquet out. Knows nothing of the web."""
