"""Where the stages run: staged Parquet parts, batch by batch, and DuckDB within limits. Runs functions it is handed."""
