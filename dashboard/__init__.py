"""Published Parquet in; pages, images and files out. Knows nothing of ledgers, reports or how series are made."""
